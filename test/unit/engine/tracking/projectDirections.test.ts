// What slipway.yaml says of metrics reaches lists of runs, without becoming a tag of anything.
import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Notice } from '../../../../src/protocol/events';
import type { ExperimentSummary, RunRows } from '../../../../src/protocol/experiments';
import type { Run } from '../../../../src/protocol/mlflow';
import { runEngine, type RunningEngine } from '../runningEngine';

const MLFLOW = '/api/2.0/mlflow';
const TAG = { key: 'slipway.project.direction.my_cost', value: 'lower' };
let running: RunningEngine;
const file = (): string => path.join(running.folder, 'slipway.yaml');

beforeEach(async () => {
  running = await runEngine();
  for (const value of [3, 1, 2]) {
    const { body } = await running.ask('POST', `${MLFLOW}/runs/create`, { experiment_id: '0', run_name: `cost ${value}` });
    await running.ask('POST', `${MLFLOW}/runs/log-metric`, { run_id: (body as { run: Run }).run.info.run_id, key: 'my_cost', value, timestamp: 1 });
  }
});
afterEach(() => running.stop());

async function summary(): Promise<ExperimentSummary> {
  const [first] = ((await running.ask('GET', '/slipway/v1/experiments')).body as { experiments: ExperimentSummary[] }).experiments;
  return first as ExperimentSummary;
}

it('a metric whose name says nothing has a best run once the file says which values are better', async () => {
  expect((await summary()).best).toBeNull();
  writeFileSync(file(), 'metrics: { my_cost: lower }\n');
  expect((await summary()).best).toMatchObject({ key: 'my_cost', value: 1 });
  expect((await summary()).tags).toContainEqual(TAG);
  expect(((await running.ask('POST', '/slipway/v1/runs/rows', { experiment_id: '0' })).body as RunRows).project_tags).toEqual([TAG]);
});

it('who listens is told when the file says something else', async () => {
  await summary();
  const notices: Notice[] = [];
  running.engine.events.subscribe((notice) => notices.push(notice));
  writeFileSync(file(), 'metrics: { my_cost: higher }\n');
  expect((await summary()).best?.value).toBe(3);
  expect(notices).toEqual([{ type: 'experiment', experiment_id: '0', change: 'updated' }]);
});

it('a fault in the file changes nothing, a file that is gone says nothing', async () => {
  writeFileSync(file(), 'metrics: { my_cost: lower }\n');
  expect((await summary()).best?.value).toBe(1);
  writeFileSync(file(), 'metrics: { my_cost: lowest }\nmore: 1\n');
  expect((await summary()).best?.value).toBe(1);
  rmSync(file());
  expect((await summary()).best).toBeNull();
});

it("the experiment's own word wins, and MLflow's answers know nothing of the file", async () => {
  writeFileSync(file(), 'metrics: { my_cost: lower }\n');
  await running.ask('POST', `${MLFLOW}/experiments/set-experiment-tag`, { experiment_id: '0', key: 'slipway.metric.direction.my_cost', value: 'higher' });
  expect((await summary()).best?.value).toBe(3);
  const { body } = await running.ask('GET', `${MLFLOW}/experiments/get?experiment_id=0`);
  expect((body as { experiment: { tags?: { key: string }[] } }).experiment.tags).not.toContainEqual(TAG);
});

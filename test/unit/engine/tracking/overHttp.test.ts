import { connect } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Notice } from '../../../../src/protocol/events';
import type { ExperimentSummary, RunRows } from '../../../../src/protocol/experiments';
import type { Metric, Run } from '../../../../src/protocol/mlflow';
import { Presence } from '../../../../src/engine/tracking/presence';
import { runEngine, type RunningEngine } from '../runningEngine';
import { keptLog } from '../silentLog';

let running: RunningEngine;
beforeEach(async () => {
  running = await runEngine();
});
afterEach(() => running.stop());

const API = '/api/2.0/mlflow';

async function post<T>(path: string, body: object): Promise<T> {
  const answer = await running.ask('POST', API + path, body);
  expect(answer, JSON.stringify(answer.body)).toMatchObject({ status: 200 });
  return answer.body as T;
}

async function newRun(fields: object = {}): Promise<string> {
  return (await post<{ run: Run }>('/runs/create', { experiment_id: '0', start_time: 1_000_000, ...fields })).run.info.run_id;
}

test.each<[string, object, number, RegExp]>([
  ['/runs/log-metric', { run_id: 'r', key: 'm', timestamp: 1 }, 400, /^Missing value for required parameter 'value'\. See the API docs for more information about request parameters\.$/],
  ['/runs/log-metric', { run_id: 'r', key: 'm', value: true, timestamp: 1 }, 400, /Invalid value true for parameter 'value' supplied: {2}Hint: Value was of type 'bool'/],
  ['/runs/log-batch', { run_id: 'r', metrics: [{ key: 'm', value: 1, timestamp: 1 }, { key: 'm', value: 1 }] }, 400, /required parameter 'metrics\[1\]\.timestamp'/],
  ['/runs/log-batch', { run_id: 'r', metrics: { key: 'm' } }, 400, /parameter 'metrics' supplied: {2}Hint: Value was of type 'dict'/],
  ['/runs/log-batch', { run_id: 'r', params: [{ key: 'a', value: '1' }, { key: 'a', value: '1' }] }, 400, /Duplicate parameter keys have been submitted: \['a'\]/],
  ['/runs/create', { experiment_id: '77' }, 404, /^No Experiment with id=77 exists$/],
  ['/runs/create', { experiment_id: 'x' }, 400, /Experiment ID must be a valid integer/],
  ['/runs/delete', { run_id: '0123456789abcdef0123456789abcdef' }, 404, /^Run with id=0123456789abcdef0123456789abcdef not found$/],
  ['/runs/search', { experiment_ids: ['0'], max_results: 50_001 }, 400, /parameter 'max_results'/],
  ['/runs/search', { experiment_ids: ['0'], page_token: 'nonsense' }, 400, /Invalid page token/],
  ['/experiments/create', { name: '' }, 400, /required parameter 'name'/],
])('%s %j is answered %i', async (path, body, status, message) => {
  const answer = await running.ask('POST', API + path, body);
  expect(answer.status).toBe(status);
  expect((answer.body as { message: string }).message).toMatch(message);
});

test('many writers at once lose nothing, and a bad one fails alone', async () => {
  const run = await newRun();
  const answers = await Promise.all(Array.from({ length: 200 }, (_, step) => running.ask('POST', `${API}/runs/log-metric`, { run_id: run, key: step % 50 === 7 ? '../bad' : 'm', value: step, timestamp: 2_000_000 + step, step })));
  expect(answers.filter(({ status }) => status === 400)).toHaveLength(4);
  const history = await running.ask('GET', `${API}/metrics/get-history?run_id=${run}&metric_key=m`);
  expect((history.body as { metrics: Metric[] }).metrics).toHaveLength(196);
});

test('histories are paged and sampled', async () => {
  const run = await newRun();
  for (let at = 0; at < 3_000; at += 1_000) {
    await post('/runs/log-batch', { run_id: run, metrics: Array.from({ length: 1_000 }, (_, index) => ({ key: 'm', value: at + index, timestamp: 2_000_000 + at + index, step: at + index })) });
  }
  const values: unknown[] = [];
  for (let token: string | undefined = ''; token !== undefined;) {
    const page: { metrics: Metric[]; next_page_token?: string } = (await running.ask('GET', `${API}/metrics/get-history?run_id=${run}&metric_key=m&max_results=700&page_token=${token}`)).body as { metrics: Metric[] };
    values.push(...page.metrics.map(({ value }) => value));
    token = page.next_page_token;
  }
  expect(values).toEqual(Array.from({ length: 3_000 }, (_, index) => index));
  const sampled = await running.ask('GET', `${API}/metrics/get-history-bulk-interval?run_ids=${run}&metric_key=m&max_results=4&start_step=1000&end_step=1999`);
  expect((sampled.body as { metrics: Metric[] }).metrics.map(({ step }) => step)).toEqual([1000, 1250, 1500, 1750, 1999]);
  expect((await running.ask('GET', `${API}/metrics/get-history-bulk-interval?run_ids=${run}&metric_key=m&start_step=5`)).status).toBe(400);
});

test('thousands of points at one step are thinned', async () => {
  const run = await newRun();
  for (let at = 0; at < 26; at += 1) {
    await post('/runs/log-batch', { run_id: run, metrics: Array.from({ length: 1_000 }, (_, index) => ({ key: 'm', value: index, timestamp: 2_000_000 + at * 1_000 + index })) });
  }
  const sampled = await running.ask('GET', `${API}/metrics/get-history-bulk-interval?run_ids=${run}&metric_key=m&max_results=320`);
  expect((sampled.body as { metrics: Metric[] }).metrics).toHaveLength(320);
});

test('lists show the headline metric, the best run and nested runs', async () => {
  const parent = await newRun({ run_name: 'parent' });
  await newRun({ run_name: 'child', tags: [{ key: 'mlflow.parentRunId', value: parent }, { key: 'other', value: 'x' }] });
  await post('/runs/log-batch', { run_id: parent, metrics: [{ key: 'zeta', value: 5, timestamp: 2_000_000 }, { key: 'loss', value: 3, timestamp: 2_000_000 }, { key: 'loss', value: 1, timestamp: 2_000_001, step: 1 }, { key: 'loss', value: 2, timestamp: 2_000_002, step: 2 }] });
  const { experiments } = (await running.ask('GET', '/slipway/v1/experiments')).body as { experiments: ExperimentSummary[] };
  expect(experiments[0]).toMatchObject({ run_count: 2, running_count: 2, best: { key: 'loss', value: 2, run_id: parent } });
  const roots = (await running.ask('POST', '/slipway/v1/runs/rows', { experiment_id: '0', parent: 'roots' })).body as RunRows;
  expect(roots).toMatchObject({ total: 1, rows: [{ run_id: parent, child_count: 1, lost: false }] });
  expect(roots.rows[0]?.metrics[0]).toEqual({ key: 'loss', value: 2, step: 2, min: 1, max: 3 });
  const children = (await running.ask('POST', '/slipway/v1/runs/rows', { experiment_id: '0', parent })).body as RunRows;
  expect(children.rows.map((row) => [row.run_name, row.tags])).toEqual([['child', { 'mlflow.parentRunId': parent }]]);
});

test('a lost run is told, and found again by its next write', async () => {
  const run = await newRun();
  const told: Notice[] = [];
  running.engine.events.subscribe((notice) => told.push(notice));
  await running.engine.tracking.markLost(run, true);
  const rows = async (): Promise<RunRows> => (await running.ask('POST', '/slipway/v1/runs/rows', { experiment_id: '0' })).body as RunRows;
  expect((await rows()).rows[0]?.lost).toBe(true);
  expect(running.engine.tracking.runningRunCount()).toBe(0);
  await post('/runs/log-metric', { run_id: run, key: 'm', value: 1, timestamp: 1 });
  expect((await rows()).rows[0]?.lost).toBe(false);
});

test('a process that goes without a word loses its run', async () => {
  const lost = new Promise<string>((resolve) => {
    const presence = new Presence(async (runId) => resolve(runId), keptLog(), 20);
    running.engine.app.server.on('connection', (socket) => {
      presence.wrote('the run', socket);
      presence.wrote('the run', socket);
    });
  });
  const { port, hostname } = new URL(running.url);
  const client = connect(Number(port), hostname, () => client.end());
  expect(await lost).toBe('the run');
});

test('what is read again after any kind of write is what was written', async () => {
  const run = await newRun({ run_name: 'before' });
  const read = async (view = 'ACTIVE_ONLY'): Promise<Run | undefined> =>
    (await post<{ runs?: Run[] }>('/runs/search', { experiment_ids: ['0'], run_view_type: view })).runs?.find(({ info }) => info.run_id === run);
  expect((await read())?.info.run_name).toBe('before');
  await post('/runs/log-metric', { run_id: run, key: 'm', value: 1, timestamp: 2_000_000 });
  expect((await read())?.data.metrics).toMatchObject([{ key: 'm', value: 1 }]);
  await post('/runs/log-parameter', { run_id: run, key: 'p', value: 'x' });
  expect((await read())?.data.params).toEqual([{ key: 'p', value: 'x' }]);
  await post('/runs/set-tag', { run_id: run, key: 't', value: 'y' });
  expect((await read())?.data.tags).toContainEqual({ key: 't', value: 'y' });
  await post('/runs/delete-tag', { run_id: run, key: 't' });
  expect((await read())?.data.tags).not.toContainEqual({ key: 't', value: 'y' });
  await post('/runs/log-inputs', { run_id: run, datasets: [{ dataset: { name: 'd', digest: '1', source_type: 'local', source: '{}' } }] });
  expect((await read())?.inputs?.dataset_inputs).toHaveLength(1);
  await post('/runs/outputs', { run_id: run, models: [{ model_id: 'm-1', step: 0 }] });
  expect((await read())?.outputs?.model_outputs).toEqual([{ model_id: 'm-1', step: 0 }]);
  await post('/runs/update', { run_id: run, status: 'FINISHED', end_time: 3_000_000, run_name: 'after' });
  expect((await read())?.info).toMatchObject({ status: 'FINISHED', end_time: 3_000_000, run_name: 'after' });
  await post('/runs/delete', { run_id: run });
  expect((await read('ALL'))?.info.lifecycle_stage).toBe('deleted');
  await post('/runs/restore', { run_id: run });
  expect((await read())?.info.lifecycle_stage).toBe('active');
  await post('/experiments/delete', { experiment_id: '0' });
  expect((await read('ALL'))?.info.lifecycle_stage).toBe('deleted');
  await post('/experiments/restore', { experiment_id: '0' });
  expect((await read())?.info.lifecycle_stage).toBe('active');
});

test('a run that was silent for two hours keeps no engine alive, until it is heard of again', async () => {
  const now = Date.now();
  const HOUR = 3_600_000;
  const run = await newRun({ start_time: now - 3 * HOUR });
  const count = (at: number): number => running.engine.tracking.runningRunCount(at);
  expect(count(now)).toBe(0);
  await post('/runs/log-metric', { run_id: run, key: 'm', value: 1, timestamp: now });
  expect([count(now), count(now + HOUR), count(now + 3 * HOUR)]).toEqual([1, 1, 0]);
});

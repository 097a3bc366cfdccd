// A project with lineage of every shape: the iris example as mlflow tracks it, a crowd of runs on one dataset, nested runs, and things that are gone.
import { execFileSync } from 'node:child_process';
import { copyFileSync } from 'node:fs';
import path from 'node:path';
import type { EngineClient } from '../../src/connection/engineClient';
import { registerFromRun, registrableModels } from '../../src/connection/registerModel';
import { registerRun } from '../builders/models';
import { logRun, type RunPlan } from '../builders/runs';
import { environmentValue } from './environmentValue';
import { runPython } from './trainedProject';

const CODE = { 'mlflow.source.name': 'train.py', 'mlflow.source.git.commit': '3f2a91c0d4e5f60718293a4b5c6d7e8f90a1b2c3', 'mlflow.source.git.branch': 'main', 'mlflow.user': 'ada' };

async function readData(engine: EngineClient, run: string, name: string, digest: string): Promise<void> {
  await engine.request('POST', '/api/2.0/mlflow/runs/log-inputs', {
    run_id: run, datasets: [{ tags: [{ key: 'mlflow.data.context', value: 'training' }], dataset: { name, digest, source_type: 'local', source: JSON.stringify({ uri: `data/${name}.csv` }), profile: JSON.stringify({ num_rows: 150 }) } }],
  });
}

async function trained(engine: EngineClient, plan: RunPlan, digest: string): Promise<string> {
  const run = await logRun(engine, plan);
  await readData(engine, run, plan.experiment, digest);
  return run;
}

/** The iris example in a repository of its own, trained by the unmodified script with real mlflow; its model becomes `iris/1 @champion`. */
async function trainIris(engine: EngineClient, folder: string): Promise<void> {
  const script = 'train_autolog.py';
  copyFileSync(path.join(environmentValue('SLIPWAY_CHECKOUT'), 'examples', 'iris', script), path.join(folder, script));
  const ada = { GIT_AUTHOR_NAME: 'Ada', GIT_AUTHOR_EMAIL: 'ada@example.org', GIT_COMMITTER_NAME: 'Ada', GIT_COMMITTER_EMAIL: 'ada@example.org' };
  const git = (...words: string[]): void => { execFileSync('git', words, { cwd: folder, env: { ...process.env, ...ada }, stdio: 'pipe' }); };
  git('init', '--quiet');
  git('add', script);
  git('commit', '--quiet', '--message', 'The iris example');
  runPython(engine, folder, [script]);
  const experiment = (await engine.experiments()).find(({ name }) => name === 'iris');
  const { rows } = await engine.runRows({ experiment_id: experiment?.experiment_id ?? '' });
  const [model] = await registrableModels(engine, rows[0]?.run_id ?? '', []);
  if (model === undefined) throw new Error('The iris example has logged no model.');
  await registerFromRun(engine, 'iris', model);
  await engine.registry.setAlias('iris', 'champion', '1', 'first that beat the rule of thumb');
}

/** `iris/1 @champion` from the example; `crowd` with 60 runs; `gone` whose run is deleted; `lost` whose run had a parent that is not there */
export async function logLineage(engine: EngineClient, folder: string): Promise<void> {
  const crowd: string[] = [];
  for (let index = 0; index < 60; index += 1) {
    crowd.push(await trained(engine, { experiment: 'crowd', name: `crowd-${index}`, minutesAgo: 4000 - index }, 'c40d'));
  }
  const lost = await registerRun(engine, 'gone', { experiment: 'gone', name: 'brave-ant-8', status: 'FAILED', tags: CODE, minutesAgo: 900 });
  await registerRun(engine, 'lost', { experiment: 'gone', name: 'quiet-heron-2', parent: 'f'.repeat(32), minutesAgo: 800 });
  await readData(engine, lost.run_id, 'customers-of-the-north-west-region-with-churn-2026-10', '9e107d9d372bb6826bd81d3542a419d6');
  await engine.deleteRun(lost.run_id);
  const sweep = await trained(engine, { experiment: 'sweep', name: 'sweep-7', tags: CODE, minutesAgo: 600 }, '5eed');
  for (let index = 1; index <= 14; index += 1) {
    await registerRun(engine, 'sweep', { experiment: 'sweep', name: `trial-${index}`, parent: sweep, metrics: { auc: 0.8 + index / 100 }, minutesAgo: 590 - index });
  }
  await engine.registry.setAlias('sweep', 'champion', '14');
  await engine.registry.setAlias('sweep', 'challenger', '13');
  await trainIris(engine, folder);
}

// A project with lineage of every shape: a whole chain, a crowd of runs on one dataset, nested runs, and things that are gone.
import type { EngineClient } from '../../src/connection/engineClient';
import { registerRun } from '../builders/models';
import { logRun, type RunPlan } from '../builders/runs';

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

/** `iris/1 @champion` from still-otter-9; `crowd` with 60 runs; `gone` whose run is deleted; `lost` whose run had a parent that is not there */
export async function logLineage(engine: EngineClient): Promise<void> {
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
  const iris = await registerRun(engine, 'iris', { experiment: 'iris', name: 'still-otter-9', metrics: { accuracy: 0.967 }, tags: CODE, minutesAgo: 12 });
  await readData(engine, iris.run_id, 'iris', '1a2b3c4d');
  await engine.registry.setAlias('iris', 'champion', '1', 'first that beat the rule of thumb');
}

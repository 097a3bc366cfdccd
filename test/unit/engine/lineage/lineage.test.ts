/** Lineage over HTTP, of what clients record: from either end, with what is gone, with very much of it, and where it goes in circles. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EngineClient } from '../../../../src/connection/engineClient';
import { lineageRoom } from '../../../../src/engine/lineage/room';
import type { Lineage } from '../../../../src/protocol/lineage';
import { logRun, type RunPlan } from '../../../builders/runs';
import { armOf, deploymentOf } from '../../../builders/deployments';
import { runEngine, type RunningEngine, TOKENS } from '../runningEngine';

const COMMIT = '3f2a91c0d4e5f60718293a4b5c6d7e8f90a1b2c3';
const CODE = { 'mlflow.source.name': 'src/train.py', 'mlflow.source.git.commit': COMMIT, 'mlflow.source.git.branch': 'deeper' };

const DEPLOYED = deploymentOf({
  name: 'served-api', created_at: 1_790_000_000_000,
  arms: [armOf({ model: 'served', version: '1', role: 'champion', weight: 90 }), armOf({ model: 'served', version: '2', role: 'challenger', weight: 10 })],
});

let running: RunningEngine;
let client: EngineClient;

beforeAll(async () => {
  running = await runEngine({}, [lineageRoom(() => [DEPLOYED])]);
  client = new EngineClient({ url: running.url, rootToken: TOKENS.root, version: '', pid: process.pid, store: running.folder });
});
afterAll(async () => {
  client.close();
  await running.stop();
});

async function trained(plan: Partial<RunPlan>, digest?: string): Promise<string> {
  const id = await logRun(client, { experiment: 'lineage', name: 'calm-fox-3', ...plan });
  if (digest !== undefined) {
    await client.request('POST', '/api/2.0/mlflow/runs/log-inputs', {
      run_id: id, datasets: [{ dataset: { name: 'iris', digest, source_type: 'local', source: JSON.stringify({ uri: 'data/iris.csv' }), profile: JSON.stringify({ num_rows: 150 }) } }],
    });
  }
  return id;
}

async function logged(run: string): Promise<string> {
  const { info } = await client.run(run);
  const { model } = await client.request<{ model: { info: { model_id: string } } }>('POST', '/api/2.0/mlflow/logged-models', { experiment_id: info.experiment_id, name: 'forest', model_type: 'sklearn', source_run_id: run });
  const id = model.info.model_id;
  await client.request('PATCH', `/api/2.0/mlflow/logged-models/${id}`, { model_id: id, status: 'LOGGED_MODEL_READY' });
  await client.request('POST', '/api/2.0/mlflow/runs/outputs', { run_id: run, models: [{ model_id: id, step: 0 }] });
  return id;
}

/** A version of a logged model, or of another version. */
async function registered(name: string, made: { readonly model: string } | { readonly version: string }): Promise<string> {
  if ((await client.registry.models()).models.every((model) => model.name !== name)) {
    await client.registry.create(name);
  }
  return `${name}/${(await client.registry.createVersion({ name, ...('model' in made ? { source: `models:/${made.model}`, model_id: made.model } : { source: `models:/${made.version}` }) })).version}`;
}

function edgesOf({ edges }: Lineage): string[] {
  return edges.map(({ from, to }) => `${from} > ${to}`).toSorted();
}

function stateOf({ nodes }: Lineage, id: string): string | undefined {
  return nodes.find((node) => node.id === id)?.state;
}

describe('lineage', () => {
  it('leads from a version to the deployment that serves it, and back to all that are served', async () => {
    const model = await logged(await trained({}));
    const [first, second, third] = [await registered('served', { model }), await registered('served', { model }), await registered('served', { model })];
    expect(edgesOf(await client.lineage.of({ node: 'deployment:served-api', depth: 1 }))).toEqual([`version:${first} > deployment:served-api`, `version:${second} > deployment:served-api`]);
    expect(stateOf(await client.lineage.of({ node: `version:${second}` }), 'deployment:served-api')).toBe('here');
    expect(stateOf(await client.lineage.of({ node: `version:${third}`, depth: 1 }), 'deployment:served-api')).toBeUndefined();
    const { nodes } = await client.lineage.of({ node: 'deployment:served-api' });
    expect(nodes[0]).toMatchObject({ name: 'served-api', detail: 'healthy', facts: expect.arrayContaining([{ name: 'answers at', value: 'http://127.0.0.1:5050' }, { name: 'challenger', value: 'served/2, 10 %' }]) as unknown });
    await expect(client.lineage.of({ node: 'deployment:nobody' })).rejects.toThrow("There is no deployment 'nobody'");
  });

  it('leads from data and code to the alias, from either end and from the middle', async () => {
    const run = await trained({ tags: CODE, metrics: { accuracy: 0.967 } }, 'd1');
    const model = await logged(run);
    const version = await registered('iris', { model });
    await client.registry.setAlias('iris', 'champion', '1', 'first of all');
    const chain = [`commit:${COMMIT} > run:${run}`, 'dataset:d1 > run:' + run, `model:${model} > version:${version}`, `run:${run} > model:${model}`, 'source:src/train.py > run:' + run, `version:${version} > alias:iris@champion`].toSorted();
    for (const node of [`run:${run}`, 'alias:iris@champion', `version:${version}`, `model:${model}`]) {
      const lineage = await client.lineage.of({ node });
      expect([lineage.focus, lineage.nodes[0]?.id, lineage.cut, lineage.groups]).toEqual([node, node, false, []]);
      expect(edgesOf(lineage)).toEqual(chain);
    }
    // From the first end only what came of it: code is beside data, not after it.
    expect(edgesOf(await client.lineage.of({ node: 'dataset:d1' }))).toEqual(chain.filter((edge) => !/^(commit|source)/.test(edge)));
    const { nodes, stages } = await client.lineage.of({ node: 'alias:iris@champion' });
    expect(stages.map(({ title }) => title)).toEqual(['Data', 'Code', 'Runs', 'Logged models', 'Versions', 'Aliases', 'Deployments']);
    expect(nodes.map(({ name, detail, condition }) => [name, detail, condition ?? ''])).toEqual([
      ['@champion', 'iris', ''], ['iris/1', '', ''], ['forest', 'sklearn', ''], ['calm-fox-3', 'lineage', 'finished'], ['iris', 'd1', ''], ['3f2a91c', 'deeper', ''], ['train.py', 'src', ''],
    ]);
    expect(nodes[0]?.facts).toContainEqual({ name: 'because', value: 'first of all' });
    expect(nodes[4]?.facts).toEqual(expect.arrayContaining([{ name: 'rows', value: 150 }, { name: 'source', value: 'data/iris.csv' }]));
  });

  it('tells what is deleted, and what is gone for good', async () => {
    const run = await trained({ name: 'brave-ant-8' });
    const model = await logged(run);
    const [first, second] = [await registered('lost', { model }), await registered('lost', { model })];
    await client.registry.deleteVersion('lost', '1');
    await client.deleteRun(run);
    const lineage = await client.lineage.of({ node: `version:${second}` });
    expect([stateOf(lineage, `run:${run}`), stateOf(lineage, `version:${second}`)]).toEqual(['deleted', 'here']);
    expect(stateOf(await client.lineage.of({ node: `model:${model}` }), `version:${first}`)).toBe('gone');
    await client.request('DELETE', `/api/2.0/mlflow/logged-models/${model}`);
    expect(stateOf(await client.lineage.of({ node: `version:${second}` }), `model:${model}`)).toBe('deleted');
    const child = await trained({ name: 'orphan', parent: 'f'.repeat(32) });
    const orphan = await client.lineage.of({ node: `run:${child}` });
    expect(orphan.nodes[1]).toMatchObject({ id: `run:${'f'.repeat(32)}`, state: 'gone', name: 'ffffffff' });
  });

  it('refuses what is no node, and says when there is no such thing', async () => {
    expect(await running.ask('GET', '/slipway/v1/lineage?node=nonsense')).toMatchObject({ status: 400, body: { error_code: 'INVALID_PARAMETER_VALUE' } });
    expect(await running.ask('GET', '/slipway/v1/lineage?node=teapot:1')).toMatchObject({ status: 400 });
    expect(await running.ask('GET', '/slipway/v1/lineage?node=run:x&depth=0')).toMatchObject({ status: 400 });
    for (const node of ['run:nobody', 'version:iris/99', 'version:iris', 'alias:nothing', 'alias:iris@nobody', 'dataset:none', `commit:'; --`, 'source:x', 'model:m-1']) {
      expect(await running.ask('GET', `/slipway/v1/lineage?node=${encodeURIComponent(node)}`)).toMatchObject({ status: 404, body: { error_code: 'RESOURCE_DOES_NOT_EXIST' } });
    }
  });

  it('links nested runs to their parents, and runs to the models that they loaded', async () => {
    const sweep = await trained({ name: 'sweep-7' });
    const trial = await trained({ name: 'trial-1', parent: sweep });
    const model = await logged(trial);
    const judged = await trained({ name: 'judge' }, 'd-test');
    await client.request('POST', '/api/2.0/mlflow/runs/log-inputs', { run_id: judged, models: [{ model_id: model }] });
    const wanted = [`model:${model} > run:${judged}`, `run:${sweep} > run:${trial}`, `run:${trial} > model:${model}`];
    expect(edgesOf(await client.lineage.of({ node: `run:${sweep}` }))).toEqual(wanted.toSorted());
    expect(edgesOf(await client.lineage.of({ node: `run:${judged}` }))).toEqual([...wanted, `dataset:d-test > run:${judged}`].toSorted());
  });

  it('goes in circles without end for nobody', async () => {
    const run = await trained({ name: 'ouroboros' });
    const model = await logged(run);
    await client.request('POST', '/api/2.0/mlflow/runs/log-inputs', { run_id: run, models: [{ model_id: model }] });
    await client.setTag(run, 'mlflow.parentRunId', run);
    expect(edgesOf(await client.lineage.of({ node: `run:${run}` }))).toEqual([`model:${model} > run:${run}`, `run:${run} > model:${model}`].toSorted());
  });

  it('stops at the depth that is asked for, and says so', async () => {
    const near = await client.lineage.of({ node: 'alias:iris@champion', depth: 1 });
    expect([near.nodes.map(({ kind }) => kind), near.cut]).toEqual([['alias', 'version'], true]);
    expect((await client.lineage.of({ node: 'alias:iris@champion', depth: 4 })).cut).toBe(false);
  });

  it('leads from a copy of a version to the version', async () => {
    const run = await trained({ name: 'origin' });
    const version = await registered('staging', { model: await logged(run) });
    const copy = await registered('production', { version });
    expect(edgesOf(await client.lineage.of({ node: `version:${copy}` }))).toContain(`version:${version} > version:${copy}`);
    const down = await client.lineage.of({ node: `run:${run}` });
    expect(edgesOf(down).filter((edge) => edge.endsWith(`version:${copy}`))).toEqual([`version:${version} > version:${copy}`]);
  });

  it('groups what is beside a node in great numbers, and unfolds it', async () => {
    const experiment = await client.request<{ experiment_id: string }>('POST', '/api/2.0/mlflow/experiments/create', { name: 'crowd' });
    const first = await trained({ experiment: 'crowd', name: 'crowd-0' }, 'd-crowd');
    const { sqlite, writes } = running.engine.database;
    // As 9,999 clients would have written them, without their requests.
    await writes.write(() => {
      const dataset = sqlite.prepare("SELECT id FROM datasets WHERE digest = 'd-crowd'").pluck().get() as number;
      const run = sqlite.prepare('INSERT INTO runs (uuid, experiment, status, start, finish, name, user) VALUES (?, ?, 3, ?, ?, ?, ?)');
      const link = sqlite.prepare('INSERT INTO run_datasets (run, dataset) VALUES (?, ?)');
      for (let index = 1; index < 10_000; index += 1) {
        link.run(run.run(Buffer.from(index.toString(16).padStart(32, '0'), 'hex'), Number(experiment.experiment_id), index, index, `crowd-${index}`, '').lastInsertRowid, dataset);
      }
    });
    const folded = await client.lineage.of({ node: 'dataset:d-crowd' });
    expect([folded.nodes.length, folded.nodes[1]?.id, folded.groups]).toEqual([51, `run:${first}`, [{ id: 'group:to:run:dataset:d-crowd', of: 'dataset:d-crowd', side: 'to', kind: 'run', stage: 'run', count: 9950 }]]);
    const unfolded = await client.lineage.of({ node: 'dataset:d-crowd', unfold: folded.groups.map(({ id }) => id) });
    expect([unfolded.nodes.length, unfolded.groups[0]?.count]).toEqual([1001, 9000]);
    // One of them is not lost among the others.
    expect((await client.lineage.of({ node: `run:${first}` })).nodes.map(({ id }) => id)).toEqual([`run:${first}`, 'dataset:d-crowd']);
  });
});

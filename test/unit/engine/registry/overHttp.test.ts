import { afterEach, beforeEach, expect, test } from 'vitest';
import { EngineClient } from '../../../../src/connection/engineClient';
import type { Notice } from '../../../../src/protocol/events';
import { logRun } from '../../../builders/runs';
import { runEngine, type RunningEngine, TOKENS } from '../runningEngine';

let running: RunningEngine;
let client: EngineClient;
beforeEach(async () => {
  running = await runEngine();
  client = new EngineClient({ url: running.url, rootToken: TOKENS.root, version: '', pid: process.pid, store: running.folder });
});
afterEach(async () => {
  client.close();
  await running.stop();
});

const API = '/api/2.0/mlflow';

/** A registered model with versions from 1 on, whose sources no engine looks into. */
async function model(name: string, versions: number): Promise<void> {
  await client.registry.create(name);
  for (let version = 1; version <= versions; version += 1) {
    await client.registry.createVersion({ name, source: `s3://bucket/${version}` });
  }
}

test('the client reads back what it wrote', async () => {
  await model('iris', 2);
  await client.registry.describe('iris', 'Which iris it is');
  await client.registry.setTag('iris', 'team', 'growth');
  await client.registry.setAlias('iris', 'champion', '2');
  await client.registry.setVersionTag('iris', '2', 'k', 'v');
  await client.registry.describeVersion('iris', '2', 'the second');
  await client.registry.moveStage('iris', '1', 'Staging', false);
  expect(await client.registry.model('iris')).toMatchObject({ description: 'Which iris it is', tags: [{ key: 'team', value: 'growth' }], aliases: [{ alias: 'champion', version: '2' }] });
  expect(await client.registry.version('iris', '2')).toMatchObject({ description: 'the second', aliases: ['champion'], tags: [{ key: 'k', value: 'v' }], current_stage: 'None' });
  expect((await client.registry.versionByAlias('iris', 'champion')).version).toBe('2');
  expect((await client.registry.versions({ filter: "name = 'iris'", order_by: ['version_number ASC'] })).versions.map((version) => version.current_stage)).toEqual(['Staging', 'None']);
  await client.registry.deleteTag('iris', 'team');
  await client.registry.deleteVersionTag('iris', '2', 'k');
  await client.registry.deleteAlias('iris', 'champion');
  await client.registry.deleteVersion('iris', '1');
  await client.registry.rename('iris', 'flower');
  const { models } = await client.registry.models();
  expect(models).toMatchObject([{ name: 'flower', latest_versions: [{ version: '2' }] }]);
  expect(models[0]).not.toHaveProperty('tags');
  await client.registry.delete('flower');
  expect((await client.registry.models()).models).toEqual([]);
});

test('pages of models go on where the last one ended', async () => {
  for (const name of ['a', 'b', 'c']) {
    await client.registry.create(name);
  }
  const first = await client.registry.models({ max_results: 2 });
  const rest = await client.registry.models({ max_results: 2, ...(first.nextPageToken === undefined ? {} : { page_token: first.nextPageToken }) });
  expect([...first.models, ...rest.models].map(({ name }) => name)).toEqual(['a', 'b', 'c']);
  expect(rest.nextPageToken).toBeUndefined();
});

test('a reason given with a move stands in the log, in whatever language', async () => {
  await model('iris', 2);
  await client.registry.setAlias('iris', 'champion', '1', 'erste Wahl: 5 % Fehler ✓');
  await client.registry.setAlias('iris', 'champion', '2');
  await client.registry.deleteAlias('iris', 'champion', 'out of use');
  await client.registry.deleteAlias('iris', 'champion', 'it is not there any more');
  const { entries } = await client.registry.audit({ name: 'iris', max_results: 3 });
  expect(entries.map(({ action, was, became, reason }) => [action, was, became, reason])).toEqual([
    ['alias_deleted', '2', undefined, 'out of use'],
    ['alias_set', '1', '2', ''],
    ['alias_set', undefined, '1', 'erste Wahl: 5 % Fehler ✓'],
  ]);
});

test('a page of the log is not moved by what is written meanwhile', async () => {
  await model('iris', 3);
  const first = await client.registry.audit({ max_results: 2 });
  await client.registry.create('other');
  const rest = await client.registry.audit({ max_results: 2, ...(first.next_page_token === undefined ? {} : { page_token: first.next_page_token }) });
  expect([...first.entries, ...rest.entries].map(({ id }) => id)).toEqual([4, 3, 2, 1]);
  expect(rest.next_page_token).toBeUndefined();
});

test('the database itself refuses to change the log', async () => {
  await model('iris', 1);
  const { sqlite } = running.engine.database;
  expect(() => sqlite.prepare("UPDATE audit SET who = 'nobody'").run()).toThrow('the audit log is never changed');
  expect(() => sqlite.prepare('DELETE FROM audit').run()).toThrow('the audit log is never shortened');
  expect((await client.registry.audit()).entries).toHaveLength(2);
});

test('a change that fails leaves nothing in the log and tells nobody', async () => {
  await model('iris', 1);
  const told: Notice[] = [];
  running.engine.events.subscribe((notice) => told.push(notice));
  await expect(client.registry.setAlias('iris', 'champion', '9')).rejects.toThrow('Model Version (name=iris, version=9) not found');
  await expect(client.registry.create('iris')).rejects.toThrow('Registered Model (name=iris) already exists.');
  await expect(client.registry.deleteVersion('iris', '9')).rejects.toThrow('not found');
  expect((await client.registry.audit()).entries).toHaveLength(2);
  expect(told).toEqual([]);
});

test('every change is told once', async () => {
  const told: Notice[] = [];
  running.engine.events.subscribe((notice) => told.push(notice));
  await model('iris', 1);
  await client.registry.setAlias('iris', 'champion', '1');
  await client.registry.moveStage('iris', '1', 'Production', true);
  await client.registry.setTag('iris', 'a', 'b');
  await client.registry.describeVersion('iris', '1', 'd');
  await client.registry.rename('iris', 'flower');
  await client.registry.deleteVersion('flower', '1');
  await client.registry.delete('flower');
  expect(told).toEqual([
    { type: 'registered_model', name: 'iris', change: 'created' },
    { type: 'registered_model', name: 'iris', change: 'version_created', version: '1' },
    { type: 'registered_model', name: 'iris', change: 'alias', alias: 'champion', version: '1' },
    { type: 'registered_model', name: 'iris', change: 'stage', version: '1' },
    { type: 'registered_model', name: 'iris', change: 'tags' },
    { type: 'registered_model', name: 'iris', change: 'version_updated', version: '1' },
    { type: 'registered_model', name: 'flower', change: 'renamed', former_name: 'iris' },
    { type: 'registered_model', name: 'flower', change: 'version_deleted', version: '1' },
    { type: 'registered_model', name: 'flower', change: 'deleted' },
  ]);
});

test('the newest version of each stage is found among thousands', async () => {
  await model('iris', 3);
  const add = running.engine.database.sqlite.prepare("INSERT INTO model_versions SELECT 1, ?, ?, 's3://bucket/x', 's3://bucket/x', '', '', '', '', 1, 1, NULL");
  running.engine.database.sqlite.transaction(() => {
    for (let version = 4; version <= 5_000; version += 1) {
      add.run(version, version % 3 === 0 ? 'Staging' : 'Archived');
    }
  })();
  const latest = (await client.registry.model('iris')).latest_versions ?? [];
  expect(latest.map(({ version, current_stage: stage }) => [version, stage])).toEqual([['3', 'None'], ['4998', 'Staging'], ['5000', 'Archived']]);
  expect((await client.registry.versionByAlias('iris', 'latest')).version).toBe('5000');
  expect((await client.registry.versions({ filter: "name = 'iris' AND version_number >= '4999'" })).versions.map(({ version }) => version)).toEqual(['5000', '4999']);
});

test('a version knows its logged model and run, and the logged model its versions', async () => {
  const logged = (await running.ask('POST', `${API}/logged-models`, { experiment_id: '0', name: 'classifier', source_run_id: 'r'.repeat(32) })).body as { model: { info: { model_id: string; artifact_uri: string } } };
  const { model_id: modelId, artifact_uri: location } = logged.model.info;
  await client.registry.create('iris');
  const version = await client.registry.createVersion({ name: 'iris', source: `models:/${modelId}`, model_id: modelId });
  expect(version).toMatchObject({ model_id: modelId, run_id: 'r'.repeat(32), source: `models:/${modelId}` });
  await client.registry.create('copy');
  await client.registry.createVersion({ name: 'copy', source: 'models:/iris/1' });
  expect((await running.ask('GET', `${API}/model-versions/get-download-uri?name=copy&version=1`)).body).toEqual({ artifact_uri: location });
  const { model: after } = (await running.ask('GET', `${API}/logged-models/${modelId}`)).body as { model: { info: { tags: { key: string; value: string }[] } } };
  expect(JSON.parse(after.info.tags.find(({ key }) => key === 'mlflow.modelVersions')?.value ?? '')).toEqual([{ name: 'iris', version: 1 }, { name: 'copy', version: 1 }]);
});

test('a version outlives its logged model, and can still be copied', async () => {
  const logged = (await running.ask('POST', `${API}/logged-models`, { experiment_id: '0', name: 'classifier' })).body as { model: { info: { model_id: string; artifact_uri: string } } };
  const { model_id: modelId, artifact_uri: location } = logged.model.info;
  await client.registry.create('iris');
  await client.registry.createVersion({ name: 'iris', source: `models:/${modelId}`, model_id: modelId });
  await running.ask('DELETE', `${API}/logged-models/${modelId}`);
  await expect(client.registry.createVersion({ name: 'iris', source: `models:/${modelId}`, model_id: modelId })).rejects.toThrow(`Logged model with ID '${modelId}' not found.`);
  expect(await client.registry.createVersion({ name: 'iris', source: 'models:/iris/1' })).toMatchObject({ version: '2', model_id: modelId });
  expect((await running.ask('GET', `${API}/model-versions/get-download-uri?name=iris&version=2`)).body).toEqual({ artifact_uri: location });
});

test('versions made of one logged model at once are all known to it', async () => {
  const logged = (await running.ask('POST', `${API}/logged-models`, { experiment_id: '0', name: 'classifier' })).body as { model: { info: { model_id: string } } };
  const { model_id: modelId } = logged.model.info;
  await client.registry.create('iris');
  await Promise.all(Array.from({ length: 10 }, () => client.registry.createVersion({ name: 'iris', source: `models:/${modelId}`, model_id: modelId })));
  const { model: after } = (await running.ask('GET', `${API}/logged-models/${modelId}`)).body as { model: { info: { tags: { key: string; value: string }[] } } };
  const versions = JSON.parse(after.info.tags.find(({ key }) => key === 'mlflow.modelVersions')?.value ?? '') as { version: number }[];
  expect(versions.map(({ version }) => version).toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
});

test('who says nothing of himself is the owner of the engine, who has a name in the tracking URI is that', async () => {
  await client.registry.create('iris');
  const basic = (user: string): Record<string, string> => ({ authorization: `Basic ${Buffer.from(`${user}:${TOKENS.client}`).toString('base64')}` });
  await running.ask('POST', `${API}/registered-models/create`, { name: 'b' }, basic('slipway'));
  await running.ask('POST', `${API}/registered-models/create`, { name: 'c' }, basic('ada'));
  await running.ask('POST', `${API}/registered-models/create`, { name: 'd' }, { ...basic('ada'), 'x-slipway-user': 'g%C3%B6del' });
  const who = (await client.registry.audit()).entries.map((entry) => entry.who).toReversed();
  expect(who.slice(2)).toEqual(['ada', 'gödel']);
  expect(who[0]).toBe(who[1]);
  expect(who[0]).not.toBe('');
});

test('lists for people: models last touched first, versions newest first with their runs and aliases, page by page', async () => {
  const run = await logRun(client, { experiment: 'flowers', name: 'calm-fox', metrics: { auc: [0.9], loss: [0.2] } });
  await model('prompt-like', 1);
  await client.registry.create('iris', 'Which iris it is');
  const { artifact_uri: root } = (await client.run(run)).info;
  await client.registry.createVersion({ name: 'iris', source: `${root}/model`, run_id: run });
  await client.registry.createVersion({ name: 'iris', source: 's3://bucket/2' });
  await client.registry.setAlias('iris', 'champion', '1');
  await client.registry.setTag('prompt-like', 'mlflow.prompt.is_prompt', 'true');
  expect(await client.registry.overview()).toMatchObject([{ name: 'iris', description: 'Which iris it is', version_count: 2, aliases: [{ alias: 'champion', version: '1' }] }]);

  const newest = await client.registry.versionRows({ name: 'iris', max_results: 1 });
  expect(newest.versions).toMatchObject([{ version: '2', run_id: null, run: null, aliases: [] }]);
  const rest = await client.registry.versionRows({ name: 'iris', max_results: 1, page_token: newest.next_page_token ?? '' });
  expect(rest.versions).toMatchObject([{ version: '1', run_id: run, aliases: ['champion'], run: { run_name: 'calm-fox', metrics: [{ key: 'auc', value: 0.9 }, { key: 'loss' }] } }]);
  expect(Object.values(rest.experiments)).toMatchObject([{ name: 'flowers' }]);
  expect(rest.next_page_token).toBeUndefined();
  await expect(client.registry.versionRows({ name: 'no such' })).rejects.toMatchObject({ code: 'RESOURCE_DOES_NOT_EXIST' });
});

/** Saved views are kept with the project, whatever is in them. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Notice } from '../../../../../src/protocol/events';
import { EngineClient } from '../../../../../src/connection/engineClient';
import { runEngine, type RunningEngine, TOKENS } from '../../runningEngine';

let running: RunningEngine;
let client: EngineClient;
beforeEach(async () => {
  running = await runEngine();
  client = new EngineClient({ url: running.url, rootToken: TOKENS.root, version: '0', pid: 0, store: running.folder });
});
afterEach(async () => {
  client.close();
  await running.stop();
});

test('a view is listed by name, replaced by one of its name, and deleted', async () => {
  expect(await client.views()).toEqual([]);
  const state = { columns: ['loss', 'α'], zoom: null, nested: { pinned: '\u0000"\\' } };
  await client.saveView({ name: '  überblick 模型', state });
  await client.saveView({ name: 'B', state: [1, 2] });
  await client.saveView({ name: 'B', state: 'text' });
  expect((await client.views())[0]?.updated).toBeGreaterThan(1_700_000_000_000);
  expect((await client.views()).map(({ name, state: kept }) => [name, kept])).toEqual([['  überblick 模型', state], ['B', 'text']]);
  await client.deleteView('B');
  expect((await client.views()).map(({ name }) => name)).toEqual(['  überblick 模型']);
  await expect(client.deleteView('B')).rejects.toMatchObject({ status: 404, message: 'No view with name: B' });
});

test('a view takes another name, unless one has it already', async () => {
  await client.saveView({ name: 'A', state: 1 });
  await client.saveView({ name: 'B', state: 2 });
  await client.renameView('A', '最良');
  await client.renameView('B', 'B');
  expect((await client.views()).map(({ name, state }) => [name, state])).toEqual([['B', 2], ['最良', 1]]);
  await expect(client.renameView('B', '最良')).rejects.toMatchObject({ code: 'RESOURCE_ALREADY_EXISTS', message: "There is a view '最良' already. Choose another name, or delete that one first." });
  await expect(client.renameView('A', 'C')).rejects.toMatchObject({ status: 404 });
  await expect(client.renameView('B', ' ')).rejects.toMatchObject({ status: 400 });
});

test('every window hears of what becomes of a view', async () => {
  const heard: Notice[] = [];
  const end = running.engine.events.subscribe((notice) => heard.push(notice));
  await client.saveView({ name: 'A', state: 1 });
  await client.renameView('A', 'B');
  await client.deleteView('B');
  end();
  expect(heard).toEqual([['A', 'saved'], ['A', 'deleted'], ['B', 'saved'], ['B', 'deleted']].map(([name, change]) => ({ type: 'view', name, change })));
});

test.each<[string, object, RegExp]>([
  ['no name', { state: {} }, /required parameter 'name'/],
  ['a name of spaces', { name: '  ', state: {} }, /needs a name/],
  ['a long name', { name: 'n'.repeat(201), state: {} }, /at most 200 characters/],
  ['no state', { name: 'a' }, /required parameter 'state'/],
  ['a huge state', { name: 'a', state: 'x'.repeat(5 << 20) }, /too large to be kept/],
])('%s is refused', async (_case, body, message) => {
  const answer = await running.ask('PUT', '/slipway/v1/views', body);
  expect(answer.status).toBe(400);
  expect((answer.body as { message: string }).message).toMatch(message);
});

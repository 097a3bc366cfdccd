// Promise: an alias moves when its gate has passed under today's rules, data and champion, or for a reason that is kept; and never over somebody else's move.
import { rmSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { PromotionRequest } from '../../../../src/protocol/gates';
import { GatesEngine } from './gatesEngine';

let gates: GatesEngine;
beforeEach(async () => {
  gates = await GatesEngine.start();
});
afterEach(() => gates.stop());

const MODEL = { MLmodel: 'flavors: {}\n' };
const RULES = 'gates:\n  iris:\n    metrics:\n      accuracy: {min: 0.9}\n      loss: {max: 0.2}\n';
const promote = (version: string, more: Partial<PromotionRequest> = {}): Promise<unknown> => gates.client.gates.promote({ name: 'iris', version, alias: 'champion', root: gates.root, ...more });

test('a version that passed is promoted, and the log names its report', async () => {
  gates.rules(RULES);
  await gates.version('iris', { accuracy: 0.95, loss: 0.1 }, MODEL);
  const report = await gates.gate('iris', '1');
  expect(await promote('1')).toEqual({ name: 'iris', version: '1', alias: 'champion', was: null, gate: { verdict: 'passed', gate_id: report.gate_id } });
  expect((await gates.client.registry.audit({ name: 'iris' })).entries[0]).toMatchObject({ action: 'alias_set', alias: 'champion', became: '1', reason: '', gate: { verdict: 'passed', gate_id: report.gate_id } });
});

test('one that failed is refused with every number that failed, and goes with a reason that is kept', async () => {
  gates.rules(RULES);
  await gates.version('iris', { accuracy: 0.5, loss: 0.7 }, MODEL);
  const { gate_id: id } = await gates.gate('iris', '1');
  await expect(promote('1')).rejects.toMatchObject({ status: 403, code: 'PERMISSION_DENIED', message: expect.stringMatching(/accuracy of iris v1 is 0\.5, and must be at least 0\.9\. loss of iris v1 is 0\.7, and may be at most 0\.2\. .*give a reason/) as string });
  await expect(promote('1', { reason: '   ' })).rejects.toMatchObject({ status: 403 });
  await promote('1', { reason: 'the old one is on fire' });
  expect((await gates.client.registry.audit({ name: 'iris' })).entries[0]).toMatchObject({ reason: 'the old one is on fire', gate: { verdict: 'failed', gate_id: id } });
});

test('one that was never judged is refused; without a gate nothing is asked', async () => {
  await gates.version('iris', { accuracy: 1, loss: 0 }, MODEL);
  expect(await promote('1')).toMatchObject({ gate: null });
  gates.rules(RULES);
  await expect(promote('1')).rejects.toMatchObject({ status: 403, message: expect.stringContaining('iris/1 was never judged by its gate. Run "slipway gate iris/1".') as string });
  expect((await gates.client.registry.audit({ name: 'iris' })).entries[0]).not.toHaveProperty('gate');
});

test('a report under other rules holds no longer; the same rules written otherwise do', async () => {
  gates.rules(RULES);
  await gates.version('iris', { accuracy: 0.95, loss: 0.1 }, MODEL);
  await gates.gate('iris', '1');
  gates.rules('# as before\ngates:\n  iris:\n    metrics: {loss: {max: 0.20}, accuracy: {min: 0.90}}\n  wine: {pickle: fail}\n');
  expect((await gates.client.gates.standing({ name: 'iris', version: '1', root: gates.root })).verdict).toBe('passed');
  gates.rules(RULES.replace('0.9', '0.94'));
  await expect(promote('1')).rejects.toMatchObject({ message: expect.stringMatching(/The gate of iris in slipway\.yaml changed since iris\/1 passed it\. Run "slipway gate iris\/1" again\./) as string });
  gates.rules('gates:\n\tiris: {}\n');
  await expect(promote('1')).rejects.toMatchObject({ status: 403, message: expect.stringMatching(/slipway\.yaml:2:1: A tab/) as string });
});

test('of two people who move one alias at once the second is told who was faster', async () => {
  for (const accuracy of [0.9, 0.92, 0.94]) {
    await gates.version('iris', { accuracy }, MODEL);
  }
  await gates.client.registry.setAlias('iris', 'champion', '1');
  const both = await Promise.allSettled([promote('2', { expected: '1', reason: 'mine' }), promote('3', { expected: '1', reason: 'no, mine' })]);
  const [refused] = both.filter((one) => one.status === 'rejected');
  const winner = (await gates.client.registry.versionByAlias('iris', 'champion')).version;
  expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  expect(refused?.reason).toMatchObject({ status: 409, code: 'RESOURCE_CONFLICT', message: expect.stringMatching(new RegExp(`^\\S+ moved the alias "champion" of iris to version ${winner} at \\d{4}-\\d\\d-\\d\\dT.* \\("(no, )?mine"\\), so nothing was changed\\.`)) as string });
  expect((await gates.client.registry.audit({ name: 'iris' })).entries.filter(({ action }) => action === 'alias_set')).toHaveLength(2);
  await gates.client.registry.deleteAlias('iris', 'champion');
  await expect(promote('1', { expected: winner })).rejects.toMatchObject({ status: 409, message: expect.stringMatching(/took the alias "champion" of iris away/) as string });
  await promote('1', { expected: null });
});

test('a model that is made again under the same name begins without reports', async () => {
  gates.rules(RULES);
  await gates.version('iris', { accuracy: 1, loss: 0 }, MODEL);
  await gates.gate('iris', '1');
  await gates.client.registry.delete('iris');
  await gates.version('iris', { accuracy: 0.1, loss: 9 }, MODEL);
  expect((await gates.client.gates.standing({ name: 'iris', version: '1', root: gates.root })).verdict).toBe('not_run');
});

test('a champion that moved since makes the comparison void', async () => {
  gates.rules('gates:\n  iris: {signature: compatible}\n');
  for (const accuracy of [0.9, 0.92, 0.94]) {
    await gates.version('iris', { accuracy }, { MLmodel: 'signature:\n  inputs: \'[{"type": "double", "name": "a", "required": true}]\'\n' });
  }
  await gates.client.registry.setAlias('iris', 'champion', '1');
  expect(await gates.gate('iris', '3')).toMatchObject({ state: 'passed', champion: { alias: 'champion', version: '1' } });
  await gates.client.registry.setAlias('iris', 'champion', '2');
  await expect(promote('3')).rejects.toMatchObject({ message: expect.stringContaining('The alias "champion" moved from version 1 to 2 since iris/3 was judged.') as string });
});

test('files that are gone are said in one sentence with the remedy', async () => {
  gates.rules('gates:\n  iris: {pickle: fail}\n');
  const run = await gates.version('iris', {}, { MLmodel: 'flavors: {}\n', 'model.pkl': 'old' });
  expect((await gates.gate('iris', '1')).checks[0]).toMatchObject({ outcome: 'failed', message: expect.stringContaining('model.pkl') as string });
  rmSync(path.join(gates.running.engine.tracking.artifactFolder(run) ?? '', 'model'), { recursive: true });
  expect(await gates.gate('iris', '1')).toMatchObject({ state: 'broken', problem: expect.stringMatching(/^The files of iris v1 are gone: .*register it as a new version\.$/) as string });
});

test('an engine that ended while a gate ran leaves a report that says so', async () => {
  gates.rules(RULES);
  await gates.version('iris', {}, MODEL);
  const { gate_id: id } = await gates.gate('iris', '1');
  gates.running.engine.database.sqlite.prepare("UPDATE gate_reports SET state = 'running' WHERE id = ?").run(id);
  await gates.service.begin();
  expect(await gates.client.gates.report(id)).toMatchObject({ state: 'broken', problem: 'The engine ended while the gate was run. Run it again.' });
});

// Promise: a version that is ONNX already is measured without any Python, by the front of deployments, and nothing of that stays.
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { tinyGraph } from '../serving/conversion/tinyGraph';
import { GatesEngine } from './gatesEngine';

let gates: GatesEngine;
beforeEach(async () => {
  gates = await GatesEngine.start();
});
afterEach(() => gates.stop());

const GRAPH = tinyGraph({ zipMap: false });
const MODEL = { MLmodel: 'flavors:\n  onnx: {data: model.onnx}\nsignature:\n  inputs: \'[{"type": "tensor", "tensor-spec": {"dtype": "float32", "shape": [-1, 3]}}]\'\n  outputs: \'[]\'\n', 'model.onnx': GRAPH };
const example = (rows: unknown): Record<string, string> => ({ 'serving_input_example.json': JSON.stringify({ inputs: rows }) });
const EASY = 'latency: {p50_ms: 60000, p99_ms: 60000}, memory_mb: 100000, size_mb: 1';

function left(): string[] {
  const place = path.join(gates.root, 'measuring');
  return existsSync(place) ? readdirSync(place) : [];
}

test('each limit has its check; the size is that of the file', async () => {
  gates.rules(`gates:\n  iris:\n    serving: {${EASY}}\n`);
  await gates.version('iris', {}, { ...MODEL, ...example([[1, 2, 3], [3, 2, 1]]) });
  const report = await gates.gate('iris', '1');
  expect(report).toMatchObject({ state: 'passed', problem: null });
  const checks = new Map(report.checks.map((check) => [check.name, check]));
  expect([...checks.keys()]).toEqual(['p50_ms', 'p99_ms', 'memory_mb', 'size_mb', 'pickles']);
  expect(checks.get('size_mb')?.value).toBe(GRAPH.length / 1e6);
  expect(left()).toEqual([]);
});

test('without an example and without data there is nothing to ask', async () => {
  gates.rules(`gates:\n  iris:\n    serving: {${EASY}}\n`);
  await gates.version('iris', {}, MODEL);
  const { state, checks } = await gates.gate('iris', '1');
  expect(state).toBe('failed');
  expect(checks.map(({ name, outcome }) => [name, outcome])).toEqual([['p50_ms', 'failed'], ['p99_ms', 'failed'], ['memory_mb', 'failed'], ['size_mb', 'passed'], ['pickles', 'passed']]);
  gates.rules(`gates:\n  iris:\n    serving: {${EASY}}\n    evaluation: {data: rows.csv, label: y}\n`);
  gates.file('rows.csv', 'a,b,c,y\n1,2,3,2\n');
  expect((await gates.gate('iris', '1')).problem).toMatch(/^Judging the rows of the evaluation data needs Python, and none was found/);
});

test('an example that it refuses, and a graph that is cut off, break the gate with what they say', async () => {
  gates.rules(`gates:\n  iris:\n    serving: {${EASY}}\n`);
  await gates.version('iris', {}, { ...MODEL, ...example([[1, 2]]) });
  expect((await gates.gate('iris', '1')).problem).toMatch(/^iris v1 gives no prediction to a row of its input example: it answers 400, .*\. Log it with an example that it predicts\.$/);
  await gates.version('iris', {}, { ...MODEL, 'model.onnx': GRAPH.slice(0, 40) });
  expect((await gates.gate('iris', '2')).problem).toMatch(/^iris\/2 can't be served\. model\.onnx is no ONNX graph that can be run: /);
  expect(left()).toEqual([]);
});

test('against the champion: one after the other; a new champion makes the report outdated', async () => {
  gates.rules('gates:\n  iris:\n    serving: {latency: {times_champion: 1000}}\n');
  await gates.version('iris', {}, { ...MODEL, ...example([[1, 2, 3]]) });
  await gates.version('iris', {}, { ...MODEL, ...example([[1, 2, 3]]) });
  const alone = await gates.gate('iris', '1');
  expect(alone.checks[0]).toMatchObject({ name: 'times_champion', outcome: 'not_judged', message: 'iris has no version with the alias "champion" yet, so there is nothing that iris v1 could be slower than.' });
  await gates.client.registry.setAlias('iris', 'champion', '1');
  const report = await gates.gate('iris', '2');
  expect(report).toMatchObject({ state: 'passed', champion: { alias: 'champion', version: '1' } });
  expect(report.checks[0]?.message).toMatch(/^iris v2 takes \S+ times the median of v1 \(\S+ ms against \S+ ms\), and may take at most 1000 times\. Each was asked [\d,]+ requests? of one row, in turns\.$/);
  expect((await gates.gate('iris', '1')).checks[0]?.message).toBe('iris v1 is the champion itself.');
  const standing = (): Promise<string> => gates.client.gates.standing({ name: 'iris', version: '2', root: gates.root }).then(({ verdict, why }) => `${verdict}: ${why}`);
  expect(await standing()).toBe('passed: iris/2 passed its gate.');
  await gates.version('iris', {}, MODEL);
  await gates.client.registry.setAlias('iris', 'champion', '3');
  expect(await standing()).toMatch(/^outdated: The alias "champion" moved from version 1 to 3/);
  gates.rules('gates:\n  iris:\n    serving: {latency: {times_champion: 999}}\n');
  expect(await standing()).toMatch(/^outdated: The gate of iris in slipway\.yaml changed/);
});

test('a stop in the middle leaves nothing', async () => {
  gates.rules(`gates:\n  iris:\n    serving: {${EASY}}\n`);
  await gates.version('iris', {}, { ...MODEL, ...example([[1, 2, 3]]) });
  const begun = await gates.client.gates.run({ name: 'iris', version: '1', root: gates.root });
  await gates.client.gates.stop(begun.gate_id);
  expect(await gates.ended(begun)).toMatchObject({ state: 'stopped', checks: [] });
  expect(left()).toEqual([]);
});

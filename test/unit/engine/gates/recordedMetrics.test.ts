// Promise: limits of recorded metrics decide, every refusal names its number, and what can't be judged says why.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { GatesEngine } from './gatesEngine';

let gates: GatesEngine;
beforeEach(async () => {
  gates = await GatesEngine.start();
});
afterEach(() => gates.stop());

const FILES = { MLmodel: 'flavors: {}\n' };
const RULES = 'gates:\n  iris:\n    metrics:\n      accuracy: {min: 0.9}\n      loss: {max: 0.2}\n';

test('a version passes within its limits, both ends included', async () => {
  gates.rules(RULES);
  await gates.version('iris', { accuracy: 0.9, loss: 0.2 }, FILES);
  const report = await gates.gate('iris', '1');
  expect(report).toMatchObject({ state: 'passed', stage: null, problem: null, champion: null, evaluation: null });
  expect(report.checks.filter(({ kind }) => kind === 'metric')).toEqual([
    { kind: 'metric', name: 'accuracy', outcome: 'passed', value: 0.9, limit: '>= 0.9', message: 'accuracy of iris v1 is 0.9 (limit >= 0.9).' },
    { kind: 'metric', name: 'loss', outcome: 'passed', value: 0.2, limit: '<= 0.2', message: 'loss of iris v1 is 0.2 (limit <= 0.2).' },
  ]);
});

test('a refusal names the number and its limit, with all digits where four hide the difference', async () => {
  gates.rules(RULES);
  await gates.version('iris', { accuracy: 0.899_999_9, loss: 0.5 }, FILES);
  const report = await gates.gate('iris', '1');
  expect(report.state).toBe('failed');
  expect(report.checks.filter(({ kind }) => kind === 'metric').map(({ message }) => message)).toEqual(['accuracy of iris v1 is 0.8999999, and must be at least 0.9.', 'loss of iris v1 is 0.5, and may be at most 0.2.']);
});

test('an unknown metric fails and names those that come near', async () => {
  gates.rules('gates:\n  iris:\n    metrics:\n      acuracy: {min: 0.9}\n');
  await gates.version('iris', { loss: 0.1, val_accuracy: 0.9, accuracy: 0.95 }, FILES);
  expect((await gates.gate('iris', '1')).checks[0]).toMatchObject({ outcome: 'failed', message: expect.stringMatching(/no metric "acuracy".*Recorded are: accuracy, val_accuracy, loss\./) as string });
});

test('NaN is no number that passes', async () => {
  gates.rules('gates:\n  iris:\n    metrics:\n      loss: {max: 1}\n');
  const run = await gates.version('iris', {}, FILES);
  await gates.client.request('POST', '/api/2.0/mlflow/runs/log-metric', { run_id: run, key: 'loss', value: 'NaN', timestamp: 1, step: 0 });
  const report = await gates.gate('iris', '1');
  expect(report.checks[0]).toMatchObject({ outcome: 'failed', message: 'loss of iris v1 is not a number (NaN), so it can\'t be at most 1.' });
  expect(report.checks[0]).not.toHaveProperty('value');
});

test('a slipway.yaml that is wrong breaks the gate at its line; one that says nothing of the model too', async () => {
  await gates.version('iris', {}, FILES);
  gates.rules('gates:\n  iris:\n    metrics:\n      loss: {maxx: 1}\n');
  expect(await gates.gate('iris', '1')).toMatchObject({ state: 'broken', problem: expect.stringMatching(/slipway\.yaml:4:14: .*Did you mean "max"/) as string });
  gates.rules('gates:\n  iris:\n    pickle: warn\n  iris:\n    pickle: fail\n');
  expect((await gates.gate('iris', '1')).problem).toMatch(/slipway\.yaml:4:3: .*stands here twice/);
  gates.rules('gates:\n  wine:\n    pickle: warn\n');
  expect((await gates.gate('iris', '1')).problem).toMatch(/has no gate for iris\. Add "gates:"/);
});

test('a run that is gone is said in one sentence', async () => {
  gates.rules('gates:\n  iris:\n    metrics:\n      loss: {max: 1}\n');
  await gates.client.registry.create('iris');
  await gates.client.registry.createVersion({ name: 'iris', source: 's3://bucket/model' });
  expect((await gates.gate('iris', '1')).checks[0]?.message).toMatch(/Iris v1 comes from no run|iris v1 comes from no run/i);
});

test('reports are kept, listed newest first, told of, and follow their model to another name', async () => {
  gates.rules(RULES);
  await gates.version('iris', { accuracy: 1, loss: 0 }, FILES);
  const heard = gates.notices();
  const first = await gates.gate('iris', '1');
  const second = await gates.gate('iris', '1');
  expect(heard.filter((notice) => notice.type === 'gate').at(-1)).toEqual({ type: 'gate', gate_id: second.gate_id, name: 'iris', version: '1', state: 'passed' });
  expect((await gates.client.gates.list({ name: 'iris', version: '1' })).map(({ gate_id: id }) => id)).toEqual([second.gate_id, first.gate_id]);
  await gates.client.registry.rename('iris', 'flower');
  expect((await gates.client.gates.list({ name: 'flower' })).map(({ name }) => name)).toEqual(['flower', 'flower']);
});

test('a gate of a version that is not there is refused', async () => {
  await expect(gates.client.gates.run({ name: 'iris', version: '1', root: gates.root })).rejects.toMatchObject({ status: 404 });
  await expect(gates.client.gates.run({ name: 'iris', version: '1', root: 'here' })).rejects.toMatchObject({ status: 400 });
});

// Promise: a Python that can't do its work breaks the gate with a sentence that says which, why and where its log is; nothing of it stays.
import { chmodSync, readFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { GatesEngine } from './gatesEngine';

let gates: GatesEngine;
beforeEach(async () => {
  gates = await GatesEngine.start();
  gates.rules('gates:\n  iris:\n    evaluation: {data: rows.csv, label: y}\n    metrics: {f1: {min: 0.5}}\n');
  gates.file('rows.csv', 'y,a\n1,1\n0,0\n');
  await gates.version('iris', {}, { MLmodel: 'flavors: {python_function: {loader_module: mlflow.sklearn}}\n' });
});
afterEach(() => gates.stop());

/** A program that stands where Python should. */
function program(text: string): string {
  const file = gates.file('python', `#!/bin/sh\n${text}\n`);
  chmodSync(file, 0o755);
  return file;
}

test('none was named', async () => {
  expect((await gates.gate('iris', '1')).problem).toMatch(/needs Python, and none was found\. Say which with --python/);
});

test('it is not there', async () => {
  expect((await gates.gate('iris', '1', { python: '/nowhere/python' })).problem).toMatch(/^\/nowhere\/python could not be started \(.*ENOENT.*\)\. Name a Python that runs/);
});

test('it ends before it has answered; what it said stands in the log', async () => {
  const report = await gates.gate('iris', '1', { python: program('echo "no memory" >&2; exit 3') });
  expect(report).toMatchObject({ state: 'broken', problem: expect.stringMatching(/^Python ended with exit code 3 before it had answered\. Its log says more: .*\.log$/) as string });
  expect(readFileSync(/: (\S+\.log)$/.exec(report.problem ?? '')?.[1] ?? '', 'utf8')).toContain('no memory');
  expect((await gates.gate('iris', '1', { python: program('kill -9 $$') })).problem).toMatch(/ended by SIGKILL, as when memory runs out/);
});

test('the model can\'t be loaded there; lines that are no answers are passed over', async () => {
  const report = await gates.gate('iris', '1', { python: program('echo welcome; read line; echo \'{"error": "ModuleNotFoundError: No module named xgboost"}\'; read line') });
  expect(report.problem).toMatch(/^iris v1 could not be loaded in .*\/python: ModuleNotFoundError: No module named xgboost\. Install what its requirements\.txt names there, or name another Python\. Its log says more: /);
});

test('the environment is the requester\'s, without the editor\'s own and without a tracking server', async () => {
  const env = { PATH: process.env['PATH'] ?? '', MINE: 'yes', VSCODE_PID: '1', NODE_OPTIONS: '--x', MLFLOW_TRACKING_URI: 'http://elsewhere', MLFLOW_TRACKING_TOKEN: 'secret', MLFLOW_RUN_ID: 'r' };
  const { problem } = await gates.gate('iris', '1', { env, python: program('env >&2; exit 1') });
  const log = readFileSync(/: (\S+\.log)$/.exec(problem ?? '')?.[1] ?? '', 'utf8');
  expect(log).toContain('MINE=yes');
  expect(log).not.toMatch(/VSCODE_PID|NODE_OPTIONS|elsewhere|secret|MLFLOW_RUN_ID/);
});

test('a stop ends it while it works', async () => {
  const begun = await gates.client.gates.run({ name: 'iris', version: '1', root: gates.root, python: program('cat > /dev/null') });
  await gates.client.gates.stop(begun.gate_id);
  expect(await gates.ended(begun)).toMatchObject({ state: 'stopped', problem: null });
  expect(gates.service.activeCount()).toBe(0);
});

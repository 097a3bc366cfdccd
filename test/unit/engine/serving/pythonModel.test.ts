// Promise: a Python that scores answers each request of a shared run with its own rows, tells what predict refuses, and is started again when
// it dies. Python is played by a program; the real one is in test/clients/test_conversion.py.
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Rows } from '../../../../src/engine/serving/front/rows';
import type { ScoredModel } from '../../../../src/engine/serving/front/scoredModel';
import { loadPythonModel } from '../../../../src/engine/serving/pythonModel';

let root: string;
let model: ScoredModel | undefined;
beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'slipway-python-'));
  model = undefined;
});
afterEach(async () => {
  await model?.close();
  rmSync(root, { recursive: true, force: true });
});

/** @param answer JavaScript: `inputs` → what is answered */
async function load(answer: string, first = '{"ready": true}'): Promise<ScoredModel> {
  const script = path.join(root, 'slipway_score.py');
  writeFileSync(script, `console.log(${JSON.stringify(first)}); require('node:readline').createInterface({ input: process.stdin }).on('line', (line) => { const { inputs } = JSON.parse(line); console.log(JSON.stringify((() => { ${answer} })())); });`);
  const python = path.join(root, 'python');
  writeFileSync(python, `#!/bin/sh\nexec ${process.execPath} "$@"\n`);
  chmodSync(python, 0o755);
  model = await loadPythonModel({ kind: 'python', python, script, folder: root, root, env: { PATH: '/usr/bin:/bin' }, signature: null }, path.join(root, 'log'));
  return model;
}

const rows = (...data: unknown[]): Rows => ({ rows: data.length, tensors: [{ name: 'a', type: 'int64', shape: [], data }] });
const DOUBLED = 'return { array: { shape: inputs[0].shape, dtype: "float64", data: inputs[0].data.map((one) => (typeof one === "number" ? 2 * one : one)) } };';

test('requests that share a run get their own rows', async () => {
  const scored = await (await load(DOUBLED)).score([rows(1, 2), rows(3)]);
  expect(scored).toEqual([
    { rows: 2, tensors: [{ name: 'predictions', type: 'float64', shape: [], data: [2, 4] }] },
    { rows: 1, tensors: [{ name: 'predictions', type: 'float64', shape: [], data: [6] }] },
  ]);
});

test('whole numbers that JSON rounds and numbers that it lacks come through', async () => {
  const loaded = await load('return { array: { shape: inputs[0].shape, dtype: inputs[0].data.includes("NaN") ? "float64" : "int64", data: inputs[0].data } };');
  expect((await loaded.score([rows(9_007_199_254_740_993n)]))[0]?.tensors[0]?.data).toEqual([9_007_199_254_740_993n]);
  expect((await loaded.score([rows(Number.NaN)]))[0]?.tensors[0]?.data).toEqual([Number.NaN]);
});

test('records are answered as they are', async () => {
  const loaded = await load('return { list: inputs[0].data.map((one) => ({ "0": one })) };');
  expect((await loaded.score([rows(1), rows(2)]))[1]).toEqual({ rows: 1, tensors: [{ name: 'predictions', type: 'json', shape: [], data: [{ 0: 2 }] }] });
});

test('what predict refuses is the request\'s fault', async () => {
  await expect((await load('return { error: "ValueError: Input X contains NaN." };')).score([rows(1)])).rejects.toMatchObject({ name: 'MlflowError', message: 'The model could not answer: ValueError: Input X contains NaN.' });
});

test('one prediction for all rows is told', async () => {
  await expect((await load('return { list: [7] };')).score([rows(1, 2)])).rejects.toThrow('The model answered 2 rows with a list of 1, where one prediction per row is needed.');
});

test('a Python that dies is started again by the next run', async () => {
  const loaded = await load(`if (inputs[0].data.includes(13)) { process.exit(3); } ${DOUBLED}`);
  await expect(loaded.score([rows(13)])).rejects.toThrow(/^python ended with exit code 3 before it had answered\. Its log says more: /);
  expect((await loaded.score([rows(4)]))[0]?.tensors[0]?.data).toEqual([8]);
});

test('a model that can\'t be loaded is told', async () => {
  await expect(load(DOUBLED, '{"error": "ModuleNotFoundError: No module named xgboost", "reason": false}')).rejects.toThrow(/^The model could not be loaded by .*python: ModuleNotFoundError: No module named xgboost\. Install what its requirements\.txt names there, or name another Python\. The log says more: /);
});

// Promise: names under `data:` and `validate:` that fit nothing are told with what was probably meant, and completed from the file itself.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dataFaults, schemaWithoutColumns } from '../../../src/language/dataFaults';
import { treeOf } from '../../../src/language/tree';
import { complete } from './cursor';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'slipway-'));
  writeFileSync(path.join(folder, 'train.csv'), 'age,plan,"a, b"\n1,free,2\n');
  writeFileSync(path.join(folder, 'train.tsv'), 'age\tplan\n1\tfree\n');
});
afterAll(() => rmSync(folder, { recursive: true }));

const schema = (columns: string, file = 'train.csv'): string => `data:\n  train:\n    file: ${file}\n    columns:\n${columns}`;
const said = async (text: string): Promise<string[]> => (await dataFaults(treeOf(text), folder)).map(({ message, span, instead }) => `${text.slice(span.from, span.to)}: ${message}${instead === undefined ? '' : ` [${instead}]`}`);

describe('faults', () => {
  test.each([
    ['a column that is written wrong', schema('      agee: { type: number }\n      plan: {}\n'), ['agee: train.csv has no column "agee". Did you mean "age"? [age]']],
    ['one that is not there', schema('      salary: {}\n'), ['salary: train.csv has no column "salary". There are age, plan, a, b.']],
    ['none for one that may lack', schema('      salary: { optional: true }\n'), []],
    ['none for a file that is not there', schema('      salary: {}\n', 'gone.csv'), []],
    ['of a file with tabs', schema('      plam: {}\n', 'train.tsv'), ['plam: train.tsv has no column "plam". Did you mean "plan"? [plan]']],
    ['a schema that no data has', `${schema('      age: {}\n')}train:\n  t:\n    command: x\n    validate: [trian, train]\n`, ['trian: There is no schema "trian" under "data". Did you mean "train"? [train]']],
    ['a schema where there are none', 'train:\n  t:\n    command: x\n    validate:\n      - a\n', ['a: There is no schema "a" under "data".']],
  ])('%s', async (_, text, expected) => {
    expect(await said(text)).toEqual(expected);
  });
});

test.each([
  ['data:\n  train:\n    file: train.csv\n', 'file'], ['data:\n  train:\n    file: train.csv\n    columns:\n', 'columns'], ['data:\n  train:\n    file: train.csv\n', 'train'],
])('columns that lack can be suggested from the file: %s', (text, word) => {
  const from = text.indexOf(`${word}:`);
  expect(schemaWithoutColumns(treeOf(text), { from, to: from + word.length })).toEqual({ name: 'train', file: 'train.csv' });
});

test('nothing is suggested for a schema that has columns', () => {
  const text = schema('      age: {}\n');
  expect(schemaWithoutColumns(treeOf(text), { from: text.indexOf('train:'), to: text.indexOf('train:') + 5 })).toBeUndefined();
});

test.each([
  ['columns of the file', schema('      ‸\n'), ['age', 'plan', 'a, b']],
  ['rules of a column', schema('      age:\n        ‸\n'), ['type', 'optional', 'missing', 'min', 'max', 'unique', 'values', 'pattern', 'min_length', 'max_length']],
  ['types', schema('      age:\n        type: ‸\n'), ['number', 'integer', 'boolean', 'text', 'time']],
  ['data files', 'data:\n  train:\n    file: ‸\n', ['train.csv', 'train.tsv']],
  ['schemas to validate', `${schema('      age: {}\n')}train:\n  t:\n    command: x\n    validate:\n      - ‸\n`, ['train']],
])('completion offers %s', async (_, marked, expected) => {
  expect((await complete(marked, folder)).map(({ label }) => label).toSorted()).toEqual(expected.toSorted());
});

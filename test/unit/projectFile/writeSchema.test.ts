// Promise: a suggested schema is written into a slipway.yaml as it stands there: every other letter of it stays, and it reads as asked.
import { parse } from 'yaml';
import { describe, expect, test } from 'vitest';
import type { DataSchema } from '../../../src/protocol/dataSchema';
import { parseProjectFile } from '../../../src/projectFile/parse';
import { NotWritten } from '../../../src/projectFile/addLines';
import { withSchema } from '../../../src/projectFile/writeSchema';

const schema: DataSchema = { file: 'data/train.csv', columns: { 'sepal: length': { type: 'number', missing: 0, min: 0, max: 12 }, species: { type: 'text', values: ['a', 'no', '1'] } } };
const other = 'data:\n  old:\n    file: old.csv\n    columns:\n      x: { type: number }\n';

const texts: readonly (readonly [string, string])[] = [
  ['an empty file', ''],
  ['a file with only a comment', '# nothing yet\n'],
  ['no data in it', '# my project\nmetrics:\n  a: lower # why\n'],
  ['no line end at its end', 'metrics:\n  a: lower'],
  ['a data without entries', 'data:\nmetrics:\n  a: lower\n'],
  ['empty brackets', 'data: {} # none\nmetrics:\n  a: lower\n'],
  ['another schema', other],
  ['another schema, then a comment and more', `${other}\n# trains\ntrain:\n  t:\n    command: x\n`],
  ['another schema, indented by four', 'data:\n    old:\n        file: old.csv\n        columns:\n            x: { type: number }\n# end'],
  ['Windows line ends before', 'metrics:\r\n  a: lower\r\n'],
  ['the schema without columns', 'data:\n  train:\n    file: data/train.csv\n    extra_columns: fail # strict\nmetrics:\n  a: lower\n'],
  ['the schema with empty columns', 'data:\n  train:\n    file: data/train.csv\n    columns:\n    extra_columns: fail\nmetrics:\n  a: lower\n'],
];

describe('a schema is written into', () => {
  test.each(texts)('%s', (_, text) => {
    const written = withSchema(text, 'train', schema);
    const before = (parse(text) ?? {}) as { data?: Record<string, Partial<DataSchema>> };
    const after = parse(written) as { data: Record<string, DataSchema> };
    expect(parseProjectFile(written).problems).toEqual([]);
    expect(after).toEqual({ ...before, data: { ...before.data, train: { ...schema, ...before.data?.['train'], columns: schema.columns } } });
    // Nothing that stood there is gone, in its order.
    const lines = written.split(/\r?\n/);
    let at = -1;
    for (const line of text.split(/\r?\n/).filter((one) => one.trim() !== '' && !one.includes('{}'))) {
      at = lines.indexOf(line, at + 1);
      expect(at, line).toBeGreaterThanOrEqual(0);
    }
    expect(lines.join('\n')).not.toContain('\n\n\n');
  });
});

test('columns that stand there are kept as they are, and those that lack are added', () => {
  const text = 'data:\n  train:\n    file: data/train.csv\n    columns:\n      # only these\n      species:\n        type: text # mine\n    min_rows: 5\n';
  expect(parse(withSchema(text, 'train', schema))).toEqual({ data: { train: { file: 'data/train.csv', columns: { species: { type: 'text' }, 'sepal: length': schema.columns['sepal: length'] }, min_rows: 5 } } });
  expect(withSchema(text, 'train', { ...schema, columns: { species: {} } })).toBe(text);
});

test.each(['data: { old: { file: a.csv, columns: { x: {} } } }\n', 'data:\n  train: { file: a.csv }\n', 'data:\n\told: 1\n', '- a list\n'])('what can not be added to is left alone: %s', (text) => {
  expect(() => withSchema(text, 'train', schema)).toThrow(NotWritten);
});

// Promise: whatever form an input example has, each of its rows is a request of its own; a table gives rows without empty cells first.
import { expect, test } from 'vitest';
import { bodiesOfExample, bodiesOfTable } from '../../../../../src/engine/serving/measuring/singleRows';
import type { ModelSignature } from '../../../../../src/protocol/modelContents';

const tensor = (shape: number[], name = ''): ModelSignature => ({ inputs: [{ name, type: 'tensor', dtype: 'float32', shape, required: true }], outputs: [], params: [] });
const parsed = (bodies: readonly string[]): unknown[] => bodies.map((body) => JSON.parse(body) as unknown);

test.each([
  ['a frame', { dataframe_split: { columns: ['a', 'b'], data: [[1, 2], [3, 4]] } }, [{ dataframe_split: { columns: ['a', 'b'], data: [[1, 2]] } }, { dataframe_split: { columns: ['a', 'b'], data: [[3, 4]] } }]],
  ['a frame as older versions of MLflow keep it', { columns: ['a'], data: [[1], [2]] }, [{ dataframe_split: { columns: ['a'], data: [[1]] } }, { dataframe_split: { columns: ['a'], data: [[2]] } }]],
  ['records', { dataframe_records: [{ a: 1 }, { a: 2 }] }, [{ dataframe_records: [{ a: 1 }] }, { dataframe_records: [{ a: 2 }] }]],
  ['an array', { inputs: [[1, 2], [3, 4]] }, [{ inputs: [[1, 2]] }, { inputs: [[3, 4]] }]],
  ['an array alone', [[1], [2]], [{ inputs: [[1]] }, { inputs: [[2]] }]],
  ['columns', { inputs: { a: [1, 2], b: ['x', 'y'] } }, [{ inputs: { a: [1], b: ['x'] } }, { inputs: { a: [2], b: ['y'] } }]],
  ['one row of columns', { inputs: { a: 1, b: 'x' } }, [{ inputs: { a: 1, b: 'x' } }]],
  ['one text', { inputs: 'hello' }, [{ inputs: 'hello' }]],
  ['params go with each row', { inputs: [1, 2], params: { t: 3 } }, [{ inputs: [1], params: { t: 3 } }, { inputs: [2], params: { t: 3 } }]],
  ['no rows', { dataframe_split: { columns: ['a'], data: [] } }, []],
])('%s', (_, example, bodies) => {
  expect(parsed(bodiesOfExample(example, null))).toEqual(bodies);
});

test('a tensor that fixes its number of rows is one request', () => {
  expect(parsed(bodiesOfExample({ inputs: [[1, 2], [3, 4]] }, tensor([2, 2])))).toEqual([{ inputs: [[1, 2], [3, 4]] }]);
  expect(bodiesOfExample({ inputs: [[1, 2], [3, 4]] }, tensor([-1, 2]))).toHaveLength(2);
});

test('at most a hundred rows', () => {
  expect(bodiesOfExample({ inputs: Array.from({ length: 500 }, (_, row) => [row]) }, null)).toHaveLength(100);
});

test('of a table, the columns that the model gets', () => {
  const table = { names: ['a', 'b', 'y'], columns: { a: [1, null, 3], b: ['x', 'y', 'z'], y: [0, 1, 0] } };
  expect(parsed(bodiesOfTable(table, ['b', 'a'], null))).toEqual([{ dataframe_split: { columns: ['b', 'a'], data: [['x', 1]] } }, { dataframe_split: { columns: ['b', 'a'], data: [['z', 3]] } }]);
  expect(parsed(bodiesOfTable({ ...table, columns: { a: [null] } }, ['a'], null))).toEqual([{ dataframe_split: { columns: ['a'], data: [[null]] } }]);
  expect(parsed(bodiesOfTable(table, ['a'], tensor([-1, 1])))).toEqual([{ inputs: [[1]] }, { inputs: [[3]] }]);
  expect(parsed(bodiesOfTable(table, ['a'], tensor([-1, 1], 'x')))).toEqual([{ inputs: { x: [[1]] } }, { inputs: { x: [[3]] } }]);
});

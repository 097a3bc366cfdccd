import { describe, expect, test } from 'vitest';
import type { ModelSignature, SignatureField } from '../../../../../src/protocol/modelContents';
import { enforce } from '../../../../../src/engine/serving/front/enforcement';
import { tableOfRecords, tableOfRows } from '../../../../../src/engine/serving/front/frame';

function signature(...inputs: (Partial<SignatureField> & { name: string; type: string })[]): ModelSignature {
  return { inputs: inputs.map((input) => ({ required: true, ...input })), outputs: [], params: [] };
}

const WIDTHS = signature({ name: 'width', type: 'double' }, { name: 'count', type: 'long' });

describe('a signature of columns', () => {
  test('columns come in the order of the signature, extra ones are dropped', () => {
    const { rows, tensors } = enforce(tableOfRows(['extra', 'count', 'width'], [[0, 1, 2.5], [0, 3, 4.5]]), WIDTHS);
    expect(rows).toBe(2);
    expect(tensors).toEqual([{ name: 'width', type: 'float64', shape: [], data: [2.5, 4.5] }, { name: 'count', type: 'int64', shape: [], data: [1, 3] }]);
  });

  test('missing columns are named, and so are extra ones', () => {
    expect(() => enforce(tableOfRecords([{ width: 1, cuont: 2 }]), WIDTHS)).toThrow("Model is missing inputs ['count']. Note that there were extra inputs: ['cuont'].");
  });

  test('a column that is there twice is refused', () => {
    expect(() => tableOfRows(['width', 'count', 'width'], [[1, 2, 3]])).toThrow('more than once: width');
  });

  test('a column that is not required may be left out', () => {
    const optional = signature({ name: 'width', type: 'double' }, { name: 'count', type: 'long', required: false });
    expect(enforce(tableOfRecords([{ width: 1 }]), optional).tensors).toHaveLength(1);
  });

  test('rows without names are refused where columns have names', () => {
    expect(() => enforce({ kind: 'array', value: [[1, 2]] }, WIDTHS)).toThrow("Model is missing inputs ['width', 'count']. Note that there were extra inputs: [0, 1].");
  });

  test('a list is the column of a signature with one column', () => {
    expect(enforce({ kind: 'array', value: [1, 2] }, signature({ name: 'width', type: 'double' })).tensors).toEqual([{ name: 'width', type: 'float64', shape: [], data: [1, 2] }]);
  });

  test('columns without names are taken by their place', () => {
    const unnamed = signature({ name: '', type: 'double' }, { name: '', type: 'double' });
    expect(enforce(tableOfRows(['a', 'b', 'c'], [[1, 2, 3]]), unnamed).tensors.map(({ name }) => name)).toEqual(['a', 'b']);
    expect(() => enforce(tableOfRows(['a'], [[1]]), unnamed)).toThrow('declares 2 inputs but the provided value only has 1');
  });
});

describe('values as the types of columns', () => {
  const cast = (type: string, value: unknown): unknown => enforce(tableOfRecords([{ x: value }]), signature({ name: 'x', type })).tensors[0]?.data[0];

  test.each([
    ['double', 1, 1], ['double', '1.5', 1.5], ['double', ' -2e3 ', -2000], ['double', 'inf', Infinity], ['double', true, 1], ['double', null, NaN], ['double', 9007199254740993n, 9007199254740992],
    ['float', 0.1, Math.fround(0.1)],
    ['long', 1.9, 1], ['long', -1.9, -1], ['long', '12', 12], ['long', 9007199254740993n, 9007199254740993n], ['long', 9223372036854775807n, 9223372036854775807n], ['long', false, 0],
    ['integer', 2147483647, 2147483647],
    ['boolean', true, true], ['boolean', 0, false], ['string', 'a', 'a'], ['string', null, null],
  ])('%s takes %o', (type, value, expected) => {
    expect(cast(type, value)).toEqual(expected);
  });

  test.each([
    ['double', 'wide', "Failed to convert column x to type 'double (float64)'. Error: could not convert string to float: 'wide'"], ['double', [1], 'column x'], ['double', '', 'column x'], ['double', '0x10', 'column x'],
    ['long', null, 'Cannot convert non-finite values'], ['long', 9223372036854775808n, '9223372036854775808 is out of range'], ['long', Infinity, 'non-finite'], ['long', '1.5', 'could not convert string to int'],
    ['integer', 2147483648, 'out of range'], ['boolean', 'false', 'neither true nor false'], ['string', 5, 'is no text'],
  ])('%s refuses %o and names the column', (type, value, message) => {
    expect(() => cast(type, value)).toThrow(message);
  });

  test('the row is told where there are more', () => {
    expect(() => enforce(tableOfRecords([{ width: 1, count: 1 }, { width: 'x', count: 1 }]), WIDTHS)).toThrow('column width to type \'double (float64)\'. Error: could not convert string to float: \'x\', in row 1');
  });
});

describe('a signature of tensors', () => {
  const image = signature({ name: '', type: 'tensor', dtype: 'float32', shape: [-1, 2, 2] });

  test('nested lists become rows', () => {
    expect(enforce({ kind: 'array', value: [[[1, 2], [3, 4]]] }, image)).toEqual({ rows: 1, tensors: [{ name: '', type: 'float32', shape: [2, 2], data: [1, 2, 3, 4] }] });
  });

  test('another shape is refused', () => {
    expect(() => enforce({ kind: 'array', value: [[1, 2]] }, image)).toThrow('Shape of input (1, 2) does not match expected shape (-1, 2, 2).');
  });

  test('ragged lists are refused', () => {
    expect(() => enforce({ kind: 'array', value: [[[1, 2], [3]]] }, image)).toThrow('ragged');
  });

  test('the columns of a data frame are the columns of the one matrix', () => {
    const matrix = signature({ name: '', type: 'tensor', dtype: 'float64', shape: [-1, 2] });
    expect(enforce(tableOfRows(['a', 'b'], [[1, 2], [3, 4]]), matrix).tensors[0]).toEqual({ name: '', type: 'float64', shape: [2], data: [1, 2, 3, 4] });
  });
});

test('without a signature columns go as they come', () => {
  expect(enforce(tableOfRecords([{ b: 1, a: 'x' }]), null).tensors).toEqual([{ name: 'b', type: 'float64', shape: [], data: [1] }, { name: 'a', type: 'string', shape: [], data: ['x'] }]);
});

// Promise: a graph passes for its original only within the stated tolerance; labels have to be equal.
import { expect, test } from 'vitest';
import type { Cell } from '../../../../../src/engine/serving/conversion/answers';
import { difference } from '../../../../../src/engine/serving/conversion/difference';

const array = (dtype: string, data: readonly Cell[], shape = [data.length]): { dtype: string; data: readonly Cell[]; shape: number[] } => ({ dtype, data, shape });

test('numbers may differ by 1e-5 and a 10,000th of the original', () => {
  expect(difference(array('float64', [100, 0]), array('float32', [100.009, 0.000_009]))).toEqual({ largest: expect.closeTo(0.009, 8) as number, problem: null });
  expect(difference(array('float64', [100, 0]), array('float32', [100.02, 0])).problem).toBe('1 of 2 values differ (first: 100.02 instead of 100)');
});

test('labels are equal or they are not', () => {
  expect(difference(array('int64', [1, 2]), array('int64', [1, 2]))).toEqual({ largest: 0, problem: null });
  expect(difference(array('object', ['a', 'b']), array('string', ['a', 'c'])).problem).toBe('1 of 2 values differ (first: "c" instead of "b")');
  expect(difference(array('int64', [1_000_000]), array('int64', [1_000_001])).problem).toContain('1 of 1 values differ');
  expect(difference(array('bool', [true]), array('label', [true])).problem).toBeNull();
});

test('what is no number is equal to itself alone', () => {
  expect(difference(array('float64', ['NaN', 'Infinity']), array('float64', ['NaN', 'Infinity'])).problem).toBeNull();
  expect(difference(array('float64', ['NaN']), array('float64', [0])).problem).toBe('1 of 1 values differ (first: 0 instead of "NaN")');
  expect(difference(array('float64', [1]), array('float64', ['NaN'])).problem).toContain('differ');
  expect(difference(array('float64', ['Infinity']), array('float64', ['-Infinity'])).problem).toContain('differ');
});

test('a column is no list', () => {
  expect(difference(array('float64', [1, 2]), array('float64', [1, 2], [2, 1])).problem).toBe('the graph answers with an array of shape [2, 1], the original with [2]');
});

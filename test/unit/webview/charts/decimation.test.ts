import { expect, test } from 'vitest';
import { decimated, ribbonOf } from '../../../../webview/charts/decimation';

function points(line: Float64Array): [number, number][] {
  return Array.from({ length: line.length / 2 }, (_, index) => [line[2 * index] as number, line[2 * index + 1] as number]);
}

function drawn(x: readonly number[], y: readonly number[], ratio = 1): [number, number][] {
  return points(decimated(Float64Array.from(x), Float64Array.from(y), 0, x.length, ratio));
}

test('a column of pixels keeps its first, lowest, highest and last point, in their order', () => {
  expect(drawn([0, 0.1, 0.2, 0.3, 0.4, 0.5, 1], [5, 6, 9, 4, 1, 3, 7])).toEqual([[0, 5], [0.2, 9], [0.4, 1], [0.5, 3], [1, 7]]);
});

test('points in columns of their own all stay', () => {
  expect(drawn([0, 1, 2], [1, 2, 3])).toEqual([[0, 1], [1, 2], [2, 3]]);
  expect(drawn([0, 0.5], [1, 2], 2)).toEqual([[0, 1], [0.5, 2]]);
});

test('no spike is lost among a million points, and few points remain', () => {
  const count = 1_000_000;
  const x = Float64Array.from({ length: count }, (_, index) => (index / count) * 400);
  const y = new Float64Array(count).fill(50);
  y[654_321] = 3;
  const line = points(decimated(x, y, 0, count));
  expect(line.length).toBeLessThanOrEqual(4 * 401);
  expect(line).toContainEqual([x[654_321], 3]);
});

test('a value that is not finite breaks the line once', () => {
  expect(drawn([0, 1, 2, 3], [1, NaN, Infinity, 2])).toEqual([[0, 1], [NaN, NaN], [3, 2]]);
  expect(drawn([0, 0.2, 0.4], [1, NaN, 3])).toEqual([[0, 1], [NaN, NaN], [0.4, 3]]);
});

test('no gap stands before the first point', () => {
  expect(drawn([0, 1], [NaN, 2])).toEqual([[1, 2]]);
  expect(drawn([], [])).toEqual([]);
});

function columns(x: readonly number[], y: readonly number[]): number[][] {
  const { x: middle, least, greatest } = ribbonOf(Float64Array.from(x), Float64Array.from(y), 0, x.length);
  return [...middle].map((at, index) => (Number.isNaN(at) ? [] : [at, least[index] as number, greatest[index] as number]));
}

test('a dense line covers in each column all that it reaches, and neighbours touch', () => {
  expect(columns([0, 0.5, 0.9, 1, 1.5], [4, 2, 3, 7, 9])).toEqual([[0.5, 2, 5], [1.5, 5, 9]]);
});

test('a dense line is broken where a value is missing', () => {
  expect(columns([0, 0.5, 1, 2, 2.5], [1, 2, NaN, 8, 9])).toEqual([[0.5, 1, 2], [], [2.5, 8, 9]]);
});

// Promise: rows are drawn evenly and the same each time; bins and quantiles hold at the ends of float64. Numbers beside pandas, NumPy and
// scipy: test/clients/test_profile.py.
import { describe, expect, test } from 'vitest';
import { correlate } from '../../../../src/engine/data/correlations';
import { countValues, histogramOf, quantilesOf } from '../../../../src/engine/data/describeSorted';
import { RowSample } from '../../../../src/engine/data/rowSample';
import { timeText } from '../../../../src/engine/data/timeText';

function drawn(rows: number, most: number, chunk: number): number[] {
  const sample = new RowSample(rows, most);
  return Array.from({ length: Math.ceil(rows / chunk) }, (_, at) => (sample.chunk(at * chunk, Math.min(chunk, rows - at * chunk)) ?? []).map((row) => row + at * chunk)).flat();
}

describe('drawing rows', () => {
  test('one from each stretch, whatever the chunks', () => {
    const rows = drawn(10_007, 1_000, 2_048);
    expect(rows).toHaveLength(1_000);
    expect(rows.every((row, at) => row >= Math.floor((at * 10_007) / 1_000) && row < Math.floor(((at + 1) * 10_007) / 1_000))).toBe(true);
    expect(drawn(10_007, 1_000, 100)).toEqual(rows);
  });

  test('all rows, where there is room for them', () => {
    expect(new RowSample(50, 50).chunk(0, 50)).toBeUndefined();
    expect(new RowSample(0, 50).size).toBe(0);
  });
});

describe('bins', () => {
  test('of whole numbers, as many of them in each', () => {
    const sorted = Float64Array.from({ length: 10_000 }, (_, at) => Math.floor(at / 100));
    expect(histogramOf(sorted, 0, 99, true)).toMatchObject({ edges: [-0.5, 2.5, 5.5, ...Array.from({ length: 32 }, (_, at) => at * 3 + 8.5)], counts: [...Array.from({ length: 33 }, () => 300), 100] });
    const huge = Float64Array.of(0, 2 ** 52, 2 ** 53 - 2);
    expect(histogramOf(huge, 0, 2 ** 53 - 2, true).counts.reduce((sum, count) => sum + count, 0)).toBe(3);
  });

  test('one for each whole number, where they are few', () => {
    expect(histogramOf(Float64Array.of(-1, 0, 0, 2), -1, 2, true)).toEqual({ edges: [-1.5, -0.5, 0.5, 1.5, 2.5], counts: [1, 2, 0, 1] });
  });

  test.each([[1e308, -1e308], [5, 5], [1 + Number.EPSILON, 1], [1e16, 1e16]])('from %d down to %d: every value has its bin', (max, min) => {
    const sorted = Float64Array.from({ length: 100 }, (_, at) => (at < 50 ? min : max));
    const { edges, counts } = histogramOf(sorted, min, max, false);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(100);
    expect(edges.every((edge, at) => Number.isFinite(edge) && (at === 0 || edge > (edges[at - 1] as number)))).toBe(true);
  });
});

test('quantiles at the ends of float64 are finite', () => {
  expect(quantilesOf(Float64Array.of(-Number.MAX_VALUE, Number.MAX_VALUE))[3]).toBe(0);
  expect(quantilesOf(Float64Array.of(7))).toEqual([7, 7, 7, 7, 7, 7, 7]);
});

test('values are counted as long as they are few', () => {
  expect(countValues(Float64Array.of(1, 1, 2), 2)).toEqual(new Map([[1, 2], [2, 1]]));
  expect(countValues(Float64Array.of(1, 2, 3), 2)).toBeUndefined();
});

test('coefficients: none of one value, over complete pairs, with equal ranks', () => {
  const { pearson, spearman } = correlate([Float64Array.of(1, 2, 3, Number.NaN), Float64Array.of(2, 4, 8, 1), Float64Array.of(5, 5, 5, 5)]);
  expect(spearman[0]?.[1]).toBeCloseTo(1, 12);
  expect(pearson[0]?.[1]).toBeCloseTo(0.981_980_506, 9);
  expect(pearson[2]).toEqual([null, null, null]);
});

test.each([
  [0, 'DATE', '1970-01-01'], [43_200_000_000, 'DATE', '1970-01-01T12:00:00'], [1, 'TIMESTAMP', '1970-01-01T00:00:00.000001'], [-1, 'TIMESTAMP', '1969-12-31T23:59:59.999999'],
  [1_500_000, 'TIMESTAMP WITH TIME ZONE', '1970-01-01T00:00:01.500Z'], [1e19, 'TIMESTAMP', '10000000000000 s after 1970'],
])('%d µs of a %s are %s', (micros, stored, text) => {
  expect(timeText(micros, stored)).toBe(text);
});

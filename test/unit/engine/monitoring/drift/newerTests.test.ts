// Promise: Cramér-von Mises is scipy's, and tests by permutation have the p-values that counting all divisions gives, whatever their seed.
import { describe, expect, test } from 'vitest';
import { fisherExact } from '../../../../../src/engine/monitoring/drift/categoryTests';
import { cramerVonMises } from '../../../../../src/engine/monitoring/drift/cramerVonMises';
import { hypergeometric } from '../../../../../src/engine/monitoring/drift/hypergeometric';
import { meanDiscrepancy, totalVariation } from '../../../../../src/engine/monitoring/drift/permutationTests';
import type { Numbers, Sample } from '../../../../../src/engine/monitoring/drift/sample';

const numbers = (reference: readonly number[], current: readonly number[]): Numbers => ({ reference: Float64Array.from(reference).toSorted(), current: Float64Array.from(current).toSorted(), whole: false });
const range = (count: number, of: (at: number) => number): number[] => Array.from({ length: count }, (_, at) => of(at));
const table = (reference: readonly number[], current: readonly number[]): Sample => ({ type: 'cat', counts: { categories: reference.map((_, at) => at), reference: Float64Array.from(reference), current: Float64Array.from(current) } });

// scipy.stats.cramervonmises_2samp 1.17. Counts of seven against seven, and of twenty, are those that Evidently rounds.
test.each<[string, Numbers, number]>([
  ['seven values each', numbers([1, 2, 3, 5, 7, 9, 11], [2.5, 4, 6, 8, 10, 12, 14]), 0.4358974358974359],
  ['twenty values each', numbers(range(20, (at) => at), range(20, (at) => at * 1.3 + 2.5)), 0.04808191864341209],
  ['six against five', numbers(range(6, (at) => at), range(5, (at) => at + 2.5)), 0.15584415584415584],
  ['ties', numbers([1, 1, 2, 3], [1, 2, 2, 5, 5, 6]), 0.2761904761904762],
  ['more, by the limiting distribution', numbers(range(30, (at) => at), range(40, (at) => at * 0.9 + 2)), 0.08182137118827293],
])('Cramér-von Mises: %s', (_, sample, p) => {
  expect(cramerVonMises(sample) / p).toBeCloseTo(1, 9);
});

describe('total variation', () => {
  const seeds = range(20, (at) => at);
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

  // Of two categories and as many rows on both sides, it is Fisher's exact test.
  test.each([[[8, 12], [14, 6]], [[30, 70], [40, 60]], [[5_000, 45_000], [5_100, 44_900]]])('of %j and %j', (reference, current) => {
    const exact = fisherExact(table(reference, current));
    const spread = Math.sqrt((exact * (1 - exact)) / 20_000);
    expect(Math.abs(mean(seeds.map((seed) => totalVariation(table(reference, current), seed))) - exact)).toBeLessThan(4 * spread);
  });

  test('repeats', () => {
    const sample = table([10, 20, 30], [15, 20, 20]);
    expect(totalVariation(sample)).toBe(totalVariation(sample));
  });
});

test('draws without replacement have their mean and variance', () => {
  const [marked, other, drawn] = [60, 140, 50];
  const draws = range(9_999, (at) => hypergeometric(marked, other, drawn, (at + 1) / 10_000));
  const mean = draws.reduce((sum, value) => sum + value, 0) / draws.length;
  const variance = draws.reduce((sum, value) => sum + (value - mean) ** 2, 0) / draws.length;
  expect(mean).toBeCloseTo(15, 1);
  expect(variance).toBeCloseTo((50 * 0.3 * 0.7 * 150) / 199, 1);
  expect(draws.every((value) => Number.isInteger(value) && value >= 0 && value <= 50)).toBe(true);
});

describe('mean discrepancy', () => {
  const wave = (count: number, shift: number): number[] => range(count, (at) => Math.sin(at * at) + shift);

  test('is low for a shift, high for none, and repeats', () => {
    expect(meanDiscrepancy(numbers(wave(100, 0), wave(80, 1)))).toBe(0);
    expect(meanDiscrepancy(numbers(wave(100, 0), wave(100, 0)))).toBe(1);
    expect(meanDiscrepancy(numbers(wave(60, 0), wave(60, 0.2)))).toBe(meanDiscrepancy(numbers(wave(60, 0), wave(60, 0.2))));
  });

  test('of many values looks at some', () => {
    expect(meanDiscrepancy(numbers(wave(50_000, 0), wave(5_000, 1)))).toBe(0);
  });

  test('of constants is no drift', () => {
    expect(meanDiscrepancy(numbers([1, 1, 1], [1, 1]))).toBe(1);
  });
});

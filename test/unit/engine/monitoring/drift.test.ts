// Promise: a column's type, its score and the verdict over all columns follow their formulas where scipy has a number for them, and say why
// where there is none. The same through real files, beside the real Evidently: test/clients/test_drift.py.
import { describe, expect, test } from 'vitest';
import type { DriftColumn } from '../../../../src/protocol/drift';
import { fisherExact } from '../../../../src/engine/monitoring/drift/categoryTests';
import { holdsOf } from '../../../../src/engine/analysis/holds';
import { sortNumbers } from '../../../../src/engine/analysis/sortNumbers';
import { columnType } from '../../../../src/engine/data/columnType';
import { correctedPart } from '../../../../src/engine/monitoring/drift/correction';
import { judgeColumn } from '../../../../src/engine/monitoring/drift/judgeColumn';
import { kolmogorovTail } from '../../../../src/engine/monitoring/drift/ks/kolmogorovTail';
import { ks } from '../../../../src/engine/monitoring/drift/ks/ks';
import { mannWhitney } from '../../../../src/engine/monitoring/drift/rankTests';
import type { Numbers, Sample } from '../../../../src/engine/monitoring/drift/sample';
import { verdict } from '../../../../src/engine/monitoring/drift/verdict';

const numbers = (reference: readonly number[], current: readonly number[]): Numbers => ({ reference: Float64Array.from(reference).toSorted(), current: Float64Array.from(current).toSorted(), whole: false });

describe('sorting', () => {
  const MANY = 30_000;
  const wave = (at: number): number => Math.sin(at * at);

  test.each<[string, (at: number) => number]>([
    ['signs and powers', (at) => wave(at) * 10 ** ((at % 600) - 300)],
    ['ties', (at) => at % 7],
    ['one value', () => 4],
    ['neighbours in float64', (at) => 1 + ((at * 7) % 64) * Number.EPSILON],
    ['neighbours in float64, and one far away', (at) => (at === 5 ? -3 : 1e6 + wave(at) * 1e-3)],
    ['zeros of both signs', (at) => (at % 2 === 0 ? -0 : 0)],
    ['zeros of both signs, and one above', (at) => (at === 9 ? 1 : at % 2 === 0 ? 0 : -0)],
    ['negative ones', (at) => -Math.exp(wave(at))],
    ['no order to begin with that helps', (at) => MANY - at],
  ])('by bits as by comparison: %s', (title, of) => {
    const values = Float64Array.from({ length: MANY }, (_, at) => of(at));
    if (title.startsWith('signs')) {
      values.set([0, -0, Number.MAX_VALUE, -Number.MAX_VALUE, Number.MIN_VALUE, -Number.MIN_VALUE, 1, 1, -1, -1]);
    }
    const expected = values.toSorted();
    sortNumbers(values, new Float64Array(MANY + 2_000));
    expect(values.every((value, at) => Object.is(value, expected[at]))).toBe(true);
  });

  test('a part of an array, and no more', () => {
    const all = Float64Array.from({ length: 40_000 }, (_, at) => 40_000 - at);
    sortNumbers(all.subarray(5_000, 30_000), new Float64Array(40_000));
    expect([all[4_999], all[5_000], all[29_999], all[30_000]]).toEqual([35_001, 10_001, 35_000, 10_000]);
  });
});

// scipy.stats.kstwo.sf 1.17: one for each formula that is chosen.
test.each([
  [10, 0.05, 1], [10, 0.08, 0.9999978058034054], [10, 0.2, 0.74871904], [10, 0.3, 0.27053557479999946], [10, 0.6, 0.0005681672000000003], [10, 0.95, 1.9531250000000172e-13],
  [100, 0.05, 0.9532159710635725], [100, 0.15, 0.019839242125641813], [100, 0.3, 1.7719869892662917e-8], [1000, 0.02, 0.8108971656895577], [1000, 0.03, 0.3226902143914636],
  [1000, 0.05, 0.013012074781090332], [200_000, 0.002, 0.39995085369038097], [200_000, 0.003, 0.0545369786611305], [200_000, 0.004, 0.003314212822560255],
])('the Kolmogorov distribution of %d values beyond %d', (n, d, p) => {
  expect(kolmogorovTail(n, d) / p).toBeCloseTo(1, 7);
});

describe('tests of few values are exact', () => {
  test('Kolmogorov-Smirnov, for samples of different and of the same size', () => {
    expect(ks(numbers([0, 1, 2, 3, 4, 5, 6], [2.5, 3.5, 4.5, 5.5, 6.5]))).toBeCloseTo(0.5454545454545454, 12);
    expect(ks(numbers([0, 1, 2, 3, 4, 5, 6, 7, 8, 9], [3.5, 4.5, 5.5, 6.5, 7.5, 8.5, 9.5, 10.5, 11.5, 12.5]))).toBeCloseTo(0.41752365281777043, 12);
  });

  test('Mann-Whitney, at both ends', () => {
    expect(mannWhitney(numbers([1, 2, 5], [3, 4, 6, 7, 8]))).toBeCloseTo(0.07142857142857142, 12);
    expect(mannWhitney(numbers([6, 7, 5], [3, 4, 1, 2, 8]))).toBeCloseTo(0.9285714285714286, 12);
  });

  test('Fisher, also of a table that no logarithm could hold', () => {
    const table = (reference: readonly number[], current: readonly number[]): Sample => ({ type: 'cat', counts: { categories: ['a', 'b'], reference: Float64Array.from(reference), current: Float64Array.from(current) } });
    expect(fisherExact(table([8, 2], [1, 5]))).toBeCloseTo(0.034965034965034975, 12);
    expect(fisherExact(table([50_000, 0], [0, 50_000]))).toBe(0);
  });
});

test('types as Evidently infers them from what pandas would hold', () => {
  expect(columnType({ holds: 'whole', rows: 100, distinct: 10, missing: 0 })).toBe('cat');
  expect(columnType({ holds: 'whole', rows: 100, distinct: 11, missing: 0 })).toBe('num');
  expect(columnType({ holds: 'whole', rows: 100, distinct: 2, missing: 1 })).toBe('num');
  expect(columnType({ holds: 'text', rows: 100, distinct: 50, missing: 0 })).toBe('cat');
  expect(columnType({ holds: 'text', rows: 100, distinct: 51, missing: 0 })).toBe('text');
});

test.each([
  ['UTINYINT', 'whole'], ['DECIMAL(18,3)', 'float'], ['BOOLEAN', 'boolean'], ['ENUM(\'a[\', \'b\')', 'text'], ['TIMESTAMP WITH TIME ZONE', 'time'], ['TIME', 'time'],
  ['DOUBLE[]', 'other'], ['DOUBLE[3]', 'other'], ['STRUCT(x DOUBLE)', 'other'], ['MAP(VARCHAR, DOUBLE)', 'other'], ['BLOB', 'other'],
])('%s holds %s', (type, holds) => {
  expect(holdsOf(type)).toBe(holds);
});

describe('a score that can\'t be had', () => {
  const column = (sample: Sample, method: string): DriftColumn => judgeColumn({ name: 'x' }, sample, 5, { method });

  test('says why, and is no "no drift"', () => {
    expect(column({ type: 'num', numbers: numbers([1, 1, 1], [1, 1]) }, 't_test')).toMatchObject({ score: null, drifted: null, reason: expect.stringContaining('do not vary') as string });
    expect(column({ type: 'num', numbers: numbers([1, 2, 3], [1, 2]) }, 'es')).toMatchObject({ score: null, drifted: null, reason: expect.stringContaining('five values') as string });
    expect(column({ type: 'num', numbers: numbers([-1e308, 0, 1], [1e308, 2]) }, 'wasserstein')).toMatchObject({ score: null, drifted: null });
  });

  test('of a method for another kind of column', () => {
    expect(column({ type: 'num', numbers: numbers([1, 2, 3], [1, 2]) }, 'fisher_exact').reason).toBe('fisher_exact compares categories, and this column holds numbers.');
  });
});

describe('many columns', () => {
  test('Benjamini-Hochberg takes thresholds of their own as weights', () => {
    expect(correctedPart('benjamini-hochberg', [{ p: 0.01, threshold: 0.05 }, { p: 0.03, threshold: 0.05 }, { p: 0.2, threshold: 0.05 }, { p: 0.07, threshold: 0.1 }])).toBe(0.75);
    expect(correctedPart('benjamini-hochberg', [{ p: 0.9, threshold: 0.05 }, { p: 0.8, threshold: 0.05 }])).toBe(0.5);
    expect(correctedPart('bonferroni', [])).toBe(1);
  });

  const column = (drifted: boolean | null, type: DriftColumn['type'] = 'num'): DriftColumn => ({ name: 'x', type, method: null, score: null, measure: null, threshold: null, drifted });

  test('half of the judged ones are a drift', () => {
    expect(verdict([column(true), column(false)])).toMatchObject({ share: 0.5, drifted: true });
    expect(verdict([column(true), column(false), column(false)])).toMatchObject({ share: 1 / 3, drifted: false });
  });

  test('what could not be judged and might change the answer leaves none; texts and times do not', () => {
    expect(verdict([column(false), column(null)])).toMatchObject({ share: 0, drifted: null });
    expect(verdict([column(false), column(null, 'text'), column(null, 'datetime')])).toMatchObject({ share: 0, drifted: false });
    expect(verdict([column(null)])).toMatchObject({ share: null, drifted: null });
    expect(verdict([])).toMatchObject({ share: null, drifted: null });
  });
});

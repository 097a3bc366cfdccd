// Promise: nobody is woken by a distance that so few rows have by chance, and what really moved is told all the same.
import { describe, expect, test } from 'vitest';
import { beyondChance } from '../../../../../src/engine/monitoring/drift/beyondChance';
import { judgeColumn } from '../../../../../src/engine/monitoring/drift/judgeColumn';
import type { Sample } from '../../../../../src/engine/monitoring/drift/sample';
import type { DriftColumn, DriftOptions } from '../../../../../src/protocol/drift';

/** Quantiles of a long tail, which has its spread from few rows. */
function tail(rows: number, scale = 1, without = 0): Float64Array {
  return Float64Array.from({ length: rows - without }, (_, at) => scale * ((at + 0.5) / (rows - at)) ** 2);
}
const numbers = (current: Float64Array): Sample => ({ type: 'num', numbers: { reference: tail(10_000), current, whole: false } });
const judged = (sample: Sample, options: DriftOptions): DriftColumn => judgeColumn({ name: 'c' }, sample, 10_000, options);
const MONITOR: DriftOptions = { method: 'wasserstein', beyondChance: true, threshold: 0.01 };

describe('a distance beyond its threshold', () => {
  const chance = numbers(tail(500, 1, 3));
  const moved = numbers(tail(500, 3));

  test('is no drift where a test beside it finds nothing, and says so', () => {
    expect(judged(chance, { method: 'wasserstein', threshold: 0.01 })).not.toHaveProperty('chance');
    const column = judged(chance, MONITOR);
    expect(column).toMatchObject({ drifted: true, measure: 'distance' });
    expect(column.chance).toBeGreaterThan(0.5);
    const [told] = beyondChance([column]);
    expect(told).toMatchObject({ drifted: false, score: column.score });
    expect(told?.reason).toMatch(/^Its distance is beyond the threshold, and among so few rows that may be chance: p [\d.]+\.$/);
  });

  test('is drift where it is more than chance', () => {
    const [told] = beyondChance([judged(moved, MONITOR)]);
    expect(told).toMatchObject({ drifted: true });
    expect(told).not.toHaveProperty('reason');
  });

  test('has to be the less likely the more columns there are', () => {
    const column = { ...judged(moved, MONITOR), chance: 0.02 };
    const quiet = { ...column, name: 'q', drifted: false };
    expect(beyondChance([column, quiet])[0]?.drifted).toBe(true);
    expect(beyondChance([column, quiet, quiet])[0]?.drifted).toBe(false);
  });

  test('of categories is held against chi-square', () => {
    const sample: Sample = { type: 'cat', counts: { categories: ['a', 'b'], reference: Float64Array.of(5000, 5000), current: Float64Array.of(12, 8) } };
    const column = judged(sample, { method: 'jensenshannon', threshold: 0.01, beyondChance: true });
    expect(column.chance).toBeCloseTo(0.371, 3);
  });
});

test('p-values have another level where it is asked for, unless a threshold is named', () => {
  const sample = numbers(tail(500));
  expect(judged(sample, { method: 'ks', level: 0.01 }).threshold).toBe(0.01);
  expect(judged(sample, { method: 'ks', level: 0.01, threshold: 0.2 }).threshold).toBe(0.2);
  expect(judged(sample, { method: 'wasserstein', level: 0.01 }).threshold).toBe(0.1);
});

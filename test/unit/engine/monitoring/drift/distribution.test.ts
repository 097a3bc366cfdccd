// Promise: what a chart of a column shows holds every value once, in few bins or categories, whatever the values are.
import { describe, expect, test } from 'vitest';
import type { Distribution } from '../../../../../src/protocol/drift';
import { distributionOf } from '../../../../../src/engine/monitoring/drift/distribution';

const numbers = (reference: readonly number[], current: readonly number[], whole = false): Distribution =>
  distributionOf({ type: 'num', numbers: { reference: Float64Array.from(reference).toSorted(), current: Float64Array.from(current).toSorted(), whole } });
const sum = (values: readonly number[]): number => values.reduce((so, value) => so + value, 0);
const edgesOf = (distribution: Distribution): readonly number[] => ('edges' in distribution ? distribution.edges : []);

describe('numbers', () => {
  test.each<[string, readonly number[], readonly number[], boolean]>([
    ['many', Array.from({ length: 100_000 }, (_, at) => Math.sin(at)), [0.5, 3], false],
    ['one value', [3.5, 3.5], [3.5], false],
    ['one huge value', [1e300], [1e300], false],
    ['the whole of float64', [-Number.MAX_VALUE, 0, Number.MAX_VALUE], [1], false],
    ['neighbours in float64', [1, 1 + Number.EPSILON], [1], false],
    ['whole numbers', [1, 2, 3, 9], [4, 700], true],
    ['whole numbers beyond 2^53', [2 ** 60, 2 ** 62], [2 ** 61], true],
  ])('%s', (_, reference, current, whole) => {
    const distribution = numbers(reference, current, whole);
    const edges = edgesOf(distribution);
    expect(edges.length).toBeLessThanOrEqual(41);
    expect(edges).toHaveLength(distribution.reference.length + 1);
    expect(edges.every((edge, at) => Number.isFinite(edge) && (at === 0 || edge > (edges[at - 1] as number)))).toBe(true);
    expect(sum(distribution.reference)).toBeCloseTo(1, 12);
    expect(sum(distribution.current)).toBeCloseTo(1, 12);
  });

  test('each whole number stands in the middle of its bin', () => {
    expect(numbers([1, 2, 2, 4], [3], true)).toEqual({ edges: [0.5, 1.5, 2.5, 3.5, 4.5], reference: [0.25, 0.5, 0, 0.25], current: [0, 0, 1, 0] });
  });
});

describe('categories', () => {
  test('the most frequent of either, and the others together', () => {
    const categories = Array.from({ length: 30 }, (_, at) => `c${at}`);
    const distribution = distributionOf({ type: 'cat', counts: { categories, reference: Float64Array.from(categories, (_, at) => at + 1), current: Float64Array.from(categories, (_, at) => (at === 0 ? 100 : 0)) } });
    expect('categories' in distribution && distribution.categories.slice(0, 3)).toEqual(['c0', 'c29', 'c28']);
    expect(distribution.reference).toHaveLength(20);
    const other = 'other' in distribution ? distribution.other : undefined;
    expect(sum(distribution.reference) + (other?.reference ?? 0)).toBeCloseTo(1, 12);
    expect(other?.current).toBe(0);
  });

  test('few are all told; numbers in their order', () => {
    expect(distributionOf({ type: 'cat', counts: { categories: [1, 2], reference: Float64Array.of(1, 3), current: Float64Array.of(0, 2) } })).toEqual({ categories: ['1', '2'], reference: [0.25, 0.75], current: [0, 1] });
  });
});

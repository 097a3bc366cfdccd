/** Distances between distribution functions, beside their definitions. */
import { describe, expect, it } from 'vitest';
import { energyDistance, wasserstein } from '../../../../../src/engine/monitoring/drift/distances';

/** Whole numbers below 50, so that many are the same. */
function drawn(count: number, seed: number): Float64Array {
  let state = seed;
  return Float64Array.from({ length: count }, () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return Math.floor((state / 2 ** 31) * 50) - 20;
  }).toSorted();
}

/** Σ weigh(F₁ − F₂) · width over the distinct values of both. */
function defined(reference: Float64Array, current: Float64Array, weigh: (gap: number) => number): number {
  const values = [...new Set([...reference, ...current])].toSorted((a, b) => a - b);
  const below = (sample: Float64Array, value: number): number => sample.filter((one) => one <= value).length / sample.length;
  return values.slice(1).reduce((area, value, at) => area + weigh(below(reference, values[at] as number) - below(current, values[at] as number)) * (value - (values[at] as number)), 0);
}

describe('whatever the sizes of the samples', () => {
  it.each([[1, 1], [7, 7], [200, 180], [400, 20], [20, 400], [161, 20], [160, 20], [1, 900], [900, 1]])('%i against %i values', (n1, n2) => {
    const numbers = { reference: drawn(n1, n1 + 1), current: drawn(n2, n2 + 5).map((value) => value + 3), whole: true };
    expect(wasserstein(numbers)).toBeCloseTo(defined(numbers.reference, numbers.current, Math.abs), 12);
    expect(energyDistance(numbers)).toBeCloseTo(Math.sqrt(2 * defined(numbers.reference, numbers.current, (gap) => gap * gap)), 12);
  });
});

it('is none between samples that are one another', () => {
  const same = drawn(500, 3);
  expect(wasserstein({ reference: same, current: same.slice(), whole: true })).toBe(0);
});

import { expect, test } from 'vitest';
import { rangesOf, sampledSteps, thinned } from '../../../../src/engine/tracking/sampling';

/** The rule as MLflow writes it, over plain lists. */
function reference(runs: readonly (readonly number[])[], maxResults: number): number[] {
  const all = [...new Set(runs.flat())].sort((a, b) => a - b);
  if (all.length <= maxResults) {
    return all;
  }
  const chosen = new Set(Array.from({ length: maxResults }, (_, index) => all[Math.floor((index * all.length) / maxResults)] as number));
  chosen.add(all.at(-1) as number);
  for (const run of runs.filter((steps) => steps.length > 0)) {
    chosen.add(Math.min(...run)).add(Math.max(...run));
  }
  return [...chosen].sort((a, b) => a - b);
}

const counted = (first: number, count: number, stride = 1): number[] => Array.from({ length: count }, (_, index) => first + index * stride);

test.each<[string, number[][], number]>([
  ['one run that counts', [counted(0, 1000)], 320],
  ['one run with a stride', [counted(5, 777, 10)], 100],
  ['two runs that overlap', [counted(0, 500), counted(250, 900)], 64],
  ['two runs apart', [counted(-100, 50), counted(1000, 50, 3)], 20],
  ['an empty run', [[], counted(0, 40)], 7],
  ['fewer than asked', [counted(0, 5), counted(3, 5)], 100],
  ['one point wanted', [counted(0, 10)], 1],
  ['gaps everywhere', [[1, 2, 3, 7, 8, 20, 21, 22, 23, 50], [2, 9, 19, 51]], 6],
])('%s', (_name, runs, maxResults) => {
  expect(sampledSteps(runs.map((run) => rangesOf(run)), maxResults)).toEqual(reference(runs, maxResults));
});

test('a long history costs nothing to sample', () => {
  expect(sampledSteps([[[0, 1e12]]], 4)).toEqual([0, 250_000_000_000, 500_000_000_000, 750_000_000_000, 1e12]);
});

test('thinning keeps both ends', () => {
  expect(thinned(counted(0, 100), 4)).toEqual([0, 33, 66, 99]);
  expect(thinned(counted(0, 100), 1)).toEqual([99]);
  expect(thinned([1, 2], 5)).toEqual([1, 2]);
});

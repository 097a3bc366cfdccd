import { expect, test } from 'vitest';
import type { CategoryField, NumberField } from '../../../../webview/charts/fields';
import { importances, shareWords } from '../../../../webview/charts/importance';

const number = (key: string, values: readonly number[]): NumberField => ({ kind: 'number', key, values: Float64Array.from(values) });
const category = (key: string, places: readonly number[], categories: readonly string[]): CategoryField => ({ kind: 'category', key, values: Int32Array.from(places), categories });

const auc = number('auc', [1, 2, 3, 4, 5, 6, 7, 8].map((value) => value / 10));

test('the share is Kelley\'s ε²: 1 − (SSW / (n − k)) / (SST / (n − 1))', () => {
  // Two groups of four: SST 0.42, SSW 2 · 0.05 = 0.10
  const [found] = importances([category('model', [0, 0, 0, 0, 1, 1, 1, 1], ['a', 'b'])], auc, 'higher');
  expect(found?.share).toBeCloseTo(1 - (0.1 / 6) / (0.42 / 7), 12);
  expect(found).toMatchObject({ key: 'model', runs: 8, groups: 2, best: { words: 'b', runs: 4, mean: expect.closeTo(0.65, 12) as number } });
});

test('a param that goes with nothing explains nothing, not less', () => {
  const [found] = importances([category('seed', [0, 1, 0, 1, 1, 0, 1, 0], ['1', '2'])], auc, 'higher');
  expect(found?.share).toBe(0);
});

test('params that are the same in all runs, or different in each, can not be told apart', () => {
  expect(importances([number('same', Array.from({ length: 8 }, () => 3)), category('each', [0, 1, 2, 3, 4, 5, 6, 7], [...'abcdefgh'])], auc, 'higher')).toEqual([]);
});

test('numbers with many values are gathered into bins of equal counts', () => {
  const values = Array.from({ length: 24 }, (_, index) => index);
  const [found] = importances([number('rate', values)], number('loss', values.map((value) => (value < 12 ? 1 : 2))), 'lower');
  expect(found).toMatchObject({ groups: 6, share: 1, best: { words: '0 to 3', mean: 1, runs: 4 } });
});

test('runs without the param or with a metric that is not finite do not count; too few say nothing', () => {
  const withGaps = number('auc', [0.1, NaN, 0.3, Infinity, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95]);
  const params = [category('model', [0, 0, 0, 0, 1, 1, 1, 1, 0, 1], ['a', 'b']), category('rare', [0, 0, 1, 1, -1, -1, -1, -1, -1, -1], ['a', 'b'])];
  expect(importances(params, withGaps, 'higher').map(({ key, runs }) => [key, runs])).toEqual([['model', 8]]);
});

test('the greatest comes first', () => {
  const params = [category('weak', [0, 1, 0, 1, 0, 1, 1, 1], ['a', 'b']), category('strong', [0, 0, 0, 0, 1, 1, 1, 1], ['a', 'b'])];
  expect(importances(params, auc, 'higher').map(({ key }) => key)).toEqual(['strong', 'weak']);
  expect([shareWords(0.456), shareWords(0.004), shareWords(0)]).toEqual(['46 %', '< 1 %', '0 %']);
});

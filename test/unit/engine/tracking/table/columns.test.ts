/** What is counted of columns, and quartiles, against plain definitions. */
import { expect, test } from 'vitest';
import { quantile } from '../../../../../src/engine/tracking/table/bandFold';
import { ColumnFold, numberOf } from '../../../../../src/engine/tracking/table/columnSummary';
import { DistinctCount } from '../../../../../src/engine/tracking/table/distinctCount';

test.each<[string, number | undefined]>([
  ['3', 3], ['-0.5', -0.5], ['1e-3', 0.001], ['.5', 0.5], ['5.', 5], [' 7 ', 7], ['+2E5', 200_000], ['nan', Number.NaN], ['-inf', Number.NaN], ['Infinity', Number.NaN],
  ['', undefined], [' ', undefined], ['0x10', undefined], ['1_000', undefined], ['3 px', undefined], ['None', undefined], ['True', undefined], ['1e', undefined], ['٣', undefined],
])('%j reads as %s', (text, number) => {
  expect(numberOf(text)).toEqual(number);
});

test('different values are counted exactly up to a thousand', () => {
  for (const values of [Array.from({ length: 5_000 }, (_, index) => `value ${index % 900}`), Array.from({ length: 5_000 }, (_, index) => (index % 900) / 7)]) {
    const count = new DistinctCount();
    const seen = new Set<string | number>();
    for (const value of values) {
      expect(count.add(value)).toBe(!seen.has(value));
      seen.add(value);
    }
    expect(count.count).toBe(900);
  }
  const many = new DistinctCount();
  for (let index = 0; index < 3_000; index += 1) {
    many.add(String(index));
  }
  expect([many.count, many.full]).toEqual([1_000, true]);
});

test('past a thousand values a column still knows its range and whether it is one of numbers', () => {
  const fold = new ColumnFold();
  for (let index = 0; index < 2_000; index += 1) {
    fold.addText(String(index));
  }
  expect([fold.runs, fold.distinct, fold.numeric, fold.range]).toEqual([2_000, 1_000, true, { min: 0, max: 1_999 }]);
  fold.addText('last one is a word');
  expect([fold.numeric, fold.range]).toEqual([false, { min: null, max: null }]);
});

test.each<[number[], number, number]>([
  // numpy.quantile([...], share)
  [[1, 2, 3, 4], 0.25, 1.75], [[1, 2, 3, 4], 0.5, 2.5], [[1, 2, 3, 4, 5], 0.75, 4], [[7], 0.25, 7], [[-1.7e308, 1.7e308], 0.5, 0], [[2, 2], 0.3, 2],
])('of %j the quantile %d is %d', (sorted, share, expected) => {
  expect(quantile(sorted, share)).toBeCloseTo(expected, 12);
});

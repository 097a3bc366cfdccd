import { expect, test } from 'vitest';
import { barSpan } from '../../../../webview/charts/barSpan';
import { fieldOf, placeOf } from '../../../../webview/charts/fields';
import { passing, ranks, reordered, withBrush } from '../../../../webview/charts/parallelModel';
import { looksOf } from '../../../../webview/charts/runLook';

test('a metric column becomes numbers in the order of the runs, gaps and infinities kept', () => {
  const field = fieldOf({ kind: 'metric', key: 'auc', runs: [7, 3, 5], values: [0.7, 'NaN', 'Infinity'], steps: [1, 1, 1] }, [3, 5, 7, 9]);
  expect(field).toMatchObject({ kind: 'number', key: 'auc' });
  expect([...field.values]).toEqual([NaN, Infinity, 0.7, NaN]);
  expect(placeOf(field, 1)).toBeNaN();
});

test('a param whose every text reads as a number is one; else its texts are categories, 2 before 10', () => {
  const column = { kind: 'param' as const, key: 'p', runs: [1, 2, 3], places: [0, 1, 0] };
  expect([...fieldOf({ ...column, texts: ['1e-3', '10'] }, [1, 2, 4]).values]).toEqual([0.001, 10, NaN]);
  expect(fieldOf({ ...column, texts: ['layer10', 'layer2'] }, [1, 2, 4])).toEqual({ kind: 'category', key: 'p', categories: ['layer2', 'layer10'], values: Int32Array.of(1, 0, -1) });
  expect(fieldOf({ ...column, texts: ['1', ''] }, [1, 2]).kind).toBe('category');
});

const fields = [fieldOf({ kind: 'metric', key: 'auc', runs: [0, 1, 2], values: [0.1, 0.5, 0.9], steps: [] }, [0, 1, 2, 3]), fieldOf({ kind: 'param', key: 'model', runs: [0, 1, 2, 3], texts: ['a', 'b'], places: [0, 1, 1, 0] }, [0, 1, 2, 3])];

test('a run passes when it lies in every brush; one without the value lies in none', () => {
  expect(passing(fields, {}, 4)).toEqual([true, true, true, true]);
  expect(passing(fields, { auc: [0.4, 1] }, 4)).toEqual([false, true, true, false]);
  expect(passing(fields, { auc: [0, 0.6], model: [0.5, 1.5] }, 4)).toEqual([false, true, false, false]);
  expect(passing(fields, { gone: [0, 1] }, 4)).toEqual([true, true, true, true]);
});

test('axes move, and stay within their row', () => {
  expect(reordered(['a', 'b', 'c'], 'a', 2)).toEqual(['b', 'c', 'a']);
  expect(reordered(['a', 'b', 'c'], 'c', -1)).toEqual(['c', 'a', 'b']);
  expect(withBrush({ a: [0, 1], b: [1, 2] }, 'a', undefined)).toEqual({ b: [1, 2] });
});

test('colours go by rank, the best strongest', () => {
  expect(ranks(fields[0] as (typeof fields)[number], false)).toEqual([0, 0.5, 1, undefined]);
  expect(ranks(fields[0] as (typeof fields)[number], true)).toEqual([1, 0.5, 0, undefined]);
});

test('bars begin at zero unless asked to begin at the least', () => {
  expect(barSpan([0.8, 0.9], 'zero')).toEqual([0, 0.9]);
  expect(barSpan([-2, 3, Infinity], 'zero')).toEqual([-2, 3]);
  expect(barSpan([0.8, 0.9], 'least')[0]).toBeCloseTo(0.79, 12);
  expect([barSpan([], 'least'), barSpan([NaN], 'zero'), barSpan([0], 'zero')]).toEqual([[0, 1], [0, 1], [0, 1]]);
});

test('runs that share a colour differ by their dashes', () => {
  const looks = looksOf(Array.from({ length: 21 }, (_, index) => ({ run_id: String(index), name: '', color: index % 10 })));
  expect(looks.slice(0, 10).every(({ dash }) => dash.length === 0)).toBe(true);
  expect(new Set([looks[0], looks[10], looks[20]].map((look) => String(look?.dash))).size).toBe(3);
});

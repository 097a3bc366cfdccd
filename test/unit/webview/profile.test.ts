// Promise: what the profile page says of columns, in which order, and which bins it tells.
import { describe, expect, test } from 'vitest';
import type { Violation } from '../../../src/protocol/dataSchema';
import type { ColumnProfile, ProfileReport } from '../../../src/protocol/profile';
import { binText, companionsOf, middleText, orderOf, percent, remarks, valueText, violationsByColumn } from '../../../webview/profile/words';

const column = (name: string, more: Partial<ColumnProfile> = {}): ColumnProfile => ({ name, kind: 'number', type: 'num', stored: 'DOUBLE', present: 100, missing: 0, infinite: 0, distinct: 90, distinct_exact: true, unique: 0.9, min: 0, max: 10, mean: 5, std: 1, quantiles: [0, 1, 2, 5, 7, 8, 9], ...more });
const report: ProfileReport = {
  path: '/a.csv', bytes: 1, rows: 100,
  columns: [column('b', { missing: 0.2, min: 5 }), column('Apple', { min: -3 }), column('c', { type: 'text', kind: 'text', distinct: null, min: undefined, quantiles: undefined, top: [{ value: 'x', count: 3 }] })],
  correlations: { columns: ['b', 'Apple', 'z'], pearson: [[1, -0.2, 0.1], [-0.2, 1, null], [0.1, null, 1]], spearman: [[1, -0.9, 0.3], [-0.9, 1, null], [0.3, null, 1]], rows: 100, columns_left_out: 0 },
};
const names = (lines: Int32Array): string[] => [...lines].map((line) => report.columns[line]?.name ?? '');

describe('order', () => {
  const none = new Map<string, Violation[]>();
  test.each([
    [undefined, ['b', 'Apple', 'c']], [{ id: 'name', descending: false }, ['Apple', 'b', 'c']], [{ id: 'missing', descending: true }, ['b', 'Apple', 'c']],
    [{ id: 'min', descending: false }, ['Apple', 'b', 'c']], [{ id: 'min', descending: true }, ['b', 'Apple', 'c']], [{ id: 'distinct', descending: true }, ['b', 'Apple', 'c']],
  ])('by %j: what has no value comes last', (sort, expected) => {
    expect(names(orderOf(report, none, '', sort))).toEqual(expected);
  });

  test('of those that are searched, and of those that break their schema', () => {
    expect(names(orderOf(report, none, 'AP', undefined))).toEqual(['Apple']);
    const broken = violationsByColumn([{ column: 'c', rule: 'min', message: '', count: 1, share: 0.01, examples: [] }, { column: null, rule: 'min_rows', message: '', count: 1, share: 1, examples: [] }]);
    expect([...broken.keys()]).toEqual(['c']);
    expect(names(orderOf(report, broken, '', { id: 'schema', descending: true }))).toEqual(['c', 'b', 'Apple']);
  });
});

test('columns that go together, the strongest first, without those of which nothing is known', () => {
  expect(companionsOf(report, 'b').map(({ name }) => name)).toEqual(['Apple', 'z']);
  expect(companionsOf(report, 'Apple').map(({ name }) => name)).toEqual(['b']);
  expect(companionsOf(report, 'c')).toEqual([]);
});

test.each([[0, '0 %'], [1, '100 %'], [0.00001, '< 0.1 %'], [0.99999, '> 99.9 %'], [0.1234, '12.3 %']])('a share of %d is %s', (share, text) => {
  expect(percent(share)).toBe(text);
});

test('values and middles in words', () => {
  expect([valueText(0.000012345), valueText('2026-03-01T12:30:00'), valueText('2026-03-01T00:00:00'), valueText(undefined)]).toEqual(['1.234e-5', '2026-03-01 12:30:00', '2026-03-01', '']);
  expect(report.columns.map(middleText)).toEqual(['5', '5', 'x']);
});

test.each([
  [column('x', { histogram: { edges: [0, 2.5, 5], counts: [3, 1] } }), 0, '0 to 2.5: 3 rows (75 %)'],
  [column('x', { kind: 'integer', histogram: { edges: [0.5, 1.5, 2.5], counts: [3, 1] } }), 1, '2: 1 row (25 %)'],
  [column('x', { kind: 'integer', histogram: { edges: [0.5, 3.5, 6.5], counts: [3, 1] } }), 1, '4 to 6: 1 row (25 %)'],
  [column('x', { kind: 'time', type: 'datetime', histogram: { edges: [0, 86_400_000], counts: [2] } }), 0, '1970-01-01 to 1970-01-02: 2 rows (100 %)'],
])('a bin is told as %#', (of, bin, text) => {
  expect(binText(of, bin)).toBe(text);
});

test('what should be known before a column is used', () => {
  expect(remarks(column('x', { present: 0, distinct: 0, unique: null, missing: 1 }), 10)).toEqual(['no values']);
  expect(remarks(column('x', { distinct: 1, infinite: 0.25, missing: 0.6 }), 10)).toEqual(['one value only', '25 % infinite', 'mostly missing']);
  expect(remarks(column('x', { kind: 'text', unique: 1 }), 100)).toEqual(['all different']);
});

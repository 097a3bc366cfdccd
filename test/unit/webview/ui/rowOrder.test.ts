/** Ordering of rows by several keys. */
import { describe, expect, it } from 'vitest';
import { orderRows, textRanks } from '../../../../webview/ui/table/rowOrder';

const ranks = (...values: number[]): Float64Array => Float64Array.from(values);
const all = Int32Array.from([0, 1, 2, 3]);

describe('orderRows', () => {
  it('orders by the first key, and by the next where it is equal', () => {
    expect([...orderRows(all, [{ ranks: ranks(1, 2, 1, 2), descending: true }, { ranks: ranks(4, 3, 2, 1), descending: false }])]).toEqual([3, 1, 2, 0]);
  });
  it('keeps the given order where all keys are equal', () => {
    expect([...orderRows(Int32Array.from([2, 0, 3, 1]), [{ ranks: ranks(5, 5, 5, 5), descending: true }])]).toEqual([2, 0, 3, 1]);
  });
  it('puts what has no value last in either direction, after infinities', () => {
    const values = ranks(Number.NaN, Number.POSITIVE_INFINITY, 1, Number.NEGATIVE_INFINITY);
    expect([...orderRows(all, [{ ranks: values, descending: false }])]).toEqual([3, 2, 1, 0]);
    expect([...orderRows(all, [{ ranks: values, descending: true }])]).toEqual([1, 2, 3, 0]);
  });
});

describe('textRanks', () => {
  it('knows numbers within texts, ignores case, and gives equal texts one rank', () => {
    expect([...textRanks(['run-10', 'run-2', 'RUN-2', 'alpha'])]).toEqual([2, 1, 1, 0]);
  });
});

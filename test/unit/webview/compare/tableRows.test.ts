/** Rows, their values and their order, as the compare page keeps them. */
import { describe, expect, it } from 'vitest';
import type { RunColumns } from '../../../../src/protocol/table';
import { arrangeRows } from '../../../../webview/compare/arrangeRows';
import { columnFormat } from '../../../../webview/compare/columnNumbers';
import { barLength, metricScale } from '../../../../webview/compare/metricScale';
import { RunRows } from '../../../../webview/compare/runRows';
import { ValueColumn } from '../../../../webview/compare/valueColumn';

function told(ids: readonly string[]): RunColumns {
  const zeros = ids.map((): 0 => 0);
  return {
    number: ids.map((id) => id.codePointAt(0) ?? 0), run_id: ids, experiment_id: ids.map(() => '1'), name: ids, status: ids.map(() => 'FINISHED'), lost: zeros, deleted: zeros,
    start_time: ids.map((_, index) => 1000 - index), end_time: ids.map(() => null), last_activity: zeros, step: zeros, parent_run_id: ids.map(() => null),
  };
}
const number = (id: string): number => id.codePointAt(0) ?? 0;

describe('RunRows', () => {
  it('keeps the row of a run when it is told again, and lists only what matches', () => {
    const runs = new RunRows();
    expect(runs.put(told(['a', 'b', 'c']))).toEqual([0, 1, 2]);
    runs.listOnly([0, 2]);
    expect(runs.put(told(['c', 'd']))).toEqual([2, 3]);
    expect([...runs.listedRows()]).toEqual([0, 2]);
  });
});

describe('ValueColumn', () => {
  it('tells what is unknown from what is absent and from NaN', () => {
    const runs = new RunRows();
    runs.put(told(['a', 'b', 'c']));
    const column = new ValueColumn({ kind: 'metric', key: 'auc' });
    column.put({ kind: 'metric', key: 'auc', runs: [number('a')], values: ['NaN'], steps: [3] }, [0, 1], runs);
    expect([0, 1, 2].map((row) => [column.knows(row), column.has(row), column.number(row)])).toEqual([[true, true, Number.NaN], [true, false, Number.NaN], [false, false, Number.NaN]]);
  });
  it('takes later values of some runs without losing the others', () => {
    const runs = new RunRows();
    runs.put(told(['a', 'b']));
    const column = new ValueColumn({ kind: 'param', key: 'lr' });
    column.put({ kind: 'param', key: 'lr', runs: [number('a'), number('b')], texts: ['0.1', '0.02'], places: [0, 1] }, [0, 1], runs);
    column.put({ kind: 'param', key: 'lr', runs: [number('b')], texts: ['0.3'], places: [0] }, [1], runs);
    expect([column.text(0), column.text(1)]).toEqual(['0.1', '0.3']);
    expect([...column.ranks(2)]).toEqual([0.1, 0.3]);
  });
});

describe('arrangeRows', () => {
  const rows = Int32Array.from([0, 1, 2, 3]);
  const starts = [10, 40, 30, 20];

  it('stands newest first where nothing else decides', () => expect([...arrangeRows(rows, starts, []).lines]).toEqual([1, 2, 3, 0]));
  it('orders groups by their first run, and leaves only the head of a folded one', () => {
    const keys = [{ ranks: Float64Array.from([0.9, 0.1, 0.8, 0.2]), descending: true }];
    const groupOf = (row: number): string => row % 2 === 0 ? 'even' : 'odd';
    expect([...arrangeRows(rows, starts, keys, groupOf).lines]).toEqual([-1, 0, 2, -2, 3, 1]);
    const folded = arrangeRows(rows, starts, keys, groupOf, ['even']);
    expect([...folded.lines]).toEqual([-1, -2, 3, 1]);
    expect(folded.groups.map(({ value, rows: members }) => [value, members.length])).toEqual([['even', 2], ['odd', 2]]);
  });
});

describe('numbers of a column', () => {
  it('have the same decimals down the column', () => {
    const write = columnFormat(0.2, 0.914, false);
    expect([write(0.914), write(0.9), write(Number.NaN), write(-0.5)]).toEqual(['0.9140', '0.9000', 'NaN', '−0.5000']);
    expect(columnFormat(1, 50, true)(50)).toBe('50');
    expect(columnFormat(0.00001, 0.00002, false)(0.00001234)).toBe('1.234e−5'.replace('−', '-'));
  });
  it('give the longest bar to the best', () => {
    const runs = new RunRows();
    runs.put(told(['a', 'b', 'c']));
    const column = new ValueColumn({ kind: 'metric', key: 'loss' });
    column.put({ kind: 'metric', key: 'loss', runs: ['a', 'b', 'c'].map(number), values: [0.1, 0.5, 'Infinity'], steps: [0, 0, 0] }, [0, 1, 2], runs);
    const scale = metricScale(column, Int32Array.from([0, 1, 2]));
    expect([scale.min, scale.max]).toEqual([0.1, 0.5]);
    expect([barLength(0.1, scale, true), barLength(0.5, scale, true), barLength(0.5, scale, false), barLength(Number.POSITIVE_INFINITY, scale, false)]).toEqual([1, 0, 1, 0]);
    const alone = metricScale(column, Int32Array.from([0]));
    expect([barLength(0.1, alone, true), barLength(0.1, alone, false)]).toEqual([1, 1]);
  });
});

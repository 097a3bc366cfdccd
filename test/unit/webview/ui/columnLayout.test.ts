/** Columns: order, widths, visibility, pinning. */
import { describe, expect, it } from 'vitest';
import { columnAt } from '../../../../webview/ui/table/columnDrag';
import { layoutColumns, movedColumn } from '../../../../webview/ui/table/columnLayout';
import { untouched, type GridColumn } from '../../../../webview/ui/table/gridColumn';

function column(id: string, more: Partial<GridColumn> = {}): GridColumn {
  return { id, title: id, group: '', align: 'start', width: 100, cell: () => '', text: () => '', ...more };
}
const columns = [column('name', { pinned: true, width: 200 }), column('a'), column('b'), column('c')];

describe('layoutColumns', () => {
  it('stands pinned columns apart and counts from each part\'s own edge', () => {
    const layout = layoutColumns(columns, { order: ['c', 'a'], shown: {}, widths: { a: 300 } }, new Set());
    expect(layout.pinned.map(({ id }) => id)).toEqual(['name']);
    expect(layout.scrolling.map(({ id, start, size }) => [id, start, size])).toEqual([['c', 0, 100], ['a', 100, 300], ['b', 400, 100]]);
    expect([layout.pinnedWidth, layout.width]).toEqual([200, 700]);
  });
  it('hides what is hidden at first until someone shows it', () => {
    expect(layoutColumns(columns, untouched, new Set(['b'])).scrolling.map(({ id }) => id)).toEqual(['a', 'c']);
    expect(layoutColumns(columns, { ...untouched, shown: { b: true, c: false } }, new Set(['b'])).scrolling.map(({ id }) => id)).toEqual(['a', 'b']);
  });
  it('keeps widths within bounds', () => {
    expect(layoutColumns(columns, { ...untouched, widths: { a: 1, b: 5000 } }, new Set()).scrolling.map(({ size }) => size)).toEqual([48, 900, 100]);
  });
});

describe('moving a column', () => {
  it('puts it before another, or at the end', () => {
    expect(movedColumn(['a', 'b', 'c'], 'c', 'a')).toEqual(['c', 'a', 'b']);
    expect(movedColumn(['a', 'b', 'c'], 'a', undefined)).toEqual(['b', 'c', 'a']);
    expect(movedColumn(['a', 'b', 'c'], 'a', 'a')).toEqual(['a', 'b', 'c']);
  });
  it('lands before the column of whose first half the pointer is left', () => {
    const { scrolling } = layoutColumns(columns, untouched, new Set());
    expect([columnAt(scrolling, 10), columnAt(scrolling, 60), columnAt(scrolling, 999)]).toEqual(['a', 'b', undefined]);
  });
});

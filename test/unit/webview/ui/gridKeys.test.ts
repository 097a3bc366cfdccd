/** What keys mean in the grid. */
import { describe, expect, it } from 'vitest';
import { gridAct, nextSort, type GridAct } from '../../../../webview/ui/table/gridKeys';

const extent = { lines: 100, columns: 5, page: 20 };
function press(key: string, at: { line: number; column: number }, held: { shift?: boolean; ctrl?: boolean; alt?: boolean } = {}): GridAct | undefined {
  return gridAct({ key, shiftKey: held.shift ?? false, ctrlKey: held.ctrl ?? false, metaKey: false, altKey: held.alt ?? false }, at, extent);
}
function target(act: GridAct | undefined): unknown {
  return act?.act === 'go' ? act.to : undefined;
}

describe('moving', () => {
  it('stops at the edges, and the header is above the first line', () => {
    expect(target(press('ArrowUp', { line: 0, column: 2 }))).toEqual({ line: -1, column: 2 });
    expect(target(press('ArrowUp', { line: -1, column: 2 }))).toEqual({ line: -1, column: 2 });
    expect(target(press('ArrowRight', { line: 3, column: 4 }))).toEqual({ line: 3, column: 4 });
  });
  it('goes by pages and to the ends', () => {
    expect(target(press('PageDown', { line: 90, column: 0 }))).toEqual({ line: 99, column: 0 });
    expect(target(press('Home', { line: 9, column: 3 }))).toEqual({ line: 9, column: 0 });
    expect(target(press('End', { line: 9, column: 3 }, { ctrl: true }))).toEqual({ line: 99, column: 4 });
  });
  it('ticks what it passes while shift is held', () => {
    expect(press('ArrowDown', { line: 3, column: 1 }, { shift: true })).toEqual({ act: 'go', to: { line: 4, column: 1 }, extend: true });
  });
});

describe('acting', () => {
  it('sorts in the header and opens or ticks in a row', () => {
    expect(press('Enter', { line: -1, column: 2 }, { shift: true })).toEqual({ act: 'sort', additive: true });
    expect(press('Enter', { line: 2, column: 2 })).toEqual({ act: 'open' });
    expect(press(' ', { line: 2, column: 2 })).toEqual({ act: 'select' });
  });
  it('moves and resizes columns from their title only', () => {
    expect(press('ArrowLeft', { line: -1, column: 2 }, { alt: true })).toEqual({ act: 'move', by: -1 });
    expect(press('ArrowRight', { line: -1, column: 2 }, { alt: true, shift: true })).toEqual({ act: 'resize', by: 16 });
    expect(press('ArrowLeft', { line: 2, column: 2 }, { alt: true })).toBeUndefined();
  });
  it('leaves all other keys to the editor', () => expect(press('p', { line: 2, column: 2 }, { ctrl: true })).toBeUndefined());
});

describe('nextSort', () => {
  it('goes from the direction that is meant, over the other one, to none', () => {
    const first = nextSort([], 'metric:auc', true, false);
    const second = nextSort(first, 'metric:auc', true, false);
    expect([first, second, nextSort(second, 'metric:auc', true, false)]).toEqual([[{ id: 'metric:auc', descending: true }], [{ id: 'metric:auc', descending: false }], []]);
  });
  it('adds a key with shift and replaces all without', () => {
    const both = nextSort([{ id: 'a', descending: false }], 'b', true, true);
    expect(both).toEqual([{ id: 'a', descending: false }, { id: 'b', descending: true }]);
    expect(nextSort(both, 'b', true, true)).toEqual([{ id: 'a', descending: false }, { id: 'b', descending: false }]);
    expect(nextSort(both, 'c', false, false)).toEqual([{ id: 'c', descending: false }]);
  });
});

/** What keys mean in a grid (WAI-ARIA grid pattern), as a function of where one stands. */

/** `line` -1 is the header. */
export interface GridPlace {
  readonly line: number;
  readonly column: number;
}
export interface GridExtent {
  readonly lines: number;
  readonly columns: number;
  /** lines that a page is long */
  readonly page: number;
}
export interface Pressed {
  readonly key: string;
  readonly shiftKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
}

export type GridAct =
  | { readonly act: 'go'; readonly to: GridPlace; /** ticks what lies between as well */ readonly extend: boolean }
  | { readonly act: 'select' | 'selectRange' | 'selectAll' | 'selectNone' | 'open' | 'menu' | 'copy' }
  | { readonly act: 'sort'; readonly additive: boolean }
  | { readonly act: 'move'; readonly by: -1 | 1 }
  | { readonly act: 'resize'; readonly by: number };

const RESIZE = 16;

/** @returns undefined for keys that mean nothing here */
export function gridAct(pressed: Pressed, at: GridPlace, extent: GridExtent): GridAct | undefined {
  const command = pressed.ctrlKey || pressed.metaKey;
  const header = at.line === -1;
  const lastLine = extent.lines - 1;
  const lastColumn = extent.columns - 1;
  const go = (line: number, column: number): GridAct => ({
    act: 'go', to: { line: Math.max(-1, Math.min(lastLine, line)), column: Math.max(0, Math.min(lastColumn, column)) }, extend: pressed.shiftKey && !header,
  });
  if (header && pressed.altKey && (pressed.key === 'ArrowLeft' || pressed.key === 'ArrowRight')) {
    const by = pressed.key === 'ArrowLeft' ? -1 : 1;
    return pressed.shiftKey ? { act: 'resize', by: by * RESIZE } : { act: 'move', by };
  }
  if (pressed.altKey) {
    return undefined;
  }
  switch (pressed.key) {
    case 'ArrowUp': return command ? go(0, at.column) : go(at.line - 1, at.column);
    case 'ArrowDown': return command ? go(lastLine, at.column) : go(at.line + 1, at.column);
    case 'ArrowLeft': return go(at.line, command ? 0 : at.column - 1);
    case 'ArrowRight': return go(at.line, command ? lastColumn : at.column + 1);
    case 'PageUp': return go(Math.max(0, at.line - extent.page), at.column);
    case 'PageDown': return go(at.line + extent.page, at.column);
    case 'Home': return go(command ? 0 : at.line, 0);
    case 'End': return go(command ? lastLine : at.line, lastColumn);
    case ' ': return header ? { act: 'sort', additive: pressed.shiftKey } : { act: pressed.shiftKey ? 'selectRange' : 'select' };
    case 'Enter': return header ? { act: 'sort', additive: pressed.shiftKey } : { act: 'open' };
    case 'ContextMenu': return { act: 'menu' };
    case 'F10': return pressed.shiftKey ? { act: 'menu' } : undefined;
    case 'a': return command ? { act: 'selectAll' } : undefined;
    case 'c': return command ? { act: 'copy' } : undefined;
    case 'Escape': return { act: 'selectNone' };
    default: return undefined;
  }
}

/** The sort after a click on a column's header: one key, or with shift one more. A third click takes the key away. */
export function nextSort(
  sort: readonly { readonly id: string; readonly descending: boolean }[], id: string, descendingFirst: boolean, additive: boolean,
): readonly { readonly id: string; readonly descending: boolean }[] {
  const now = sort.find((key) => key.id === id);
  const next = now === undefined ? { id, descending: descendingFirst } : now.descending === descendingFirst ? { id, descending: !descendingFirst } : undefined;
  if (!additive) {
    return next === undefined ? [] : [next];
  }
  if (now === undefined) {
    return next === undefined ? sort : [...sort, next];
  }
  return sort.flatMap((key) => key.id === id ? next ?? [] : [key]);
}

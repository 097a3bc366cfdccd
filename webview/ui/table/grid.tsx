/**
 * The table kit: any number of lines and columns of which only those on screen stand in the page, with a head and first columns that stay,
 * everything within reach of the keyboard (WAI-ARIA grid, roving tabindex). What a cell shows is the panel's affair.
 */
import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { dragColumn, dragEdge } from './columnDrag';
import { narrowest, type ColumnLayout, type PlacedColumn } from './columnLayout';
import { groupOfLine, type Line, type SortKey } from './gridColumn';
import { GridHeader } from './gridHeader';
import { gridAct, type GridAct } from './gridKeys';
import { GridRow } from './gridRow';
import { usePassing } from './passing';
import { RowSlots } from './rowSlots';
import { useVirtual } from './virtualLines';
import './grid.css';

export const rowHeight = 30;
export const headHeight = 54;


export interface GridScroll { readonly top: number; readonly left: number }

/** What a person does to the grid. Rows are named by their index in the panel's data. */
export interface GridActs {
  sort(id: string, additive: boolean): void;
  /** @param before undefined: to the end */
  move(id: string, before: string | undefined): void;
  /** @param width px; undefined: as wide as at first */
  resize(id: string, width: number | undefined): void;
  toggle(row: number): void;
  /** ticks all of these */
  selectRows(rows: readonly number[]): void;
  selectAll(): void;
  selectNone(): void;
  open(row: number): void;
  toggleGroup(group: number): void;
  copy(text: string): void;
  /** @param row undefined: the menu of the column */
  menu(anchor: DOMRect, columnId: string, row: number | undefined): void;
  /** the row under the pointer; undefined when it left */
  hover(row: number | undefined): void;
  /** the scrolling columns that are on screen, told when they are others */
  shows(columns: readonly PlacedColumn[]): void;
  scrolled(scroll: GridScroll): void;
}

export interface GridProps {
  readonly label: string;
  readonly layout: ColumnLayout;
  readonly lines: Int32Array;
  readonly version: number;
  readonly sort: readonly SortKey[];
  readonly acts: GridActs;
  readonly selected: (row: number) => boolean;
  readonly rowClass: (row: number) => string;
  readonly lit: number | undefined;
  readonly groupLabel: (group: string) => ComponentChildren;
  readonly groupHead: (group: number) => ComponentChildren;
  readonly groupOpen: (group: number) => boolean;
  readonly scroll: GridScroll;
  /** row to bring into view, when it becomes another one */
  readonly reveal?: number | undefined;
}

interface Active { readonly line: Line | 'header'; readonly column: string }

export function Grid(props: GridProps): JSX.Element {
  const { layout, lines, acts } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const columns = useMemo(() => [...layout.pinned, ...layout.scrolling], [layout]);
  const places = useMemo(() => new Map(columns.map(({ id }, index) => [id, index])), [columns]);
  const columnIndex = useMemo(() => (id: string): number => places.get(id) ?? 0, [places]);
  const [active, setActive] = useState<Active>();
  const [drop, setDrop] = useState<string>();
  const anchor = useRef<number | undefined>(undefined);
  const wantsFocus = useRef(false);

  const activeColumn = columns[active === undefined ? 0 : columnIndex(active.column)]?.id ?? '';
  const activeLine = active === undefined || active.line === 'header' ? -1 : lines.indexOf(active.line);
  const kept = activeLine;
  const keptColumn = columnIndex(activeColumn) - layout.pinned.length;
  const rows = useVirtual({ count: lines.length, size: () => rowHeight, horizontal: false, scroller: () => scroller.current, covered: headHeight, kept, overscan: 3 });
  const across = useVirtual({
    count: layout.scrolling.length, size: (index) => layout.scrolling[index]?.size ?? 0, horizontal: true, scroller: () => scroller.current, covered: layout.pinnedWidth, kept: keptColumn, overscan: 1,
  });
  useLayoutEffect(() => across.measure(), [layout, across]);

  const indexes = across.getVirtualItems().map(({ index }) => index);
  const shownKey = indexes.join();
  // The same array while the same columns are on screen: rows compare it to know whether to draw again.
  const shown = useMemo(() => indexes.flatMap((index) => layout.scrolling[index] ?? []), [layout, shownKey]);
  const items = rows.getVirtualItems();
  const passing = usePassing(rows.scrollOffset ?? 0, rows.scrollRect?.height ?? Number.POSITIVE_INFINITY);
  const [slots] = useState(() => new RowSlots());
  const near = items.filter(({ index }) => index !== activeLine || !isFar(items, index));
  slots.show(near[0]?.index ?? 0, near.at(-1)?.index ?? 0);
  useEffect(() => acts.shows(shown), [shown, acts]);

  useKeptScroll(scroller, props, lines);
  useEffect(() => {
    // A row that scrolled out gave its elements away, and the focus with them: it goes back to where keys start from.
    const lost = document.activeElement instanceof HTMLElement && document.activeElement.tabIndex === -1 && scroller.current?.contains(document.activeElement) === true;
    if (wantsFocus.current || lost) {
      wantsFocus.current = false;
      scroller.current?.querySelector<HTMLElement>('[tabindex="0"]')?.focus({ preventScroll: true });
    }
  });

  useEffect(() => {
    const at = props.reveal === undefined ? -1 : lines.indexOf(props.reveal);
    if (at >= 0) {
      reveal(scroller.current, at);
    }
  }, [props.reveal]);

  const goTo = (line: number, column: number): void => {
    const id = columns[column]?.id ?? '';
    wantsFocus.current = true;
    setActive({ line: line === -1 ? 'header' : lines[line] ?? 0, column: id });
    if (line >= 0) {
      reveal(scroller.current, line);
    }
    revealColumn(scroller.current, layout, id);
  };
  const rowAt = (index: number): number | undefined => {
    const line = lines[index];
    return line === undefined || groupOfLine(line) !== undefined ? undefined : line;
  };
  const rowsBetween = (from: number, to: number): number[] => [...lines.subarray(Math.min(from, to), Math.max(from, to) + 1)].filter((line) => groupOfLine(line) === undefined);

  const perform = (act: GridAct, at: number): void => {
    const column = columns[columnIndex(activeColumn)];
    const line = lines[at];
    const row = rowAt(at);
    switch (act.act) {
      case 'go':
        if (act.extend && act.to.line !== at && at >= 0) {
          anchor.current ??= at;
          acts.selectRows(rowsBetween(anchor.current, Math.max(0, act.to.line)));
        } else if (!act.extend) {
          anchor.current = undefined;
        }
        goTo(act.to.line, act.to.column);
        break;
      case 'select':
      case 'open':
        if (line !== undefined && groupOfLine(line) !== undefined) {
          acts.toggleGroup(groupOfLine(line) ?? 0);
        } else if (row !== undefined) {
          (act.act === 'select' ? acts.toggle : acts.open)(row);
          anchor.current = act.act === 'select' ? at : anchor.current;
        }
        break;
      case 'selectRange': acts.selectRows(rowsBetween(anchor.current ?? at, at)); break;
      case 'selectAll': acts.selectAll(); break;
      case 'selectNone': acts.selectNone(); break;
      case 'sort':
        if (column?.sortable) { acts.sort(column.id, act.additive); } else if (column?.header !== undefined) { acts.selectAll(); }
        break;
      case 'move': moveBy(act.by); break;
      case 'resize': if (column !== undefined) { acts.resize(column.id, Math.max(narrowest, column.size + act.by)); } break;
      case 'copy': if (row !== undefined && column !== undefined) { acts.copy(column.text(row)); } break;
      case 'menu': {
        const focused = scroller.current?.querySelector('[tabindex="0"]')?.getBoundingClientRect();
        if (focused !== undefined) { acts.menu(focused, activeColumn, row); }
      }
    }
  };
  const moveBy = (by: -1 | 1): void => {
    const at = columnIndex(activeColumn) - layout.pinned.length;
    if (at >= 0 && layout.scrolling[at + by] !== undefined) {
      wantsFocus.current = true;
      acts.move(activeColumn, layout.scrolling[by === -1 ? at - 1 : at + 2]?.id);
    }
  };

  const onKeyDown = (event: KeyboardEvent): void => {
    if (!(event.target instanceof HTMLElement) || event.target.closest('[data-column]') === null) {
      return;
    }
    const page = Math.max(1, Math.floor(((scroller.current?.clientHeight ?? 0) - headHeight) / rowHeight) - 1);
    const act = gridAct(event, { line: activeLine, column: columnIndex(activeColumn) }, { lines: lines.length, columns: columns.length, page });
    if (act !== undefined) {
      event.preventDefault();
      // What the grid has used, the editor around must not use again.
      event.stopPropagation();
      perform(act, activeLine);
    }
  };
  const onClick = (event: MouseEvent): void => {
    const place = placeOf(event);
    if (place === undefined) {
      return;
    }
    wantsFocus.current = true;
    setActive({ line: place.line, column: place.column === '' ? activeColumn : place.column });
    const column = columns[columnIndex(place.column)];
    if (place.line === 'header') {
      if (column?.sortable) { acts.sort(column.id, event.shiftKey); } else if (column?.header !== undefined) { acts.selectAll(); }
      return;
    }
    const group = groupOfLine(place.line);
    const at = lines.indexOf(place.line);
    if (group !== undefined) {
      acts.toggleGroup(group);
    } else if (event.shiftKey && anchor.current !== undefined) {
      acts.selectRows(rowsBetween(anchor.current, at));
    } else {
      anchor.current = at;
      if (event.target instanceof HTMLElement && event.target.closest('a, button') !== null) {
        acts.open(place.line);
      } else {
        acts.toggle(place.line);
      }
    }
  };
  const onPointerDown = (event: PointerEvent): void => {
    const place = placeOf(event);
    if (place?.line !== 'header' || event.button !== 0) {
      return;
    }
    const column = columns[columnIndex(place.column)];
    if (event.target instanceof HTMLElement && event.target.dataset['resize'] !== undefined && column !== undefined) {
      dragEdge(event, column.size, (width) => acts.resize(column.id, Math.max(narrowest, width)));
    } else if (column !== undefined && column.pinned !== true) {
      const left = (): number => { const box = scroller.current; return box === null ? 0 : box.getBoundingClientRect().left - box.scrollLeft + layout.pinnedWidth; };
      dragColumn(event, column.id, layout.scrolling, left, { drop: setDrop, move: (id, before) => acts.move(id, before) });
    }
  };
  const onContextMenu = (event: MouseEvent): void => {
    const place = placeOf(event);
    if (place !== undefined && place.column !== '') {
      event.preventDefault();
      event.stopPropagation();
      acts.menu(new DOMRect(event.clientX, event.clientY, 0, 0), place.column, place.line === 'header' || place.line < 0 ? undefined : place.line);
    }
  };
  const hovered = useRef<number | undefined>(undefined);
  const hover = (row: number | undefined): void => {
    if (hovered.current !== row) {
      hovered.current = row;
      acts.hover(row);
    }
  };
  // Whatever brought the focus here, a click or a screen reader: from now on keys start from there.
  const onFocusIn = (event: FocusEvent): void => {
    const place = placeOf(event);
    if (place !== undefined && (place.line !== active?.line || place.column !== active.column) && place.column !== '') {
      setActive({ line: place.line, column: place.column });
    }
  };
  const onPointerOver = (event: PointerEvent): void => {
    const place = placeOf(event);
    const row = typeof place?.line === 'number' && place.line >= 0 ? place.line : undefined;
    hover(row);
    // Given when it is looked for: thousands of cells need none.
    const cell = event.target instanceof Element ? event.target.closest<HTMLElement>('.grid-cell') : null;
    if (cell !== null && row !== undefined && place !== undefined) {
      cell.title = columns[columnIndex(place.column)]?.text(row) ?? '';
    }
  };
  return (
    <div
      ref={scroller} class={`grid ${passing ? 'passing' : ''}`} role="grid" aria-label={props.label} aria-rowcount={lines.length + 2} aria-colcount={columns.length} aria-multiselectable="true"
      onKeyDown={onKeyDown} onClick={onClick} onPointerDown={onPointerDown} onContextMenu={onContextMenu}
      onDblClick={(event) => { const target = event.target; if (target instanceof HTMLElement && target.dataset['resize'] !== undefined) { acts.resize(target.dataset['resize'], undefined); } }}
      onFocusIn={onFocusIn} onPointerOver={onPointerOver}
      onPointerLeave={() => hover(undefined)}
    >
      <GridHeader
        pinned={layout.pinned} pinnedWidth={layout.pinnedWidth} scrolling={layout.scrolling} shown={shown} width={layout.width} sort={props.sort} drop={drop}
        active={activeLine === -1 ? activeColumn : undefined} columnIndex={columnIndex} groupLabel={props.groupLabel}
      />
      <div class="grid-body" role="rowgroup" style={{ height: `${lines.length * rowHeight}px`, width: `${layout.width}px` }}>
        {items.map(({ index }) => {
          const line = lines[index] ?? 0;
          return (
            <GridRow
              key={index === activeLine && isFar(items, index) ? 'far' : slots.slotOf(index)} line={line} index={index} height={rowHeight} pinned={layout.pinned} pinnedWidth={layout.pinnedWidth} scrolling={shown} width={layout.width} version={props.version} passing={passing}
              selected={line >= 0 && props.selected(line)} lit={props.lit === line} className={line >= 0 ? props.rowClass(line) : ''} active={index === activeLine ? activeColumn : undefined}
              columnIndex={columnIndex} groupHead={props.groupHead} groupOpen={props.groupOpen}
            />
          );
        })}
      </div>
    </div>
  );
}

/** Whether a line is drawn only because it has the focus, away from those on screen. */
function isFar(items: readonly { readonly index: number }[], index: number): boolean {
  return items.length > 1 && !items.some((item) => Math.abs(item.index - index) === 1);
}

/** Where the page was scrolled to comes back at first; later what is looked at stays where it is when lines come or go above it. */
function useKeptScroll(scroller: { readonly current: HTMLElement | null }, { scroll, acts }: GridProps, lines: Int32Array): void {
  const before = useRef<{ readonly lines: Int32Array } | undefined>(undefined);
  useLayoutEffect(() => {
    const box = scroller.current;
    const last = before.current;
    if (box === null || lines.length === 0) {
      return;
    }
    if (last === undefined) {
      box.scrollTo(scroll.left, scroll.top);
    } else if (last.lines !== lines && box.scrollTop > 0) {
      const was = Math.floor(box.scrollTop / rowHeight);
      const now = lines.indexOf(last.lines[was] ?? Number.NaN);
      // A few lines more or less: hold still. A new order: the top of the view is as good a place as any.
      if (now !== -1 && now !== was && Math.abs(now - was) <= Math.abs(lines.length - last.lines.length)) {
        box.scrollTop += (now - was) * rowHeight;
      }
    }
    before.current = { lines };
  }, [lines]);
  useEffect(() => {
    const box = scroller.current;
    const told = (): void => { if (box !== null) { acts.scrolled({ top: box.scrollTop, left: box.scrollLeft }); } };
    box?.addEventListener('scroll', told, { passive: true });
    return () => box?.removeEventListener('scroll', told);
  }, [acts]);
}

function placeOf(event: Event): { readonly line: Line | 'header'; readonly column: string } | undefined {
  if (!(event.target instanceof Element)) {
    return undefined;
  }
  const line = event.target.closest<HTMLElement>('[data-line]')?.dataset['line'];
  const column = event.target.closest<HTMLElement>('[data-column]')?.dataset['column'];
  return line === undefined ? undefined : { line: line === 'header' ? line : Number(line), column: column ?? '' };
}

function reveal(box: HTMLElement | null, line: number): void {
  if (box === null) {
    return;
  }
  const top = line * rowHeight;
  const bottom = top + rowHeight;
  const height = box.clientHeight - headHeight;
  if (top < box.scrollTop) {
    box.scrollTop = top;
  } else if (bottom > box.scrollTop + height) {
    box.scrollTop = bottom - height;
  }
}

function revealColumn(box: HTMLElement | null, layout: ColumnLayout, id: string): void {
  const column = layout.scrolling.find((other) => other.id === id);
  if (box === null || column === undefined) {
    return;
  }
  const width = box.clientWidth - layout.pinnedWidth;
  if (column.start < box.scrollLeft) {
    box.scrollLeft = column.start;
  } else if (column.start + column.size > box.scrollLeft + width) {
    box.scrollLeft = column.start + column.size - width;
  }
}

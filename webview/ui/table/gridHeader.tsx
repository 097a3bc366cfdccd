/** The sticky head of the grid: a group line, and the titles with their sort, their menu and their width. */
import type { ComponentChildren, JSX } from 'preact';
import type { PlacedColumn } from './columnLayout';
import type { SortKey } from './gridColumn';

export interface GridHeaderProps {
  readonly pinned: readonly PlacedColumn[];
  readonly pinnedWidth: number;
  /** all scrolling columns: the group line spans them */
  readonly scrolling: readonly PlacedColumn[];
  readonly shown: readonly PlacedColumn[];
  readonly width: number;
  readonly sort: readonly SortKey[];
  /** id of the column whose title takes the focus */
  readonly active: string | undefined;
  /** before which title a dragged one would land; the empty text: after the last */
  readonly drop: string | undefined;
  readonly columnIndex: (id: string) => number;
  readonly groupLabel: (group: string) => ComponentChildren;
}

interface Span { readonly group: string; readonly start: number; readonly end: number; readonly first: string; readonly columns: number }

export function GridHeader(props: GridHeaderProps): JSX.Element {
  const { pinned, pinnedWidth, scrolling, shown, width, drop } = props;
  const from = shown[0]?.start ?? 0;
  const to = (shown.at(-1)?.start ?? 0) + (shown.at(-1)?.size ?? 0);
  const dropAt = drop === undefined ? undefined : drop === '' ? width : pinnedWidth + (scrolling.find(({ id }) => id === drop)?.start ?? 0);
  return (
    <div class="grid-head" role="rowgroup" style={{ width: `${width}px` }}>
      <div role="row" aria-rowindex={1} class="grid-groups">
        <div class="grid-pinned" role="presentation" style={{ width: `${pinnedWidth}px` }}>
          <div role="columnheader" aria-colindex={1} aria-colspan={Math.max(1, pinned.length)} class="grid-group">{props.groupLabel(pinned[0]?.group ?? '')}</div>
        </div>
        {spans(scrolling).filter(({ start, end }) => end > from && start < to).map(({ group, start, end, first, columns }) => (
          <div
            key={first} role="columnheader" aria-colindex={props.columnIndex(first) + 1} aria-colspan={columns} class={`grid-group ${start > 0 ? 'divided' : ''}`}
            style={{ left: `${pinnedWidth + start}px`, width: `${end - start}px` }}
          >
            <span class="grid-group-label" style={{ left: `${pinnedWidth}px` }}>{props.groupLabel(group)}</span>
          </div>
        ))}
      </div>
      <div role="row" aria-rowindex={2} class="grid-titles" data-line="header">
        <div class="grid-pinned" role="presentation" style={{ width: `${pinnedWidth}px` }}>
          {pinned.map((column) => <Title key={column.id} {...props} column={column} left={column.start} />)}
        </div>
        {shown.map((column) => <Title key={column.id} {...props} column={column} left={pinnedWidth + column.start} />)}
      </div>
      {dropAt !== undefined && <div class="grid-drop" style={{ left: `${dropAt}px` }} />}
    </div>
  );
}

function Title({ column, left, sort, active, columnIndex }: GridHeaderProps & { readonly column: PlacedColumn; readonly left: number }): JSX.Element {
  const at = sort.findIndex(({ id }) => id === column.id);
  const key = sort[at];
  const ariaSort = key === undefined ? (column.sortable ? 'none' : undefined) : key.descending ? 'descending' : 'ascending';
  return (
    <div
      role="columnheader" aria-colindex={columnIndex(column.id) + 1} aria-sort={ariaSort} data-column={column.id} tabIndex={active === column.id ? 0 : -1}
      class={`grid-title ${column.align} ${column.muted ? 'muted' : ''} ${column.sortable ? 'sortable' : ''}`} title={column.hint === undefined ? column.title : `${column.title}\n${column.hint}`}
      style={{ left: `${left}px`, width: `${column.size}px` }}
    >
      {column.header === undefined
        ? (
          <>
            {key !== undefined && <span class={`codicon codicon-arrow-${key.descending ? 'down' : 'up'}`} aria-hidden="true" />}
            {key !== undefined && sort.length > 1 && <span class="grid-sort-place" aria-label={`sort key ${at + 1}`}>{at + 1}</span>}
            <span class="grid-title-text">{column.title}</span>
          </>
        )
        : column.header()}
      {column.header === undefined && <div class="grid-resize" data-resize={column.id} aria-hidden="true" />}
    </div>
  );
}

function spans(columns: readonly PlacedColumn[]): readonly Span[] {
  const all: Span[] = [];
  for (const { id, group, start, size } of columns) {
    const last = all.at(-1);
    if (last !== undefined && last.group === group) {
      all[all.length - 1] = { ...last, end: start + size, columns: last.columns + 1 };
    } else {
      all.push({ group, start, end: start + size, first: id, columns: 1 });
    }
  }
  return all;
}

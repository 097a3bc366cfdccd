/** One line of the grid. Drawn again only when something that it shows has changed. */
import { Component, type ComponentChildren, type JSX } from 'preact';
import { groupOfLine, type Line } from './gridColumn';
import type { PlacedColumn } from './columnLayout';

export interface GridRowProps {
  readonly line: Line;
  /** place among the lines, 0 for the first */
  readonly index: number;
  readonly height: number;
  readonly pinned: readonly PlacedColumn[];
  readonly pinnedWidth: number;
  /** the scrolling columns that are on screen */
  readonly scrolling: readonly PlacedColumn[];
  readonly width: number;
  /** grows when the data of any row has changed */
  readonly version: number;
  /** it flies past: its scrolling cells are hidden, and are drawn when it has come to rest */
  readonly passing: boolean;
  readonly selected: boolean;
  /** lit because something else, a curve say, points at it */
  readonly lit: boolean;
  readonly className: string;
  /** id of the column that takes the focus, when it is in this line */
  readonly active: string | undefined;
  readonly columnIndex: (id: string) => number;
  readonly groupHead: (group: number) => ComponentChildren;
  readonly groupOpen: (group: number) => boolean;
}

/** Lines of the header: the group line and the titles. */
export const headerLines = 2;

export class GridRow extends Component<GridRowProps> {
  #cells: JSX.Element[] = [];

  override shouldComponentUpdate(next: GridRowProps): boolean {
    const now = this.props;
    return now.version !== next.version || now.passing !== next.passing || now.index !== next.index || now.selected !== next.selected || now.lit !== next.lit || now.active !== next.active
      || now.className !== next.className || now.scrolling !== next.scrolling || now.pinned !== next.pinned || now.line !== next.line || now.width !== next.width;
  }

  override render(props: GridRowProps): JSX.Element {
    const { line, index, height, selected, lit, width } = props;
    const group = groupOfLine(line);
    const place = { transform: `translateY(${index * height}px)`, height: `${height}px`, width: `${width}px` };
    if (group !== undefined) {
      return (
        <div role="row" aria-rowindex={index + headerLines + 1} aria-expanded={props.groupOpen(group)} class="grid-line grid-group-head" style={place} data-line={line}>
          <div role="gridcell" class="grid-group-cell" aria-colindex={1} aria-colspan={props.pinned.length + 1} data-column="" tabIndex={props.active === undefined ? -1 : 0}>
            {props.groupHead(group)}
          </div>
        </div>
      );
    }
    return (
      <div role="row" aria-rowindex={index + headerLines + 1} aria-selected={selected} class={`grid-line ${selected ? 'selected' : ''} ${lit ? 'lit' : ''} ${props.className}`} style={place} data-line={line}>
        <div class="grid-pinned" role="presentation" style={{ width: `${props.pinnedWidth}px` }}>
          {props.pinned.map((column) => this.cell(column))}
        </div>
        {this.#scrollingCells()}
      </div>
    );
  }

  /** What is hidden is left as it is: the same elements again, which are not even looked at. */
  #scrollingCells(): JSX.Element[] {
    if (!this.props.passing) {
      this.#cells = this.props.scrolling.map((column) => this.cell(column));
    }
    return this.#cells;
  }

  private cell(column: PlacedColumn): JSX.Element {
    const { line, active, pinnedWidth } = this.props;
    return (
      <div
        key={column.id} role={column.rowHeader ? 'rowheader' : 'gridcell'} aria-colindex={this.props.columnIndex(column.id) + 1} aria-label={column.spoken === true ? column.text(line) : undefined}
        class={`grid-cell ${column.align} ${column.muted ? 'muted' : ''}`} data-column={column.id} tabIndex={active === column.id ? 0 : -1}
        style={{ left: `${column.pinned ? column.start : pinnedWidth + column.start}px`, width: `${column.size}px` }}
      >
        {column.cell(line)}
      </div>
    );
  }
}

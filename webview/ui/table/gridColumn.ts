/** A column as the grid draws it; what stands in it is the panel's affair. */
import type { ComponentChildren } from 'preact';

export interface GridColumn {
  /** Stays the same over reloads: what is kept about the column is kept under it. */
  readonly id: string;
  readonly title: string;
  /** The word above it in the group line. Neighbours of one group stand under one word. */
  readonly group: string;
  readonly align: 'start' | 'end';
  /** px, before anyone resized it */
  readonly width: number;
  /** Stays at the left edge while the rest scrolls; it is neither moved nor hidden. */
  readonly pinned?: boolean;
  /** Names its row to a screen reader. */
  readonly rowHeader?: boolean;
  readonly sortable?: boolean;
  /** What a first click on the header means. */
  readonly descendingFirst?: boolean;
  /** Greyed: it says nothing about what differs. */
  readonly muted?: boolean;
  /** Beyond the title, for a tooltip and a screen reader. */
  readonly hint?: string;
  readonly header?: () => ComponentChildren;
  /** @param row index of the row in the panel's data */
  readonly cell: (row: number) => ComponentChildren;
  /** The full value: what is copied, and what stands in the tooltip. */
  readonly text: (row: number) => string;
  /** Whether a screen reader is to say `text` in place of what the cell shows. */
  readonly spoken?: boolean;
}

export interface SortKey {
  readonly id: string;
  readonly descending: boolean;
}

/** What a person did to the columns; everything in it is kept over a reload. */
export interface ColumnArrangement {
  /** ids in the order wanted; columns not named follow in their own order */
  readonly order: readonly string[];
  /** shown or not, where it was said; else the column's own wish holds */
  readonly shown: Readonly<Record<string, boolean>>;
  /** px by id */
  readonly widths: Readonly<Record<string, number>>;
}

export const untouched: ColumnArrangement = { order: [], shown: {}, widths: {} };

/** A line of the grid: a row of the data (0 or more), or the head of group `-1 - line`. */
export type Line = number;

/** @returns the group that a line heads; undefined for a row */
export function groupOfLine(line: Line): number | undefined {
  return line < 0 ? -1 - line : undefined;
}

export function lineOfGroup(group: number): Line {
  return -1 - group;
}

/** Text laid out in columns for a fixed-width font: a terminal, or a read-only document. */
import { shorten, widthOf } from './textWidth';

export type Alignment = 'left' | 'right';

export interface TableLayout {
  /** One for each column; cells beyond them are not shown. */
  readonly align: readonly Alignment[];
  /** Between columns; two blanks when nothing is said. */
  readonly gap?: string;
  /** Before every line. */
  readonly indent?: string;
  /** Columns of the terminal after which a cell is cut; never when nothing is said. */
  readonly widest?: number;
}

/** One line for each row, columns lined up by the width of their letters; no line ends in blanks. */
export function textTable(rows: readonly (readonly string[])[], { align, gap = '  ', indent = '', widest }: TableLayout): string[] {
  const cells = rows.map((row) => align.map((_, column) => widest === undefined ? row[column] ?? '' : shorten(row[column] ?? '', widest)));
  const widths = align.map((_, column) => cells.reduce((width, row) => Math.max(width, widthOf(row[column] ?? '')), 0));
  return cells.map((row) => (indent + row.map((cell, column) => {
    const blanks = ' '.repeat((widths[column] ?? 0) - widthOf(cell));
    return align[column] === 'right' ? blanks + cell : cell + blanks;
  }).join(gap)).trimEnd());
}

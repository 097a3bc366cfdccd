/** Aligned columns for a terminal. */

export interface Column {
  readonly title: string;
  readonly align?: 'left' | 'right';
}

/** Two spaces between columns, no lines. Cells are cut at `widest` characters. */
export function textTable(columns: readonly Column[], rows: readonly (readonly string[])[], widest = 60): string {
  const cells = rows.map((row) => columns.map((_, index) => shorten(row[index] ?? '', widest)));
  const widths = columns.map((column, index) => Math.max(width(column.title), ...cells.map((row) => width(row[index] ?? ''))));
  const line = (row: readonly string[]): string => row.map((cell, index) => {
    const space = ' '.repeat(Math.max(0, (widths[index] ?? 0) - width(cell)));
    return columns[index]?.align === 'right' ? space + cell : cell + space;
  }).join('  ').trimEnd();
  return [line(columns.map(({ title }) => title)), ...cells.map((row) => line(row))].join('\n');
}

/** One line, at most `widest` characters, the cut shown. */
export function shorten(text: string, widest: number): string {
  const flat = text.replaceAll(/\s+/g, ' ').trim();
  const letters = [...flat];
  return letters.length <= widest ? flat : `${letters.slice(0, widest - 1).join('')}…`;
}

/** Columns that a terminal gives a text: wide East Asian letters and emoji take two, combining marks none. */
function width(text: string): number {
  let columns = 0;
  for (const letter of text.replaceAll(/\p{Mn}|\p{Me}|\u200D|\uFE0F/gu, '')) {
    columns += /[\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6]|\p{Extended_Pictographic}/u.test(letter) && letter > '\u00FF' ? 2 : 1;
  }
  return columns;
}

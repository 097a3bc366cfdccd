/** Text laid out in columns, for read-only documents in a fixed-width font. */

export type Alignment = 'left' | 'right';

/** Pads cells so that columns line up; the last column is not padded, so that no line ends in blanks. */
export function textTable(rows: readonly (readonly string[])[], alignments: readonly Alignment[], gap = '   ', indent = '  '): string[] {
  const widths = alignments.map((_, column) => Math.max(0, ...rows.map((row) => widthOf(row[column] ?? ''))));
  return rows.map((row) => indent + alignments.map((alignment, column) => {
    const cell = row[column] ?? '';
    const blanks = ' '.repeat(Math.max(0, (widths[column] ?? 0) - widthOf(cell)));
    return alignment === 'right' ? blanks + cell : cell + blanks;
  }).join(gap)).map((line) => line.trimEnd());
}

/** Shortens in the middle, where names differ least. */
export function shorten(text: string, longest: number): string {
  const line = text.replaceAll(/\s+/g, ' ');
  if (widthOf(line) <= longest) {
    return line;
  }
  const head = Math.ceil((longest - 1) / 2);
  return `${line.slice(0, head)}…${line.slice(line.length - (longest - 1 - head))}`;
}

function widthOf(text: string): number {
  return [...text].length;
}

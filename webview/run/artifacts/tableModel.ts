/** Delimited text as rows: of a large file only what its first megabytes hold, and an estimate of how many rows there are. */
import Papa from 'papaparse';

export const MOST_ROWS = 20_000;
export const MOST_COLUMNS = 200;
const NEW_LINE = 10;

export interface TableText {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** columns that the file has; more than `columns` when it is very wide */
  readonly columnCount: number;
  /** rows of the whole file, without the head; exact when `whole` */
  readonly total: number;
  readonly whole: boolean;
}

/**
 * @param text the file's beginning
 * @param read bytes of the file that `text` is
 * @param size bytes of the whole file
 * @param middle bytes from the middle of the file, where rows have the length that most of them have: the first ids are short ones
 */
export function tableOf(text: string, read: number, size: number, delimiter: '' | '\t' = '', middle: Uint8Array = new Uint8Array()): TableText {
  const { data, meta } = Papa.parse<string[]>(text.replace(/^\uFEFF/, ''), { delimiter, preview: MOST_ROWS + 2, skipEmptyLines: true });
  // What is cut off in the middle of a file is no row.
  const complete = read < size && !meta.truncated ? data.slice(0, -1) : data;
  const [head = [], ...all] = complete;
  const rows = all.slice(0, MOST_ROWS);
  const whole = read >= size && all.length <= MOST_ROWS && !meta.truncated;
  const consumed = meta.cursor === 0 ? read : read * (meta.cursor / Math.max(1, text.length));
  const rowBytes = middleRowBytes(middle) ?? consumed / Math.max(1, data.length);
  const total = whole ? rows.length : Math.max(rows.length, Math.round(size / Math.max(1, rowBytes)) - 1);
  return {
    columns: head.slice(0, MOST_COLUMNS), columnCount: head.length, rows: rows.map((row) => row.slice(0, MOST_COLUMNS)), total, whole,
  };
}

/** Bytes from line break to line break, on average; undefined with too few of them. */
function middleRowBytes(bytes: Uint8Array): number | undefined {
  const [first, last] = [bytes.indexOf(NEW_LINE), bytes.lastIndexOf(NEW_LINE)];
  const lines = bytes.subarray(first + 1, last + 1).reduce((count, byte) => (byte === NEW_LINE ? count + 1 : count), 0);
  return lines < 2 ? undefined : (last - first) / lines;
}

/** `20,000 rows`, or `first 20,000 rows of about 2 million`. */
export function rowsWords({ rows, total, whole }: TableText): string {
  const shown = rows.length.toLocaleString('en-US');
  return whole ? `${shown} ${rows.length === 1 ? 'row' : 'rows'}` : `first ${shown} rows of about ${roundWords(total)}`;
}

/** An estimate has two digits, not seven. */
function roundWords(count: number): string {
  if (count >= 1_000_000) {
    const millions = count / 1_000_000;
    return `${millions < 10 ? Number(millions.toPrecision(2)) : Math.round(millions)} million`;
  }
  return Number(count.toPrecision(2)).toLocaleString('en-US');
}

/** Whether every value of a column that is there reads as a number: such columns stand right. */
export function numericColumns(rows: readonly (readonly string[])[], columns: number): boolean[] {
  const sample = rows.slice(0, 200);
  return Array.from({ length: columns }, (_, at) => {
    const values = sample.map((row) => row[at]?.trim() ?? '').filter((value) => value !== '');
    return values.length > 0 && values.every((value) => Number.isFinite(Number(value)) || /^[-+]?(nan|inf(inity)?)$/i.test(value));
  });
}

/** Widths in characters, by head and first rows. */
export function columnWidths({ columns, rows }: TableText): number[] {
  const sample = rows.slice(0, 100);
  return columns.map((name, at) => Math.max(4, Math.min(40, Math.max(name.length, ...sample.map((row) => row[at]?.length ?? 0)))));
}

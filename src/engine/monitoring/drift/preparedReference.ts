/** A reference that is read once, and compared with one window after the other. */
import type { DuckDBConnection } from '@duckdb/node-api';
import type { DriftComparison, DriftOptions } from '../../../protocol/drift';
import type { TextContent } from '../../analysis/columnReader';
import { holdsNumbers, type Holds } from '../../analysis/holds';
import { compareSides } from './compareSides';
import { columnsTogether, type DataSide, type SortedColumn, tableSide } from './dataSide';
import { type DataTable, DriftRefused } from './dataTable';
import { spreadOf } from './distances';

/** What is kept unless more is allowed: 16 columns of 4 million rows. */
const MOST_BYTES = 512 * 2 ** 20;
/** What a text takes beside its letters, roughly. */
const TEXT_BYTES = 64;

export interface PrepareOptions {
  /** names of columns; all when left out */
  readonly columns?: readonly string[];
  /** how much memory the reference may take, roughly */
  readonly mostBytes?: number;
}

/** A column as it is compared: numbers ascending, texts with how often each appears. */
export interface PreparedColumn {
  readonly holds: Holds;
  /** rows with something in it */
  readonly present: number;
  readonly numbers?: SortedColumn;
  readonly texts?: { readonly distinct: number; /** undefined: there are too many */ readonly counts: ReadonlyMap<string, number> | undefined; readonly content: TextContent | undefined };
}

/** Plain data, which can be cloned into another thread or process. */
export interface PreparedReference {
  readonly called: string;
  readonly rows: number;
  readonly columns: ReadonlyMap<string, PreparedColumn>;
}

/**
 * Reads a reference into memory: 8 bytes for each number, and each different text once.
 * @param table as `openTable` and `describeTable` make it
 * @throws DriftRefused where it has not a column that is asked for, and where its numbers take more memory than they may; Error in DuckDB's words
 */
export async function prepareReference(connection: DuckDBConnection, table: DataTable, { columns, mostBytes = MOST_BYTES }: PrepareOptions = {}): Promise<PreparedReference> {
  const names = columns ?? [...table.columns.keys()];
  const unknown = names.filter((name) => !table.columns.has(name));
  if (unknown.length > 0) {
    throw new DriftRefused(`${table.called} has no column ${unknown.map((name) => `"${name}"`).join(', ')}. There are: ${[...table.columns.keys()].slice(0, 50).join(', ')}.`);
  }
  const numeric = names.filter((name) => holdsNumbers(table.columns.get(name)));
  const bytes = numeric.length * table.rows * 8;
  if (bytes > mostBytes) {
    throw new DriftRefused(`${table.called} has ${numeric.length} columns of ${table.rows.toLocaleString('en-US')} numbers, which take ${megabytes(bytes)} where ${megabytes(mostBytes)} are allowed. Name fewer columns, or take a sample of its rows.`);
  }
  const side = tableSide(connection, table);
  const [present, numbers] = [await side.present(names), await readSorted(side, numeric)];
  const texts = await readTexts(side, names.filter((name) => table.columns.get(name) === 'text'), mostBytes - bytes);
  return {
    called: table.called,
    rows: table.rows,
    columns: new Map(names.map((name, at) => [name, { holds: table.columns.get(name) ?? 'other', present: present[at] ?? 0, ...numbers.get(name), ...texts.get(name) }])),
  };
}

/**
 * Compares a window with a prepared reference: the same answers as from both tables, but for columns whose texts are too many to keep, or too long.
 * Columns that the window has not are told as not judged.
 * @param window as `describeTable` makes it; its `side` is `current`
 * @throws DriftRefused for what was asked wrongly; Error in DuckDB's words
 */
export async function compareWindow(prepared: PreparedReference, connection: DuckDBConnection, window: DataTable, options: DriftOptions): Promise<DriftComparison> {
  return compareSides({ reference: preparedSide(prepared), current: tableSide(connection, window) }, options, () => undefined);
}

async function readSorted(side: DataSide, names: readonly string[]): Promise<ReadonlyMap<string, Pick<PreparedColumn, 'numbers'>>> {
  const read = new Map<string, Pick<PreparedColumn, 'numbers'>>();
  const scratch = new Float64Array(side.room);
  const together = columnsTogether(side.room);
  for (let from = 0; from < names.length; from += together) {
    const part = names.slice(from, from + together);
    for (const [at, { values, ...facts }] of (await side.numbers(part, scratch)).entries()) {
      read.set(part[at] as string, { numbers: { values: values.slice(), spread: spreadOf(values), ...facts } });
    }
  }
  return read;
}

async function readTexts(side: DataSide, names: readonly string[], mostBytes: number): Promise<ReadonlyMap<string, Pick<PreparedColumn, 'texts'>>> {
  const read = new Map<string, Pick<PreparedColumn, 'texts'>>();
  const facts = names.length === 0 ? [] : await side.textFacts(names);
  let left = mostBytes;
  for (const [at, name] of names.entries()) {
    const distinct = facts[at]?.distinct ?? 0;
    const counts = distinct * TEXT_BYTES <= left ? (await side.textCounts([name]))[0] : undefined;
    left -= counts === undefined ? 0 : bytesOf(counts);
    const content = side.rows * 8 <= left ? await side.textContent(name) : undefined;
    left -= content === undefined ? 0 : content.lengths.byteLength + bytesOf(content.words.counts);
    read.set(name, { texts: { distinct, counts, content } });
  }
  return read;
}

function bytesOf(texts: ReadonlyMap<string, number>): number {
  return texts.size * TEXT_BYTES + 2 * [...texts.keys()].reduce((letters, text) => letters + text.length, 0);
}

function preparedSide({ called, rows, columns }: PreparedReference): DataSide {
  const column = (name: string): PreparedColumn => {
    const found = columns.get(name);
    if (found === undefined) {
      throw new Error(`The prepared reference has no column "${name}".`);
    }
    return found;
  };
  return {
    side: 'reference', called, rows, columns: new Map([...columns].map(([name, { holds }]) => [name, holds])), room: 0,
    present: async (names) => names.map((name) => column(name).present),
    numbers: async (names) => names.map((name) => column(name).numbers ?? { values: new Float64Array(), missing: rows, infinite: 0 }),
    textFacts: async (names) => names.map((name) => ({ present: column(name).present, distinct: column(name).texts?.distinct ?? 0 })),
    textCounts: async (names) => names.map((name) => column(name).texts?.counts),
    textContent: async (name) => column(name).texts?.content,
  };
}

function megabytes(bytes: number): string {
  return `${Math.ceil(bytes / 2 ** 20).toLocaleString('en-US')} MiB`;
}

/** One of the two data sets that are compared: a table that is read when it is asked, or a reference that has been. */
import type { DuckDBConnection } from '@duckdb/node-api';
import { countTexts, type NumberColumn, present, readNumbers, readTexts, streamTexts, type TextContent, textFacts, type TextFacts } from '../../analysis/columnReader';
import type { Holds } from '../../analysis/holds';
import { sortNumbers } from '../../analysis/sortNumbers';
import type { DataTable } from './dataTable';

/** A column of numbers in ascending order. */
export interface SortedColumn extends NumberColumn {
  /** standard deviation, where it is known already */
  readonly spread?: number;
}

export interface DataSide {
  readonly side: 'reference' | 'current';
  /** for people: the name of its file */
  readonly called: string;
  readonly rows: number;
  readonly columns: ReadonlyMap<string, Holds>;
  /** numbers that reading one column takes room for; none where they stand in memory */
  readonly room: number;
  /** Rows that have something in each column. */
  readonly present: (names: readonly string[]) => Promise<readonly number[]>;
  /**
   * Columns of numbers or booleans, in ascending order; they hold until the next ask.
   * @param scratch room for as many numbers as `room` says
   */
  readonly numbers: (names: readonly string[], scratch: Float64Array) => Promise<readonly SortedColumn[]>;
  readonly textFacts: (names: readonly string[]) => Promise<readonly TextFacts[]>;
  /** How often each text appears, in each column; undefined where that is not known. */
  readonly textCounts: (names: readonly string[]) => Promise<readonly (ReadonlyMap<string, number> | undefined)[]>;
  /** The texts themselves, in the order of the rows; not of what was prepared. */
  readonly texts?: (name: string) => AsyncIterable<readonly string[]>;
  /** Lengths in ascending order, and words; undefined where they are not known. */
  readonly textContent: (name: string) => Promise<TextContent | undefined>;
}

/** Each query costs a pass over the file, each column memory: as many columns go together as fit in here, … */
const SMALL_BYTES = 8 * 2 ** 20;
/** … or else as fit in here, but no more than a few. */
const MOST_BYTES = 64 * 2 ** 20;
const FEW_COLUMNS = 4;

/** How many columns are read by one query. @param room numbers of each of them */
export function columnsTogether(room: number): number {
  const bytes = Math.max(1, 8 * room);
  return Math.max(1, Math.floor(SMALL_BYTES / bytes), Math.min(FEW_COLUMNS, Math.floor(MOST_BYTES / bytes)));
}

/** In tables of no more cells, counting all texts takes no longer than asking how many differ, and their texts have room in memory. */
const FEW_CELLS = 1_000_000;

/** Reads the table anew for each ask. */
export function tableSide(connection: DuckDBConnection, table: DataTable): DataSide {
  const { side, called, rows, columns, relation } = table;
  // The same memory for each ask: what is let go of is not given back at once.
  const room: Float64Array[] = [];
  const isSmall = rows * columns.size <= FEW_CELLS;
  const counted = new Map<string, ReadonlyMap<string, number>>();
  const countAll = async (names: readonly string[]): Promise<readonly ReadonlyMap<string, number>[]> => {
    const rest = names.filter((name) => !counted.has(name));
    const counts = rest.length === 0 ? [] : await countTexts(connection, relation, rest);
    const found = new Map(rest.map((name, at) => [name, counts[at] ?? new Map<string, number>()]));
    if (isSmall) {
      for (const [name, of] of found) {
        counted.set(name, of);
      }
    }
    return names.map((name) => counted.get(name) ?? found.get(name) ?? new Map<string, number>());
  };
  return {
    side, called, rows, columns, room: rows,
    present: (names) => present(connection, relation, names),
    numbers: async (names, scratch) => {
      while (room.length < names.length) {
        room.push(new Float64Array(rows));
      }
      const read = await readNumbers(connection, relation, names, room);
      for (const { values } of read) {
        sortNumbers(values, scratch);
      }
      return read;
    },
    textFacts: async (names) => (isSmall
      ? (await countAll(names)).map((of) => ({ present: [...of.values()].reduce((sum, count) => sum + count, 0), distinct: of.size }))
      : textFacts(connection, relation, names)),
    textCounts: countAll,
    texts: (name) => streamTexts(connection, relation, name),
    textContent: async (name) => {
      const content = await readTexts(connection, relation, rows, name);
      sortNumbers(content.lengths, new Float64Array(content.lengths.length));
      return content;
    },
  };
}

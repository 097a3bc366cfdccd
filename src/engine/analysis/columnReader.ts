/** Reads whole columns of a table, into typed arrays or as counts. */
import type { DuckDBConnection, DuckDBDoubleVector } from '@duckdb/node-api';
import { column } from './sqlText';

/** A column of numbers. */
export interface NumberColumn {
  /** finite, in no order that could be relied upon */
  readonly values: Float64Array;
  /** rows without a value, or with NaN, which pandas does not tell apart */
  readonly missing: number;
  readonly infinite: number;
}

export interface TextFacts { readonly present: number; readonly distinct: number }

/**
 * Columns of whole numbers, floats, decimals or booleans (0 and 1) as float64; whole numbers beyond 2⁵³ are rounded, as NumPy does.
 * @param room an array for each column, with a place for each row of the table: the answers' values are parts of them
 */
export async function readNumbers(connection: DuckDBConnection, table: string, names: readonly string[], room: readonly Float64Array[]): Promise<NumberColumn[]> {
  // A gap becomes NaN in DuckDB, so that no validity has to be looked up for each value.
  const sql = `SELECT ${names.map((name) => `coalesce(${column(name)}::DOUBLE, 'NaN'::DOUBLE)`).join(', ')} FROM ${table}`;
  const filling = names.map((_, at) => ({ into: room[at] as Float64Array, length: 0, missing: 0, infinite: 0 }));
  const result = await connection.stream(sql);
  let ahead = result.fetchChunk();
  for (let chunk = await ahead; chunk !== null && chunk.rowCount > 0; chunk = await ahead) {
    // DuckDB reads the next one while this one is taken.
    ahead = result.fetchChunk();
    for (const [at, one] of filling.entries()) {
      take(chunk.getColumnVector(at) as DuckDBDoubleVector, one);
    }
  }
  return filling.map(({ into, length, missing, infinite }) => ({ values: into.subarray(0, length), missing, infinite }));
}

function take(vector: DuckDBDoubleVector, filling: { readonly into: Float64Array; length: number; missing: number; infinite: number }): void {
  const { into } = filling;
  const rows = vector.itemCount;
  let { length } = filling;
  for (let row = 0; row < rows; row += 1) {
    const value = vector.getItem(row) as number;
    // Infinities less themselves are NaN.
    if (value - value === 0) {
      into[length] = value;
      length += 1;
    } else if (Number.isNaN(value)) {
      filling.missing += 1;
    } else {
      filling.infinite += 1;
    }
  }
  filling.length = length;
}

/** Of each column, rows with a value and distinct values. */
export async function textFacts(connection: DuckDBConnection, table: string, names: readonly string[]): Promise<TextFacts[]> {
  const reader = await connection.runAndReadAll(`SELECT ${names.map((name) => `count(${column(name)}), count(DISTINCT ${column(name)})`).join(', ')} FROM ${table}`);
  const counts = (reader.getRows()[0] ?? []).map(Number);
  return names.map((_, at) => ({ present: counts[at * 2] ?? 0, distinct: counts[at * 2 + 1] ?? 0 }));
}

/** Of each column, how often each text appears. */
export async function countTexts(connection: DuckDBConnection, table: string, names: readonly string[]): Promise<Map<string, number>[]> {
  const counts = names.map(() => new Map<string, number>());
  // One query: with small tables, asking takes longer than counting.
  const sql = names.map((name, at) => `SELECT ${at}::INTEGER, ${column(name)}::VARCHAR, count(*)::DOUBLE FROM ${table} WHERE ${column(name)} IS NOT NULL GROUP BY ALL`).join(' UNION ALL ');
  for (const [at, text, rows] of (await connection.runAndReadAll(sql)).getRows()) {
    counts[Number(at)]?.set(String(text), Number(rows));
  }
  return counts;
}

/** Rows that have something in each column. */
export async function present(connection: DuckDBConnection, table: string, names: readonly string[]): Promise<number[]> {
  if (names.length === 0) {
    return [];
  }
  const reader = await connection.runAndReadAll(`SELECT ${names.map((name) => `count(${column(name)})`).join(', ')} FROM ${table}`);
  return (reader.getRows()[0] ?? []).map(Number);
}

/** A word has letters and digits of any script, and no case. */
export interface Words {
  /** how often each appears; of very many, the most frequent */
  readonly counts: ReadonlyMap<string, number>;
  /** how many there are in all */
  readonly total: number;
  /** how many of those appear once */
  readonly once: number;
}

/** Each number of characters is an item: `lengths` in no order that could be relied upon. */
export interface TextContent { readonly lengths: Float64Array; readonly words: Words }

/** The texts of a column, in the order of the rows, some at a time. */
export async function* streamTexts(connection: DuckDBConnection, table: string, name: string): AsyncGenerator<string[]> {
  const result = await connection.stream(`SELECT ${column(name)}::VARCHAR FROM ${table} WHERE ${column(name)} IS NOT NULL`);
  for (let chunk = await result.fetchChunk(); chunk !== null && chunk.rowCount > 0; chunk = await result.fetchChunk()) {
    yield chunk.getColumnValues(0).map(String);
  }
}

const MOST_WORDS = 100_000;

/** @param rows of the table */
export async function readTexts(connection: DuckDBConnection, table: string, rows: number, name: string): Promise<TextContent> {
  const [lengths] = await readNumbers(connection, `(SELECT length(${column(name)}::VARCHAR) AS characters FROM ${table})`, ['characters'], [new Float64Array(rows)]);
  const reader = await connection.runAndReadAll(`
    WITH texts AS (SELECT ${column(name)}::VARCHAR AS text, count(*) AS times FROM ${table} WHERE ${column(name)} IS NOT NULL GROUP BY ALL),
      words AS (SELECT unnest(regexp_extract_all(lower(text), '[\\p{L}\\p{N}]+')) AS word, times FROM texts)
    SELECT word, sum(times)::DOUBLE, (sum(sum(times)) OVER ())::DOUBLE, (count(CASE WHEN sum(times) = 1 THEN 1 END) OVER ())::DOUBLE
    FROM words GROUP BY word ORDER BY sum(times) DESC, word LIMIT ${MOST_WORDS}`);
  const found = reader.getRows();
  const [, , total, once] = found[0] ?? [];
  return { lengths: lengths?.values ?? new Float64Array(), words: { counts: new Map(found.map(([word, times]) => [String(word), Number(times)])), total: Number(total ?? 0), once: Number(once ?? 0) } };
}

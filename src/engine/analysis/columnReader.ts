/** Reads whole columns of a table, into typed arrays or as counts. */
import type { DuckDBConnection, DuckDBDataChunk } from '@duckdb/node-api';
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
 * @param rows of the table; memory for all of them is taken at once
 */
export async function readNumbers(connection: DuckDBConnection, table: string, names: readonly string[], rows: number): Promise<NumberColumn[]> {
  // A gap becomes NaN in DuckDB, so that no validity has to be looked up for each value.
  const sql = `SELECT ${names.map((name) => `coalesce(${column(name)}::DOUBLE, 'NaN'::DOUBLE)`).join(', ')} FROM ${table}`;
  const filling = names.map(() => ({ values: new Float64Array(rows), length: 0, missing: 0, infinite: 0 }));
  const result = await connection.stream(sql);
  for (let chunk = await result.fetchChunk(); chunk !== null && chunk.rowCount > 0; chunk = await result.fetchChunk()) {
    for (const [at, into] of filling.entries()) {
      take(chunk, at, into);
    }
  }
  return filling.map(({ values, length, missing, infinite }) => ({ values: values.subarray(0, length), missing, infinite }));
}

function take(chunk: DuckDBDataChunk, at: number, into: { readonly values: Float64Array; length: number; missing: number; infinite: number }): void {
  const vector = chunk.getColumnVector(at);
  for (let row = 0; row < chunk.rowCount; row += 1) {
    const value = vector.getItem(row) as number;
    if (Number.isFinite(value)) {
      into.values[into.length] = value;
      into.length += 1;
    } else if (Number.isNaN(value)) {
      into.missing += 1;
    } else {
      into.infinite += 1;
    }
  }
}

/** Of each column, rows with a value and distinct values. */
export async function textFacts(connection: DuckDBConnection, table: string, names: readonly string[]): Promise<TextFacts[]> {
  const reader = await connection.runAndReadAll(`SELECT ${names.map((name) => `count(${column(name)}), count(DISTINCT ${column(name)})`).join(', ')} FROM ${table}`);
  const counts = (reader.getRows()[0] ?? []).map(Number);
  return names.map((_, at) => ({ present: counts[at * 2] ?? 0, distinct: counts[at * 2 + 1] ?? 0 }));
}

/** How often each text of a column appears in both tables, in the order of the texts' code points. */
export async function countTexts(connection: DuckDBConnection, tables: readonly [string, string], name: string): Promise<{ readonly texts: string[]; readonly first: Float64Array; readonly second: Float64Array }> {
  const counted = (table: string): string => `(SELECT ${column(name)}::VARCHAR AS text, count(*)::DOUBLE AS rows FROM ${table} WHERE ${column(name)} IS NOT NULL GROUP BY ALL)`;
  const reader = await connection.runAndReadAll(`SELECT coalesce(a.text, b.text), coalesce(a.rows, 0), coalesce(b.rows, 0) FROM ${counted(tables[0])} a FULL JOIN ${counted(tables[1])} b ON a.text = b.text ORDER BY 1`);
  const rows = reader.getRows();
  return { texts: rows.map(([text]) => String(text)), first: Float64Array.from(rows, ([, count]) => Number(count)), second: Float64Array.from(rows, ([, , count]) => Number(count)) };
}

/** Columns of numbers, truth values and times: read a few at a time, sorted, described. */
import type { DuckDBConnection } from '@duckdb/node-api';
import type { ColumnProfile } from '../../protocol/profile';
import type { DataTable } from '../analysis/dataTable';
import type { Holds } from '../analysis/holds';
import { sortNumbers } from '../analysis/sortNumbers';
import { column } from '../analysis/sqlText';
import { columnType } from './columnType';
import { countValues, distinctOf, histogramOf, quantilesOf } from './describeSorted';
import { asNumber, type NumberFacts, type StreamedColumn, streamNumbers } from './numberStream';
import { exactCounts, MOST_TOP } from './textColumns';
import { timeText } from './timeText';

/** Quantiles and histograms of files with more rows are of this many. */
const MOST_ROWS = 10_000_000;
/** Columns are read together as far as they fit in here. */
const MOST_BYTES = 64 * 2 ** 20;
/** Distinct whole numbers beyond float64 are counted by DuckDB, up to so many rows. */
const EXACT_ROWS = 5_000_000;

/** Words of a schema for what a column holds. */
export const KINDS: Readonly<Record<Holds, ColumnProfile['kind']>> = { float: 'number', whole: 'integer', boolean: 'boolean', text: 'text', time: 'time', other: 'other' };

export type About = Pick<DataTable, 'rows' | 'columns' | 'types'> & { readonly table: string };

/** Dates and timestamps: with times of the day and lengths of time there is nothing to count but their extremes. */
export function isPointInTime(stored: string): boolean {
  return /^(DATE|TIMESTAMP.*)$/.test(stored);
}

/** @param names of columns that hold numbers, truth values or points in time */
export async function numberColumns(connection: DuckDBConnection, about: About, names: readonly string[], keep: (column: ColumnProfile) => void): Promise<void> {
  const kept = Math.min(about.rows, MOST_ROWS);
  const together = Math.max(1, Math.min(names.length, Math.floor(MOST_BYTES / (8 * Math.max(1, kept)))));
  const room = Array.from({ length: together }, () => new Float64Array(kept));
  const scratch = new Float64Array(kept);
  for (let from = 0; from < names.length; from += together) {
    const part = names.slice(from, from + together);
    const streamed = await streamNumbers(connection, about.table, part.map((name) => asNumber(name, about.columns.get(name) as Holds)), about.rows, room);
    for (const [at, name] of part.entries()) {
      keep(await describe(connection, about, name, streamed[at] as StreamedColumn, scratch));
    }
  }
}

async function describe(connection: DuckDBConnection, about: About, name: string, { facts, values }: StreamedColumn, scratch: Float64Array): Promise<ColumnProfile> {
  const [holds, stored] = [about.columns.get(name) as Holds, about.types.get(name) as string];
  const sorted = finiteOf(values);
  sortNumbers(sorted, scratch);
  const sampled = values.length < about.rows;
  const huge = holds === 'whole' && Math.max(Math.abs(facts.min), Math.abs(facts.max)) > Number.MAX_SAFE_INTEGER;
  const exact = sampled || huge ? await countedBySql(connection, about, name, huge) : { distinct: distinctOf(sorted), distinct_exact: true };
  const type = facts.finite === 0 ? 'unknown' : columnType({ holds, rows: facts.finite, distinct: exact.distinct, missing: facts.missing });
  const counts = type === 'cat' && !huge ? countValues(sorted, MOST_TOP) : undefined;
  const top = counts === undefined ? undefined : topOf(counts, holds);
  const told = holds === 'boolean' || facts.finite === 0 ? {} : distribution(sorted, facts, holds, stored);
  return {
    name, kind: KINDS[holds], type, stored, present: facts.finite + facts.infinite, missing: share(facts.missing, about.rows), infinite: share(facts.infinite, about.rows),
    unique: facts.finite === 0 ? null : Math.min(1, exact.distinct / facts.finite), ...told, ...exact,
    ...(top === undefined ? {} : { top }), ...(sampled ? { sampled_rows: values.length } : {}),
  };
}

function distribution(sorted: Float64Array, { min, max, mean, squares, finite }: NumberFacts, holds: Holds, stored: string): Partial<ColumnProfile> {
  const std = finite < 2 ? null : Math.sqrt(squares / (finite - 1));
  const quantiles = quantilesOf(sorted);
  if (holds === 'time') {
    const text = (micros: number): string => timeText(micros, stored);
    const { edges, counts } = histogramOf(sorted, min, max, false);
    return { min: text(min), max: text(max), mean: text(mean), std: std === null ? null : std / 1e6, quantiles: quantiles.map(text), histogram: { edges: edges.map((edge) => edge / 1000), counts } };
  }
  return { min, max, mean, std, quantiles, histogram: histogramOf(sorted, min, max, holds === 'whole') };
}

/** What a sample, or float64, can't say. */
async function countedBySql(connection: DuckDBConnection, { table, rows }: About, name: string, huge: boolean): Promise<Pick<ColumnProfile, 'min' | 'max' | 'top' | 'distinct_exact'> & { readonly distinct: number }> {
  const own = column(name);
  const exact = rows <= EXACT_ROWS;
  const sql = `SELECT ${exact ? `count(DISTINCT ${own})` : `approx_count_distinct(${own})`}${huge ? `, min(${own})::VARCHAR, max(${own})::VARCHAR` : ''} FROM ${table}`;
  const [distinct, min, max] = (await connection.runAndReadAll(sql)).getRows()[0] ?? [];
  return { distinct: Number(distinct), distinct_exact: exact, ...(huge ? { ...(exact && Number(distinct) <= MOST_TOP ? { top: (await exactCounts(connection, table, `${own}::VARCHAR`)).top } : {}), min: wholeNumber(String(min)), max: wholeNumber(String(max)) } : {}) };
}

function wholeNumber(digits: string): number | string {
  return Number.isSafeInteger(Number(digits)) ? Number(digits) : digits;
}

/** Moves what is finite to the front. */
function finiteOf(values: Float64Array): Float64Array {
  let length = 0;
  for (const value of values) {
    if (value - value === 0) {
      values[length] = value;
      length += 1;
    }
  }
  return values.subarray(0, length);
}

function topOf(counts: ReadonlyMap<number, number>, holds: Holds): NonNullable<ColumnProfile['top']> {
  const text = (value: number): string => (holds === 'boolean' ? (value === 1 ? 'true' : 'false') : String(value));
  return [...counts].toSorted(([, a], [, b]) => b - a).map(([value, count]) => ({ value: text(value), count }));
}

function share(part: number, rows: number): number {
  return rows === 0 ? 0 : part / rows;
}

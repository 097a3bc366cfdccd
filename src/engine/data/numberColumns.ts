/** Columns of numbers, truth values and times: read a few at a time, sorted, described. */
import type { DuckDBConnection } from '@duckdb/node-api';
import type { ColumnProfile } from '../../protocol/profile';
import type { DataTable } from '../analysis/dataTable';
import type { Holds } from '../analysis/holds';
import { sortNumbers } from '../analysis/sortNumbers';
import { column } from '../analysis/sqlText';
import { columnType } from './columnType';
import { type Counted, countDistinct, MOST_TOP } from './countDistinct';
import { countValues, distinctOf, histogramOf, quantilesOf } from './describeSorted';
import { asNumber, type NumberFacts, type StreamedColumn, streamNumbers } from './numberStream';
import { timeText } from './timeText';

/** Quantiles and histograms of files with more rows are of this many. */
const MOST_ROWS = 10_000_000;
/** Columns are read together as far as they fit in here. */
const MOST_BYTES = 64 * 2 ** 20;

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
  const exact = sampled || huge ? await countedBySql(connection, about, name, { missing: facts.missing, finite: facts.finite, huge }, holds) : { distinct: distinctOf(sorted), distinct_exact: true };
  const type = facts.finite === 0 ? 'unknown' : columnType({ holds, rows: facts.finite, distinct: exact.distinct, missing: facts.missing });
  const counts = type === 'cat' && !sampled && !huge ? countValues(sorted, MOST_TOP) : undefined;
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
async function countedBySql(connection: DuckDBConnection, { table }: About, name: string, { missing, finite, huge }: { readonly missing: number; readonly finite: number; readonly huge: boolean }, holds: Holds): Promise<Counted & Pick<ColumnProfile, 'min' | 'max'>> {
  const own = column(name);
  const value = holds === 'float' ? `CASE WHEN isfinite(${own}::DOUBLE) THEN ${own}::DOUBLE END` : own;
  const counted = await countDistinct(connection, table, value, { present: finite, size: 8 }, false);
  const top = columnType({ holds, rows: finite, distinct: counted.distinct, missing }) === 'cat' ? (await countDistinct(connection, table, value, { present: finite, size: 8 }, true)).top : undefined;
  const [min, max] = huge ? (await connection.runAndReadAll(`SELECT min(${own})::VARCHAR, max(${own})::VARCHAR FROM ${table}`)).getRows()[0] ?? [] : [];
  return { ...counted, ...(top === undefined ? {} : { top }), ...(huge ? { min: wholeNumber(String(min)), max: wholeNumber(String(max)) } : {}) };
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

/** Correlations between the columns of numbers of a table. */
import type { DuckDBConnection } from '@duckdb/node-api';
import type { ColumnProfile, ProfileCorrelations } from '../../protocol/profile';
import type { Holds } from '../analysis/holds';
import { correlate } from './correlations';
import type { About } from './numberColumns';
import { asNumber, streamNumbers } from './numberStream';

/** 780 pairs. */
const MOST_COLUMNS = 40;
/** A coefficient of so many rows is at most 0.01 off, 99 of 100 times. */
const MOST_ROWS = 100_000;

/** @param columns described already: those of numbers with more than one value take part */
export async function numberCorrelations(connection: DuckDBConnection, about: About, columns: readonly ColumnProfile[]): Promise<ProfileCorrelations | null> {
  const numbers = columns.filter(({ type, distinct }) => type === 'num' && distinct !== null && distinct > 1).map(({ name }) => name);
  if (numbers.length < 2) {
    return null;
  }
  const names = numbers.slice(0, MOST_COLUMNS);
  const rows = Math.min(about.rows, MOST_ROWS);
  const streamed = await streamNumbers(connection, about.table, names.map((name) => asNumber(name, about.columns.get(name) as Holds)), about.rows, names.map(() => new Float64Array(rows)));
  return { columns: names, ...correlate(streamed.map(({ values }) => values)), rows, columns_left_out: numbers.length - names.length };
}

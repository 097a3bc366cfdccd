/** How many different values a column has, and which appear most often. */
import type { DuckDBConnection } from '@duckdb/node-api';
import type { ColumnProfile } from '../../protocol/profile';
import { literals } from '../analysis/sqlText';

export const MOST_TOP = 20;
/** Values are for looking at: longer ones are cut. */
const SHOWN = 200;

export interface Limits {
  /** distinct values that are counted in one pass over the rows, of so many bytes */
  readonly atOnce: number;
  readonly bytes: number;
  /** passes: of more values than they count, the number is estimated */
  readonly passes: number;
  /** so few are counted in any case */
  readonly few: number;
}

const LIMITS: Limits = { atOnce: 4_000_000, bytes: 200 * 2 ** 20, passes: 8, few: 500_000 };

export interface About {
  /** rows with a value */
  readonly present: number;
  /** bytes of a value */
  readonly size: number;
}

export type Counted = Pick<ColumnProfile, 'distinct_exact' | 'top' | 'top_exact'> & { readonly distinct: number };

/**
 * Each pass takes the values of one part of their hashes, so that what is kept of them fits into memory.
 * @param value SQL of a text or a number
 * @param top whether the most frequent are wanted too
 */
export async function countDistinct(connection: DuckDBConnection, table: string, value: string, { present, size }: About, top: boolean, limits: Limits = LIMITS): Promise<Counted> {
  let passes = Math.max(1, Math.ceil(present / limits.atOnce), Math.ceil((present * size) / limits.bytes));
  if (passes > 1) {
    const estimate = Number((await connection.runAndReadAll(`SELECT approx_count_distinct(${value}) FROM ${table}`)).getRows()[0]?.[0]);
    if (estimate <= limits.few) {
      passes = 1;
    } else if (passes > limits.passes) {
      return { distinct: Math.min(present, estimate), distinct_exact: false, ...(top ? { top: await estimatedTop(connection, table, value), top_exact: false } : {}) };
    }
  }
  let distinct = 0;
  let most: readonly Frequent[] = [];
  for (let pass = 0; pass < passes; pass += 1) {
    const part = passes === 1 ? '' : ` AND hash(${value}) % ${passes} = ${pass}`;
    const where = `${table} WHERE ${value} IS NOT NULL${part}`;
    if (top) {
      const rows = (await connection.runAndReadAll(`SELECT v, n::DOUBLE, (count(*) OVER ())::DOUBLE FROM (SELECT ${value}::VARCHAR AS v, count(*) AS n FROM ${where} GROUP BY 1) ORDER BY n DESC, v LIMIT ${MOST_TOP}`)).getRows();
      distinct += Number(rows[0]?.[2] ?? 0);
      most = [...most, ...rows.map(frequent)].toSorted(byCount).slice(0, MOST_TOP);
    } else {
      distinct += Number((await connection.runAndReadAll(`SELECT count(DISTINCT ${value}) FROM ${where}`)).getRows()[0]?.[0]);
    }
  }
  return { distinct, distinct_exact: true, ...(top ? { top: most.map(shown) } : {}) };
}

type Frequent = NonNullable<ColumnProfile['top']>[number];

/** Which are frequent is estimated; how often they appear is counted. */
async function estimatedTop(connection: DuckDBConnection, table: string, value: string): Promise<Frequent[]> {
  const found = (await connection.runAndReadAll(`SELECT unnest(approx_top_k(${value}::VARCHAR, ${MOST_TOP})) FROM ${table}`)).getRows().map(([text]) => String(text));
  const rows = (await connection.runAndReadAll(`SELECT ${value}::VARCHAR, count(*)::DOUBLE AS n FROM ${table} WHERE ${value}::VARCHAR IN (SELECT unnest(${literals(found)})) GROUP BY 1`)).getRows();
  return rows.map(frequent).toSorted(byCount).map(shown);
}

function frequent([text, count]: readonly unknown[]): Frequent {
  return { value: String(text), count: Number(count) };
}

/** Equal ones in the order of their bytes, as DuckDB sorts them. */
function byCount(a: Frequent, b: Frequent): number {
  return b.count - a.count || Buffer.compare(Buffer.from(a.value), Buffer.from(b.value));
}

function shown({ value, count }: Frequent): Frequent {
  return { value: value.length > SHOWN ? `${value.slice(0, SHOWN)}…` : value, count };
}

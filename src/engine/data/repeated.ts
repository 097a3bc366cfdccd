/** Values of a column that appear more than once. */
import type { DuckDBConnection } from '@duckdb/node-api';
import type { Violation } from '../../protocol/dataSchema';
import type { Holds } from '../analysis/holds';
import { column, literal } from '../analysis/sqlText';
import { missingIn } from './columnConditions';

/** So many distinct values fit into memory; of more rows, a part of the values is counted at a time. */
const AT_ONCE = 5_000_000;

export interface Repeated {
  /** rows whose value an earlier row has */
  readonly count: number;
  readonly examples: Violation['examples'];
}

/** @param relation as for `validateTable` */
export async function repeated(connection: DuckDBConnection, relation: string, name: string, holds: Holds, rows: number, mostExamples: number): Promise<Repeated> {
  const own = column(name);
  const parts = Math.max(1, Math.ceil(rows / AT_ONCE));
  const twice: string[] = [];
  let count = 0;
  for (let part = 0; part < parts; part += 1) {
    const grouped = `SELECT ${own}::VARCHAR AS value, count(*) AS n FROM ${relation} WHERE NOT ${missingIn(own, holds)}${parts === 1 ? '' : ` AND hash(${own}) % ${parts} = ${part}`} GROUP BY 1 HAVING n > 1`;
    const [found, values] = (await connection.runAndReadAll(`SELECT sum(n - 1)::DOUBLE, list(value)[:${mostExamples}] FROM (${grouped})`)).getRows()[0] ?? [];
    count += Number(found ?? 0);
    twice.push(...listed(values));
  }
  return { count, examples: count === 0 ? [] : await repeats(connection, relation, own, twice.slice(0, mostExamples), mostExamples) };
}

/** The first rows that hold one of the values again. */
async function repeats(connection: DuckDBConnection, relation: string, own: string, values: readonly string[], most: number): Promise<Violation['examples']> {
  const numbered = `SELECT row_number() OVER () AS "row number", ${own}::VARCHAR AS value FROM ${relation}`;
  const some = `SELECT *, row_number() OVER (PARTITION BY value ORDER BY "row number") AS time FROM (${numbered}) WHERE value IN (${values.map(literal).join(', ')})`;
  const rows = (await connection.runAndReadAll(`SELECT "row number", value FROM (${some}) WHERE time > 1 ORDER BY 1 LIMIT ${most}`)).getRows();
  return rows.map(([row, value]) => ({ row: Number(row), value: String(value) }));
}

function listed(values: unknown): string[] {
  return typeof values === 'object' && values !== null && 'items' in values && Array.isArray(values.items) ? values.items.map(String) : [];
}

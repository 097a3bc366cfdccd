/** Columns of texts, counted by DuckDB. */
import type { DuckDBConnection } from '@duckdb/node-api';
import type { ColumnProfile } from '../../protocol/profile';
import { column, literals } from '../analysis/sqlText';

export const MOST_TOP = 20;
/** Every distinct text is kept while they are counted: of more rows than this, only where an estimate says that there are few. */
const EXACT_ROWS = 5_000_000;
const EXACT_DISTINCT = 500_000;
const EXACT_BYTES = 400 * 2 ** 20;
/** Values are for looking at: longer ones are cut. */
const SHOWN = 200;

type Counted = Pick<ColumnProfile, 'distinct' | 'distinct_exact' | 'top' | 'top_exact'> & { readonly distinct: number };

export interface TextColumn extends Counted {
  readonly present: number;
  readonly length?: NonNullable<ColumnProfile['length']>;
}

/** @param names of columns that hold texts */
export async function textColumns(connection: DuckDBConnection, table: string, names: readonly string[]): Promise<TextColumn[]> {
  if (names.length === 0) {
    return [];
  }
  const wanted = names.map(textOf).map((text) => `count(${text}), min(length(${text})), max(length(${text})), avg(length(${text})), approx_count_distinct(${text})`);
  const facts = ((await connection.runAndReadAll(`SELECT ${wanted.join(', ')} FROM ${table}`)).getRows()[0] ?? []).map(Number);
  const described: TextColumn[] = [];
  for (const [at, name] of names.entries()) {
    const [present = 0, min = 0, max = 0, mean = 0, distinct = 0] = facts.slice(at * 5, at * 5 + 5);
    const counted = present === 0 ? { distinct: 0, distinct_exact: true } : await counts(connection, table, textOf(name), { present, mean, distinct });
    described.push({ present, ...(present === 0 ? {} : { length: { min, max, mean } }), ...counted });
  }
  return described;
}

async function counts(connection: DuckDBConnection, table: string, text: string, about: { readonly present: number; readonly mean: number; readonly distinct: number }): Promise<Counted> {
  const fits = about.present <= EXACT_ROWS && about.present * about.mean <= EXACT_BYTES;
  return fits || about.distinct <= EXACT_DISTINCT ? exactCounts(connection, table, text) : estimatedCounts(connection, table, text, about.distinct);
}

/** @param text SQL of a text */
export async function exactCounts(connection: DuckDBConnection, table: string, text: string): Promise<Counted> {
  const sql = `SELECT v, n::DOUBLE, (count(*) OVER ())::DOUBLE FROM (SELECT ${text} AS v, count(*) AS n FROM ${table} WHERE ${text} IS NOT NULL GROUP BY 1) ORDER BY n DESC, v LIMIT ${MOST_TOP}`;
  const rows = (await connection.runAndReadAll(sql)).getRows();
  return { distinct: Number(rows[0]?.[2] ?? 0), distinct_exact: true, top: rows.map(([value, count]) => ({ value: shown(String(value)), count: Number(count) })) };
}

async function estimatedCounts(connection: DuckDBConnection, table: string, text: string, distinct: number): Promise<Counted> {
  const found = (await connection.runAndReadAll(`SELECT unnest(approx_top_k(${text}, ${MOST_TOP})) FROM ${table}`)).getRows().map(([value]) => String(value));
  const rows = (await connection.runAndReadAll(`SELECT ${text}, count(*)::DOUBLE AS n FROM ${table} WHERE ${text} IN (SELECT unnest(${literals(found)})) GROUP BY 1 ORDER BY n DESC, 1`)).getRows();
  return { distinct, distinct_exact: false, top: rows.map(([value, count]) => ({ value: shown(String(value)), count: Number(count) })), top_exact: false };
}

/** UUIDs and the values of enumerations are texts too. */
function textOf(name: string): string {
  return `${column(name)}::VARCHAR`;
}

function shown(text: string): string {
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text;
}

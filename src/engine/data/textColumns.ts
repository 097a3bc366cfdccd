/** Columns of texts, counted by DuckDB. */
import type { DuckDBConnection } from '@duckdb/node-api';
import type { ColumnProfile } from '../../protocol/profile';
import { column } from '../analysis/sqlText';
import { type Counted, countDistinct } from './countDistinct';

export interface TextColumn extends Counted {
  readonly present: number;
  readonly length?: NonNullable<ColumnProfile['length']>;
}

/** @param names of columns that hold texts */
export async function textColumns(connection: DuckDBConnection, table: string, names: readonly string[]): Promise<TextColumn[]> {
  if (names.length === 0) {
    return [];
  }
  const wanted = names.map(textOf).map((text) => `count(${text}), min(length(${text})), max(length(${text})), avg(length(${text})), avg(strlen(${text}))`);
  const facts = ((await connection.runAndReadAll(`SELECT ${wanted.join(', ')} FROM ${table}`)).getRows()[0] ?? []).map(Number);
  const described: TextColumn[] = [];
  for (const [at, name] of names.entries()) {
    const [present = 0, min = 0, max = 0, mean = 0, size = 0] = facts.slice(at * 5, at * 5 + 5);
    const counted = present === 0 ? { distinct: 0, distinct_exact: true } : await countDistinct(connection, table, textOf(name), { present, size }, true);
    described.push({ present, ...(present === 0 ? {} : { length: { min, max, mean } }), ...counted });
  }
  return described;
}

/** UUIDs and the values of enumerations are texts too. */
function textOf(name: string): string {
  return `${column(name)}::VARCHAR`;
}

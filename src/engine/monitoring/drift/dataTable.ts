/** A table that is compared: a data file, opened, or any other relation of a database. */
import path from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { makeTable } from '../../analysis/dataTable';
import { holdsOf, type Holds } from '../../analysis/holds';

export interface DataTable {
  readonly side: 'reference' | 'current';
  /** what stands after FROM: a name, or a SELECT in parentheses */
  readonly relation: string;
  /** for people: the name of its file */
  readonly called: string;
  readonly rows: number;
  readonly columns: ReadonlyMap<string, Holds>;
}

/** Both, in one database. */
export interface Tables { readonly connection: DuckDBConnection; readonly reference: DataTable; readonly current: DataTable }

/** What is wrong with what was asked: another ask would be answered. */
export class DriftRefused extends Error {
  override readonly name = 'DriftRefused';
}

/**
 * @param file absolute path
 * @throws DataRefused for a file that is not there, or of a kind that is not read; Error that names the file, in its reader's words
 */
export async function openTable(connection: DuckDBConnection, table: DataTable['side'], file: string): Promise<DataTable> {
  await makeTable(connection, table, file);
  return describeTable(connection, { side: table, relation: table, called: path.basename(file) });
}

/**
 * Looks at a relation that stands in the database, or that a SELECT makes of what stands there.
 * @param about `relation` is asked several times, and must have the same rows each time: one that ends with a LIMIT needs an order
 * @throws Error in DuckDB's words
 */
export async function describeTable(connection: DuckDBConnection, about: Pick<DataTable, 'side' | 'relation' | 'called'>): Promise<DataTable> {
  const described = (await connection.runAndReadAll(`DESCRIBE SELECT * FROM ${about.relation}`)).getRows();
  const rows = Number((await connection.runAndReadAll(`SELECT count(*) FROM ${about.relation}`)).getRows()[0]?.[0]);
  return { ...about, rows, columns: new Map(described.map(([name, type]) => [String(name), holdsOf(String(type))])) };
}

/** Why a column without values is not judged. */
export function noValues({ side, rows }: Pick<DataTable, 'side' | 'rows'>): string {
  const where = side === 'reference' ? 'the reference' : 'the current data';
  return rows === 0 ? `There are no rows in ${where}.` : `It has no values in ${where}: all of its rows are missing or infinite.`;
}

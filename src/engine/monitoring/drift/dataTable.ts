/** A table that is compared: a data file, opened, or any other relation of a database. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { READABLE, readsColumns, tableOf } from '../../analysis/dataFile';
import { column } from '../../analysis/sqlText';
import { holdsOf, type Holds } from './columnType';

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
 * @throws DriftRefused for a file that is not there, or of a kind that is not read; Error that names the file, in DuckDB's words
 */
export async function openTable(connection: DuckDBConnection, table: DataTable['side'], file: string): Promise<DataTable> {
  mustBeReadable(file);
  try {
    await make(connection, table, file);
    return await describeTable(connection, { side: table, relation: table, called: path.basename(file) });
  } catch (error) {
    throw new Error(`${path.basename(file)} could not be read: ${error instanceof Error ? error.message.trim() : String(error)}`, { cause: error });
  }
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

function mustBeReadable(file: string): void {
  if (!existsSync(file)) {
    throw new DriftRefused(`There is no file ${file}.`);
  }
  if (tableOf(file, 'first rows') === undefined) {
    const arrow = /\.(arrow|feather|ipc)$/i.test(file) ? ' Arrow files are not read yet: write it as Parquet.' : '';
    throw new DriftRefused(`${path.basename(file)} is no data file that can be read.${arrow} These endings can: ${READABLE.join(', ')}.`);
  }
}

/** Files that are read by rows are read once; one whose later rows are of another type than its first is read again with all in view. */
async function make(connection: DuckDBConnection, table: string, file: string): Promise<void> {
  const source = (look: 'first rows' | 'all rows'): string => `SELECT * FROM ${tableOf(file, look) ?? ''}`;
  if (readsColumns(file)) {
    await connection.run(`CREATE VIEW ${table} AS ${source('first rows')}`);
    return;
  }
  try {
    await connection.run(`CREATE TABLE ${table} AS ${source('first rows')}`);
  } catch {
    await connection.run(`CREATE OR REPLACE TABLE ${table} AS ${source('all rows')}`);
  }
}

/** Rows that have something in each column. */
export async function present(connection: DuckDBConnection, { relation }: DataTable, names: readonly string[]): Promise<number[]> {
  if (names.length === 0) {
    return [];
  }
  const reader = await connection.runAndReadAll(`SELECT ${names.map((name) => `count(${column(name)})`).join(', ')} FROM ${relation}`);
  return (reader.getRows()[0] ?? []).map(Number);
}

/** Why a column without values is not judged. */
export function noValues({ side, rows }: Pick<DataTable, 'side' | 'rows'>): string {
  const where = side === 'reference' ? 'the reference' : 'the current data';
  return rows === 0 ? `There are no rows in ${where}.` : `It has no values in ${where}: all of its rows are missing or infinite.`;
}

/** A data file, opened as a table of DuckDB. */
import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { isArrow, READABLE, readsColumns, saysTypes, tableOf } from './dataFile';
import { type Holds, holdsOf } from './holds';
import { column } from './sqlText';

export interface DataTable<Name extends string = string> {
  /** its name in SQL */
  readonly table: Name;
  readonly file: string;
  readonly rows: number;
  readonly columns: ReadonlyMap<string, Holds>;
  /** as DuckDB names them: `BIGINT`, `DECIMAL(18,3)`, `VARCHAR[]` */
  readonly types: ReadonlyMap<string, string>;
}

/** What is wrong with what was asked: another ask would be answered. */
export class DataRefused extends Error {
  override readonly name = 'DataRefused';
}

/**
 * An empty file of text is a table without columns, which nothing can be asked of.
 * @param file absolute path
 * @throws as `makeTable`
 */
export async function openTable<Name extends string>(connection: DuckDBConnection, table: Name, file: string): Promise<DataTable<Name>> {
  mustBeReadable(file);
  if (statSync(file).size === 0 && !readsColumns(file) && !isArrow(file)) {
    return { table, file, rows: 0, columns: new Map(), types: new Map() };
  }
  await makeTable(connection, table, file);
  const described = (await connection.runAndReadAll(`DESCRIBE ${table}`)).getRows().map(([name, type]) => [String(name), String(type)] as const);
  const rows = Number((await connection.runAndReadAll(`SELECT count(*) FROM ${table}`)).getRows()[0]?.[0]);
  return { table, file, rows, columns: new Map(described.map(([name, type]) => [name, holdsOf(type)])), types: new Map(described) };
}

/**
 * Makes a table, or a view where the file is read column by column.
 * @param table its name in SQL
 * @param file absolute path
 * @throws DataRefused for a file that is not there, or of a kind that is not read; Error that names the file, in its reader's words
 */
export async function makeTable(connection: DuckDBConnection, table: string, file: string): Promise<void> {
  mustBeReadable(file);
  try {
    await make(connection, table, file);
  } catch (error) {
    throw new Error(`${path.basename(file)} could not be read: ${error instanceof Error ? error.message.trim() : String(error)}`, { cause: error });
  }
}

function mustBeReadable(file: string): void {
  if (!existsSync(file)) {
    throw new DataRefused(`There is no file ${file}.`);
  }
  if (!isArrow(file) && tableOf(file, 'first rows') === undefined) {
    throw new DataRefused(`${path.basename(file)} is no data file that can be read. These endings can: ${READABLE.join(', ')}.`);
  }
}

/** Files that are read by rows are read once; one whose later rows are of another type than its first is read again with all in view. */
async function make(connection: DuckDBConnection, table: string, file: string): Promise<void> {
  if (isArrow(file)) {
    const { makeArrowTable } = await import('./arrowTable');
    await makeArrowTable(connection, table, file);
    return;
  }
  const source = (look: 'first rows' | 'all rows', texts: readonly string[] = []): string => `SELECT * FROM ${tableOf(file, look, texts) ?? ''}`;
  if (readsColumns(file)) {
    await connection.run(`CREATE VIEW ${table} AS ${source('first rows')}`);
    return;
  }
  const truths = saysTypes(file) ? [] : await columnsOf(connection, source('first rows'), 'BOOLEAN');
  try {
    await connection.run(`CREATE TABLE ${table} AS ${source('first rows', truths)}`);
  } catch {
    await connection.run(`CREATE OR REPLACE TABLE ${table} AS ${source('all rows', truths)}`);
  }
  await readTruths(connection, table, truths);
  await readInfinities(connection, table);
}

/** DuckDB takes yes and no, and t and f, for truth values; to pandas, and to requests, they are texts. */
async function readTruths(connection: DuckDBConnection, table: string, names: readonly string[]): Promise<void> {
  for (const name of names.map(column)) {
    const others = (await connection.runAndReadAll(`SELECT count(*) FROM ${table} WHERE lower(${name}) NOT IN ('true', 'false')`)).getRows()[0]?.[0];
    if (Number(others) === 0) {
      await connection.run(`ALTER TABLE ${table} ALTER ${name} TYPE BOOLEAN`);
    }
  }
}

async function columnsOf(connection: DuckDBConnection, relation: string, type: string): Promise<string[]> {
  return (await connection.runAndReadAll(`DESCRIBE ${relation}`)).getRows().flatMap(([name, found]) => (found === type ? [String(name)] : []));
}

/** DuckDB takes a column of CSV for text when its first value is infinite, and for numbers when a later one is. */
async function readInfinities(connection: DuckDBConnection, table: string): Promise<void> {
  const texts = (await columnsOf(connection, table, 'VARCHAR')).map(column);
  if (texts.length === 0) {
    return;
  }
  const firsts = (await connection.runAndReadAll(`SELECT ${texts.map((name) => `any_value(${name})`).join(', ')} FROM ${table}`)).getRows()[0] ?? [];
  for (const name of texts.filter((_, at) => /^[+-]?inf(inity)?$/i.test(String(firsts[at])))) {
    const others = (await connection.runAndReadAll(`SELECT count(*) FROM ${table} WHERE ${name} IS NOT NULL AND TRY_CAST(${name} AS DOUBLE) IS NULL`)).getRows()[0]?.[0];
    if (Number(others) === 0) {
      await connection.run(`ALTER TABLE ${table} ALTER ${name} TYPE DOUBLE`);
    }
  }
}

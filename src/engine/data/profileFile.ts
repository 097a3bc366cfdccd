/** What a data file holds: what `slipway profile` runs, in a bundle of its own (`dist/profile.js`), with no engine. */
import { statSync } from 'node:fs';
import type { DuckDBConnection } from '@duckdb/node-api';
import type { ColumnProfile, ProfileReport } from '../../protocol/profile';
import { confined } from '../analysis/confined';
import { present as presentIn } from '../analysis/columnReader';
import { DataRefused, openTable } from '../analysis/dataTable';
import { column } from '../analysis/sqlText';
import { columnType } from './columnType';
import { numberCorrelations } from './numberCorrelations';
import { type About, isPointInTime, numberColumns } from './numberColumns';
import { spilling } from './spilling';
import { textColumns } from './textColumns';

/** Columns that are described together. Of a wide table, each query would cost the reading of all its columns' names. */
const TOGETHER = 200;
/** A part of a wide table is copied where it has no more rows than this. */
const COPIED_ROWS = 20_000;

export interface ProfileOptions {
  /** names of columns; all when left out */
  readonly columns?: readonly string[];
}

/**
 * @param file absolute path: CSV, Parquet, JSON or Arrow
 * @param tell is told how many of how many columns are done, now and then
 * @throws DataRefused for what was asked wrongly; Error for a file that can't be read
 */
export async function profileFile(file: string, options: ProfileOptions, tell: (done: number, of: number) => void): Promise<ProfileReport> {
  return spilling((spill) => confined([file], undefined, async (connection) => {
    const table = await openTable(connection, 'data', file);
    const names = options.columns ?? [...table.columns.keys()];
    const unknown = names.filter((name) => !table.columns.has(name));
    if (unknown.length > 0) {
      throw new DataRefused(`The file has no column ${unknown.map((name) => `"${name}"`).join(', ')}. There are: ${[...table.columns.keys()].slice(0, 50).join(', ')}.`);
    }
    const columns = await describeAll(connection, table, names, tell);
    return { path: file, bytes: statSync(file).size, rows: table.rows, columns, correlations: await numberCorrelations(connection, table, columns) };
  }, spill));
}

/** @returns in the order of the names */
export async function describeAll(connection: DuckDBConnection, about: About, names: readonly string[], tell: (done: number, of: number) => void): Promise<ColumnProfile[]> {
  const done = new Map<string, ColumnProfile>();
  const keep = (one: ColumnProfile): void => {
    done.set(one.name, one);
  };
  tell(0, names.length);
  for (let from = 0; from < names.length; from += TOGETHER) {
    const part = names.slice(from, from + TOGETHER);
    await describePart(connection, await partOf(connection, about, part), part, keep);
    tell(done.size, names.length);
  }
  return names.flatMap((name) => done.get(name) ?? []);
}

async function partOf(connection: DuckDBConnection, about: About, names: readonly string[]): Promise<About> {
  if (about.columns.size <= TOGETHER || about.rows > COPIED_ROWS) {
    return about;
  }
  await connection.run(`CREATE OR REPLACE TABLE part AS SELECT ${names.map(column).join(', ')} FROM ${about.table}`);
  return { ...about, table: 'part' };
}

async function describePart(connection: DuckDBConnection, about: About, names: readonly string[], keep: (column: ColumnProfile) => void): Promise<void> {
  const holding = (...kinds: readonly string[]): string[] => names.filter((name) => kinds.includes(about.columns.get(name) ?? ''));
  const stored = (name: string): string => about.types.get(name) ?? '';
  const times = holding('time');
  await numberColumns(connection, about, [...holding('float', 'whole', 'boolean'), ...times.filter((name) => isPointInTime(stored(name)))], keep);
  const share = (present: number): number => (about.rows === 0 ? 0 : (about.rows - present) / about.rows);
  const texts = holding('text');
  for (const [at, { present, ...text }] of (await textColumns(connection, about.table, texts)).entries()) {
    const name = texts[at] ?? '';
    const type = present === 0 ? 'unknown' : columnType({ holds: 'text', rows: present, distinct: text.distinct, missing: about.rows - present });
    keep({ name, kind: 'text', type, stored: stored(name), present, missing: share(present), infinite: 0, unique: present === 0 ? null : Math.min(1, text.distinct / present), ...text });
  }
  const rest = [...holding('other'), ...times.filter((name) => !isPointInTime(stored(name)))];
  for (const [at, present] of (await presentIn(connection, about.table, rest)).entries()) {
    const name = rest[at] ?? '';
    keep({ name, kind: about.columns.get(name) === 'time' ? 'time' : 'other', type: about.columns.get(name) === 'time' && present > 0 ? 'datetime' : 'unknown', stored: stored(name), present, missing: share(present), infinite: 0, distinct: null, distinct_exact: true, unique: null });
  }
}

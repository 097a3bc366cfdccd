/** Data files as DuckDB reads them. */
import path from 'node:path';
import { literal, literals } from './sqlText';

/** What pandas reads as missing in CSV: a column of numbers with one of these stays a column of numbers. */
const MISSING = ['', '#N/A', '#N/A N/A', '#NA', '-1.#IND', '-1.#QNAN', '-NaN', '-nan', '1.#IND', '1.#QNAN', '<NA>', 'N/A', 'NA', 'NULL', 'NaN', 'None', 'n/a', 'nan', 'null'];

const KINDS: Readonly<Record<string, 'csv' | 'tsv' | 'parquet' | 'lines' | 'json'>> = { '.csv': 'csv', '.tsv': 'tsv', '.parquet': 'parquet', '.pq': 'parquet', '.jsonl': 'lines', '.ndjson': 'lines', '.json': 'json' };

/** Endings of Arrow's own files, of which rows are read by `arrowTable.ts`. */
const ARROW = ['.arrow', '.feather', '.ipc'];

/** Endings of data files that can be read. */
export const READABLE = [...Object.keys(KINDS), ...ARROW];

/** Whether it is a file of Arrow's: a stream, a file, or Feather, which is one. */
export function isArrow(file: string): boolean {
  return ARROW.includes(path.extname(file).toLowerCase());
}

/**
 * A table function over a file. Types of CSV and JSON are told from their first 20,480 rows, or from all.
 * @param file absolute path
 * @param look how many rows tell the types
 * @param texts columns of CSV that are read as they stand there
 * @returns undefined for a file of another kind
 */
export function tableOf(file: string, look: 'first rows' | 'all rows', texts: readonly string[] = []): string | undefined {
  const name = literal(file);
  const sample = look === 'all rows' ? ', sample_size = -1' : '';
  const types = texts.length === 0 ? '' : `, types = {${texts.map((one) => `${literal(one)}: 'VARCHAR'`).join(', ')}}`;
  switch (KINDS[path.extname(file.replace(/\.gz$/i, '')).toLowerCase()]) {
    case 'csv': return `read_csv(${name}, header = true, nullstr = ${literals(MISSING)}${sample}${types})`;
    case 'tsv': return `read_csv(${name}, header = true, delim = '\t', nullstr = ${literals(MISSING)}${sample}${types})`;
    case 'parquet': return `read_parquet(${name})`;
    case 'lines': return `read_json(${name}, format = 'newline_delimited'${sample})`;
    case 'json': return `read_json(${name}${sample})`;
    case undefined: return undefined;
  }
}

/** Whether reading it again for each column is cheap; of other files a table is made first. */
export function readsColumns(file: string): boolean {
  return KINDS[path.extname(file).toLowerCase()] === 'parquet';
}

/** Whether the file itself says the types of its columns: of CSV they are told from what stands there. */
export function saysTypes(file: string): boolean {
  const kind = KINDS[path.extname(file.replace(/\.gz$/i, '')).toLowerCase()];
  return kind !== 'csv' && kind !== 'tsv';
}

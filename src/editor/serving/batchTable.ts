/** A file of rows as a table, slices of it as requests, and answers as columns beside it: text in, text out; no VS Code. */
import Papa from 'papaparse';
import { exactJson, parseExactJson } from '../../connection/exactJson';
import { isObject } from '../../wording/parsedJson';

/** Values as the file has them: texts of a CSV, anything of a JSON, whole numbers with all their digits. */
export interface BatchTable {
  readonly kind: 'csv' | 'json';
  readonly columns: readonly string[];
  readonly rows: readonly (readonly unknown[])[];
}

/** One column of answers or more, with a value per row that was scored. */
export type Predictions = ReadonlyMap<string, unknown[]>;

type Json = Readonly<Record<string, unknown>>;

const WRAPPERS = ['dataframe_split', 'dataframe_records', 'instances', 'inputs'] as const;
const PREDICTION = 'prediction';

/** @throws Error in a sentence: no table is in the file */
export function readBatch(name: string, text: string): BatchTable {
  const table = /\.jsonl?$/i.test(name) ? readJson(text) : readCsv(text);
  if (table.columns.length === 0 || table.rows.length === 0) {
    throw new Error(`${name} has no rows. The first line of a CSV names the columns; a JSON file is a list of objects.`);
  }
  const twice = table.columns.find((column, at) => table.columns.indexOf(column) !== at);
  if (twice !== undefined) {
    throw new Error(`${name} has the column ${twice} more than once. Rename one of them.`);
  }
  return table;
}

/** @returns what is sent for the rows from `from` up to `to` */
export function batchRequest({ kind, columns, rows }: BatchTable, from: number, to: number): { readonly type: string; readonly body: string } {
  const part = rows.slice(from, to);
  return kind === 'csv'
    ? { type: 'text/csv', body: Papa.unparse({ fields: [...columns], data: part.map((row) => [...row]) }, { newline: '\n' }) }
    : { type: 'application/json', body: exactJson({ dataframe_split: { columns, data: part } }) };
}

/**
 * Adds the answers of one slice.
 * @param text of the deployment: JSON
 * @param count rows that were sent
 * @throws Error in a sentence when they are not an answer per row
 */
export function addPredictions(known: Map<string, unknown[]>, text: string, count: number): void {
  const answer = parseExactJson(text);
  const predictions = isObject(answer) ? answer['predictions'] : undefined;
  const columns = isObject(predictions) ? Object.entries(predictions) : Array.isArray(predictions) && predictions.length === count ? columnsOf(predictions) : undefined;
  if (columns === undefined || columns.some(([, values]) => !Array.isArray(values) || values.length !== count)) {
    throw new Error(`The deployment did not answer row by row to ${count} rows, so what it said can't stand beside them.`);
  }
  for (const [name, values] of columns) {
    const list = known.get(name) ?? [];
    list.push(...values as unknown[]);
    known.set(name, list);
  }
}

/** The rows that were scored, as CSV: inputs as the file has them, predictions behind. A name that both have gets a star. */
export function scoredCsv({ columns, rows }: BatchTable, predictions: Predictions): string {
  const scored = Math.min(rows.length, ...[...predictions.values()].map(({ length }) => length));
  const fields = [...columns, ...[...predictions.keys()].map((name) => (columns.includes(name) ? `${name}*` : name))];
  return `${Papa.unparse({ fields, data: rows.slice(0, scored).map((row, at) => [...row.map(cell), ...[...predictions.values()].map((values) => cell(values[at]))]) }, { newline: '\n' })}\n`;
}

function readCsv(text: string): BatchTable {
  const { data, errors } = Papa.parse<string[]>(text.replace(/^\uFEFF/, ''), { skipEmptyLines: 'greedy' });
  const [quotes] = errors.filter(({ type }) => type === 'Quotes');
  if (quotes !== undefined) {
    throw new Error(`It is no CSV: ${quotes.message}${quotes.row === undefined ? '' : ` in row ${quotes.row}`}.`);
  }
  const [columns = [], ...rows] = data;
  const uneven = rows.findIndex((row) => row.length !== columns.length);
  if (uneven >= 0) {
    throw new Error(`Row ${uneven + 1} has ${rows[uneven]?.length} values, and the first line names ${columns.length} columns.`);
  }
  return { kind: 'csv', columns, rows };
}

function readJson(text: string): BatchTable {
  let content: unknown;
  try {
    content = parseExactJson(text);
  } catch (error) {
    const lines = text.split('\n').filter((line) => line.trim() !== '');
    try {
      content = lines.map((line) => parseExactJson(line));
    } catch {
      throw new Error(`It is no JSON: ${error instanceof Error ? error.message : String(error)}.`, { cause: error });
    }
  }
  const wrapper = isObject(content) ? WRAPPERS.find((name) => name in (content as Json)) : undefined;
  return tableOf(wrapper === undefined ? content : (content as Json)[wrapper]);
}

function tableOf(content: unknown): BatchTable {
  if (isObject(content) && Array.isArray(content['columns']) && Array.isArray(content['data'])) {
    return { kind: 'json', columns: content['columns'].map(String), rows: content['data'].map((row: unknown) => (Array.isArray(row) ? row as unknown[] : [row])) };
  }
  if (isObject(content)) {
    const columns = Object.entries(content).map(([name, values]): [string, unknown[]] => [name, Array.isArray(values) ? values : [values]]);
    return { kind: 'json', columns: columns.map(([name]) => name), rows: Array.from({ length: columns[0]?.[1].length ?? 0 }, (_, at) => columns.map(([, values]) => values[at])) };
  }
  const records = Array.isArray(content) ? content.filter(isObject) : [];
  if (!Array.isArray(content) || records.length < content.length) {
    throw new Error('It is no table: a list of objects, each with a value per column, is one.');
  }
  const columns = [...new Set(records.flatMap((record) => Object.keys(record)))];
  return { kind: 'json', columns, rows: records.map((record) => columns.map((column) => record[column] ?? null)) };
}

function columnsOf(predictions: readonly unknown[]): [string, unknown[]][] {
  const [first] = predictions;
  if (isObject(first)) {
    // A pandas Series is answered as a list of objects with the one key "0".
    const names = Object.keys(first);
    return names.map((name) => [names.length === 1 && name === '0' ? PREDICTION : name, predictions.map((row) => (isObject(row) ? row[name] : null))]);
  }
  if (Array.isArray(first) && first.every((value) => !Array.isArray(value))) {
    return first.map((_, at) => [first.length === 1 ? PREDICTION : `${PREDICTION}_${at}`, predictions.map((row) => (Array.isArray(row) ? row[at] as unknown : null))]);
  }
  return [[PREDICTION, [...predictions]]];
}

function cell(value: unknown): unknown {
  return typeof value === 'object' && value !== null ? exactJson(value) : value;
}

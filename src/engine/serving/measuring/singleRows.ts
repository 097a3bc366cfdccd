/** Requests of one row each, made of what a model was logged with, or of a table. Pure. */
import type { ModelSignature } from '../../../protocol/modelContents';
import { isObject } from '../../../wording/parsedJson';

/** More different rows would measure the machine's caches, not the model. */
export const MOST_ROWS = 100;

type Json = Readonly<Record<string, unknown>>;

/** @param columns names and cells, row by row the same length */
export interface TableRows { readonly names: readonly string[]; readonly columns: Readonly<Record<string, readonly unknown[]>> }

/**
 * @param example serving_input_example.json of MLflow, which is a body of POST /invocations; of older versions input_example.json, which
 *   is the frame alone (mlflow/models/utils.py, _Example)
 * @returns bodies of POST /invocations; none when it holds no row
 */
export function bodiesOfExample(example: unknown, signature: ModelSignature | null): string[] {
  const { params, ...body } = bodyOf(example);
  const [entry] = Object.entries(body);
  if (entry === undefined) {
    return [];
  }
  const [form, rows] = entry;
  return singles(form, rows, signature).slice(0, MOST_ROWS).map((row) => JSON.stringify({ [form]: row, ...(params === undefined ? {} : { params }) }));
}

/** @param features columns that the model gets @returns rows without an empty cell first: models may refuse the others */
export function bodiesOfTable({ columns }: TableRows, features: readonly string[], signature: ModelSignature | null): string[] {
  const length = columns[features[0] ?? '']?.length ?? 0;
  const rows = Array.from({ length }, (_, row) => features.map((name) => columns[name]?.[row] ?? null));
  const whole = rows.filter((row) => !row.includes(null));
  return (whole.length > 0 ? whole : rows).slice(0, MOST_ROWS).map((row) => bodyOfRows(features, [row], signature));
}

/** Whether the model takes one array: its columns have no names. */
export function takesArray(signature: ModelSignature | null): boolean {
  return signature?.inputs.length === 1 && signature.inputs[0]?.type === 'tensor';
}

/** Body of POST /invocations. @param features columns that the model gets @param rows their cells in that order; whole numbers of DuckDB become JSON's */
export function bodyOfRows(features: readonly string[], rows: readonly (readonly unknown[])[], signature: ModelSignature | null): string {
  const name = signature?.inputs[0]?.name ?? '';
  const body = takesArray(signature) ? { inputs: name === '' ? rows : { [name]: rows } } : { dataframe_split: { columns: features, data: rows } };
  return JSON.stringify(body, (_name, value: unknown) => (typeof value === 'bigint' ? Number(value) : value));
}

function bodyOf(example: unknown): Json {
  if (!isObject(example)) {
    return { inputs: example };
  }
  if (['dataframe_split', 'dataframe_records', 'inputs', 'instances'].some((form) => form in example)) {
    return example;
  }
  return 'columns' in example && 'data' in example ? { dataframe_split: example } : { inputs: example };
}

function singles(form: string, rows: unknown, signature: ModelSignature | null): unknown[] {
  if (form === 'dataframe_split') {
    const { columns, data } = isObject(rows) ? rows : {};
    return Array.isArray(data) ? data.map((row: unknown) => ({ ...(columns === undefined ? {} : { columns }), data: [row] })) : [];
  }
  // A tensor that fixes its number of rows is one request.
  if (signature?.inputs.some(({ type, shape }) => type === 'tensor' && shape?.[0] !== -1) === true) {
    return [rows];
  }
  if (Array.isArray(rows)) {
    return rows.map((row: unknown) => [row]);
  }
  if (!isObject(rows)) {
    return rows === undefined || rows === null ? [] : [rows];
  }
  const columns = Object.entries(rows);
  const length = columns.reduce((most, [, values]) => (Array.isArray(values) ? Math.max(most, values.length) : most), 0);
  const even = columns.every(([, values]) => Array.isArray(values) && values.length === length);
  return even ? Array.from({ length }, (_, row) => Object.fromEntries(columns.map(([name, values]) => [name, [(values as unknown[])[row]]]))) : [rows];
}

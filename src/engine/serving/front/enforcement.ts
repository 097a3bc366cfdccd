/** Holds what clients send to the signature of the model, as MLflow does (_enforce_schema in mlflow/models/utils.py). */
import type { ModelSignature, SignatureField } from '../../../protocol/modelContents';
import { invalid, MlflowError } from '../../mlflowErrors';
import { castTo, UncastableValue } from './cast';
import type { Frame, NestedArray, Table } from './frame';
import type { ElementType, Rows, Tensor } from './rows';
import { elementTypeOf, isTensor } from './signatureTypes';
import { flatten, tuple } from './tensorShape';

/**
 * @param signature null: columns go to the model as they come, numbers as doubles
 * @throws MlflowError (400) that names the column
 */
export function enforce(frame: Frame, signature: ModelSignature | null): Rows {
  const fields = signature?.inputs ?? [];
  const [first] = fields;
  if (first === undefined) {
    return frame.kind === 'table' ? unsignedTable(frame) : ofTensors([arrayOf('', undefined, frame)]);
  }
  if (isTensor(first)) {
    return ofTensors(frame.kind === 'array' ? [arrayOf(first.name, first, onlyOne(frame, fields))] : tensorsOfTable(frame, fields));
  }
  return columnsOf(frame.kind === 'table' ? frame : tableOfArray(frame, fields), fields);
}

function columnsOf(table: Table, fields: readonly SignatureField[]): Rows {
  const named = fields.some(({ name }) => name !== '');
  if (named) {
    refuseMissing(table, fields);
  } else if (table.columns.size < fields.length) {
    throw refused(`Model inference is missing inputs. The model signature declares ${fields.length} inputs but the provided value only has ${table.columns.size} inputs. Note: the inputs were not named in the signature so we can only verify their count.`);
  }
  const positions = named ? undefined : [...table.columns.keys()];
  const tensors: Tensor[] = [];
  for (const [at, field] of fields.entries()) {
    const name = positions?.[at] ?? field.name;
    const values = table.columns.get(name);
    // What is not required and was not sent is left out, as in the DataFrame that MLflow would hand on.
    if (values !== undefined) {
      tensors.push(columnOf(name, elementTypeOf(field), field, values));
    }
  }
  return { rows: table.rows, tensors };
}

function columnOf(name: string, type: ElementType, field: SignatureField | undefined, values: ArrayLike<unknown>): Tensor {
  return { name, type, shape: [], data: castAll(name, type, field, values) };
}

function castAll(name: string, type: ElementType, field: SignatureField | undefined, values: ArrayLike<unknown>): unknown[] {
  const cast = castTo(type);
  const data: unknown[] = [];
  let at = 0;
  try {
    for (; at < values.length; at += 1) {
      data.push(cast(values[at]));
    }
  } catch (error) {
    if (error instanceof UncastableValue) {
      const meant = field === undefined || isTensor(field) ? type : `${field.type} (${type})`;
      throw new MlflowError('BAD_REQUEST', `Invalid input. Data is not compatible with model signature. Failed to convert column ${name === '' ? '(unnamed)' : name} to type '${meant}'. Error: ${error.message}${values.length > 1 ? `, in row ${at}` : ''}`);
    }
    throw error;
  }
  return data;
}

function refuseMissing(table: Table, fields: readonly SignatureField[]): void {
  const missing = fields.filter(({ name, required }) => required && !table.columns.has(name));
  if (missing.length === 0) {
    return;
  }
  const known = new Set(fields.map(({ name }) => name));
  const extra = [...table.columns.keys()].filter((name) => !known.has(name));
  throw refused(`Model is missing inputs ${list(missing.map(({ name }) => name))}.${extra.length > 0 ? ` Note that there were extra inputs: ${list(extra, table.positional)}.` : ''}`);
}

function refused(why: string): MlflowError {
  return invalid(`Failed to enforce schema of the data. Error: ${why}`);
}

/** A list for a signature of columns: pandas makes a DataFrame of it whose columns are 0, 1, 2…; a list for a single column is that column. */
function tableOfArray(frame: NestedArray, fields: readonly SignatureField[]): Table {
  const [only] = fields;
  const { shape, data } = flat('', Array.isArray(frame.value) ? frame.value : [frame.value]);
  const rows = shape[0] ?? 0;
  const width = shape[1] ?? 1;
  if (shape.length > 2) {
    throw refused(`Must pass 2-d input. shape=${tuple(shape)}`);
  }
  if (fields.length === 1 && only !== undefined && only.name !== '' && width === 1) {
    return { kind: 'table', positional: false, rows, columns: new Map([[only.name, data]]) };
  }
  return { kind: 'table', positional: true, rows, columns: new Map(Array.from({ length: width }, (_, column) => [String(column), Array.from({ length: rows }, (_row, row) => data[row * width + column])])) };
}

function onlyOne(frame: NestedArray, fields: readonly SignatureField[]): NestedArray {
  if (fields.length > 1) {
    throw refused(`the model takes ${fields.length} tensors, ${list(fields.map(({ name }) => name))}: send an object with each under its name.`);
  }
  return frame;
}

/** Columns of a data frame for tensors: each a tensor of its own, or all of them the one matrix. */
function tensorsOfTable(table: Table, fields: readonly SignatureField[]): Tensor[] {
  const [only] = fields;
  if (only !== undefined && only.name === '') {
    const columns = [...table.columns.values()];
    const rows = Array.from({ length: table.rows }, (_, row) => (columns.length === 1 ? columns[0]?.[row] : columns.map((column) => column[row])));
    return [arrayOf('', only, { kind: 'array', value: rows })];
  }
  refuseMissing(table, fields);
  return fields.flatMap((field) => {
    const values = table.columns.get(field.name);
    return values === undefined ? [] : [arrayOf(field.name, field, { kind: 'array', value: Array.from(values) })];
  });
}

function arrayOf(name: string, field: SignatureField | undefined, frame: NestedArray): Tensor {
  const { shape, data } = flat(name, frame.value);
  const expected = field?.shape;
  if (expected !== undefined && (expected.length !== shape.length || expected.some((length, at) => length !== -1 && length !== shape[at]))) {
    throw refused(`Shape of input ${name === '' ? '' : `'${name}' `}${tuple(shape)} does not match expected shape ${tuple(expected)}.`);
  }
  if (shape.length === 0) {
    throw refused('a single value was sent where a list of rows is expected.');
  }
  const type = field === undefined ? guessed(data) : elementTypeOf(field);
  return { name, type, shape: shape.slice(1), data: castAll(name, type, field, data) };
}

function flat(name: string, value: unknown): { shape: number[]; data: unknown[] } {
  try {
    return flatten(value);
  } catch (error) {
    throw new MlflowError('BAD_REQUEST', `Invalid input. ${name === '' ? '' : `Input '${name}': `}${error instanceof Error ? error.message : String(error)}`);
  }
}

function unsignedTable(table: Table): Rows {
  return { rows: table.rows, tensors: [...table.columns].map(([name, values]) => columnOf(name, guessed(values), undefined, values)) };
}

/** Without a signature text stays text and all else is a double. */
function guessed(values: ArrayLike<unknown>): ElementType {
  for (let at = 0; at < values.length; at += 1) {
    if (typeof values[at] === 'string') {
      return 'string';
    }
  }
  return 'float64';
}

/** Several tensors of one request must agree about their rows. */
function ofTensors(tensors: readonly Tensor[]): Rows {
  const lengths = tensors.map(({ shape, data }) => data.length / Math.max(1, shape.reduce((product, length) => product * length, 1)));
  const [rows = 0] = lengths;
  const other = lengths.findIndex((length) => length !== rows);
  if (other >= 0) {
    throw refused(`The length of values for each input/column name are not the same: '${tensors[0]?.name}' has ${rows}, '${tensors[other]?.name}' has ${lengths[other]}.`);
  }
  return { rows, tensors };
}

function list(names: readonly string[], bare = false): string {
  return `[${names.map((name) => (bare ? name : `'${name}'`)).join(', ')}]`;
}

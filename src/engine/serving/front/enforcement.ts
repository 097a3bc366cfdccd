/** Holds what clients send to the signature of the model, as MLflow does (_enforce_schema in mlflow/models/utils.py). */
import type { ModelSignature, SignatureField } from '../../../protocol/modelContents';
import { castColumn, guessedType, nameList, refused } from './castColumn';
import type { Frame, NestedArray, Table } from './frame';
import type { ElementType, Rows, Tensor } from './rows';
import { elementTypeOf, isTensor } from './signatureTypes';
import { arrayTensor, nested, tableTensors } from './tensorEnforcement';
import { tuple } from './tensorShape';

/**
 * @param signature null: columns go to the model as they come, numbers as doubles
 * @throws MlflowError (400) that names the column
 */
export function enforce(frame: Frame, signature: ModelSignature | null): Rows {
  const fields = signature?.inputs ?? [];
  const [first] = fields;
  if (first === undefined) {
    return frame.kind === 'table' ? unsignedTable(frame) : arrayTensor('', undefined, frame);
  }
  if (isTensor(first)) {
    if (frame.kind === 'table') {
      return tableTensors(frame, fields, () => refuseMissing(frame, fields));
    }
    if (fields.length > 1) {
      throw refused(`the model takes ${fields.length} tensors, ${nameList(fields.map(({ name }) => name))}: send an object with each under its name.`);
    }
    return arrayTensor(first.name, first, frame);
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
  return { name, type, shape: [], data: castColumn(name, type, field, values) };
}

function refuseMissing(table: Table, fields: readonly SignatureField[]): void {
  const missing = fields.filter(({ name, required }) => required && !table.columns.has(name));
  if (missing.length === 0) {
    return;
  }
  const known = new Set(fields.map(({ name }) => name));
  const extra = [...table.columns.keys()].filter((name) => !known.has(name));
  throw refused(`Model is missing inputs ${nameList(missing.map(({ name }) => name))}.${extra.length > 0 ? ` Note that there were extra inputs: ${nameList(extra, table.positional)}.` : ''}`);
}

/** A list for a signature of columns: pandas makes a DataFrame of it whose columns are 0, 1, 2…; a list for a single column is that column. */
function tableOfArray(frame: NestedArray, fields: readonly SignatureField[]): Table {
  const [only] = fields;
  const { shape, data } = nested('', Array.isArray(frame.value) ? frame.value : [frame.value]);
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

function unsignedTable(table: Table): Rows {
  return { rows: table.rows, tensors: [...table.columns].map(([name, values]) => columnOf(name, guessedType(values), undefined, values)) };
}

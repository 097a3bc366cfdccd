/** Holds tensors to a signature of tensors (_enforce_tensor_schema in mlflow/models/utils.py). */
import type { ModelSignature, SignatureField } from '../../../protocol/modelContents';
import { MlflowError } from '../../mlflowErrors';
import { castColumn, guessedType, nameList, refused } from './castColumn';
import type { NestedArray, Table } from './frame';
import type { Rows, Tensor } from './rows';
import { elementTypeOf } from './signatureTypes';
import { flatten, tuple } from './tensorShape';

/** @throws MlflowError 400 when the array is ragged */
export function nested(name: string, value: unknown): { shape: number[]; data: unknown[] } {
  try {
    return flatten(value);
  } catch (error) {
    throw new MlflowError('BAD_REQUEST', `Invalid input. ${name === '' ? '' : `Input '${name}': `}${error instanceof Error ? error.message : String(error)}`);
  }
}

/**
 * One nested array as the one tensor of a model.
 * @param field undefined: nothing is enforced
 */
export function arrayTensor(name: string, field: SignatureField | undefined, frame: NestedArray): Rows {
  const { shape, data } = nested(name, frame.value);
  if (shape.length === 0) {
    throw refused('a single value was sent where a list of rows is expected.');
  }
  refuseShape(name, shape, field);
  const type = field === undefined ? guessedType(data) : elementTypeOf(field);
  return { rows: shape[0] ?? 0, tensors: [{ name, type, shape: shape.slice(1), data: castColumn(name, type, field, data) }] };
}

/**
 * Columns of a data frame for tensors: each a tensor of its own, or all of them the one matrix.
 * @param refuseMissing throws when a named tensor was not sent
 */
export function tableTensors(table: Table, fields: readonly SignatureField[], refuseMissing: () => void): Rows {
  const [only] = fields;
  if (only !== undefined && only.name === '') {
    const columns = [...table.columns.values()];
    const rows = Array.from({ length: table.rows }, (_, row) => (columns.length === 1 ? columns[0]?.[row] : columns.map((column) => column[row])));
    return arrayTensor('', only, { kind: 'array', value: rows });
  }
  refuseMissing();
  const tensors = fields.flatMap((field) => {
    const values = table.columns.get(field.name);
    return values === undefined ? [] : arrayTensor(field.name, field, { kind: 'array', value: Array.from(values) }).tensors;
  });
  return { rows: table.rows, tensors };
}

/**
 * Tensors that came as such, with their shapes.
 * @throws MlflowError 400 that names the tensor
 */
export function enforceTensors(tensors: readonly Tensor[], rows: number, signature: ModelSignature | null): Rows {
  const fields = signature?.inputs ?? [];
  if (fields.length === 0) {
    return { rows, tensors: tensors.map((tensor) => ({ ...tensor, data: castColumn(tensor.name, tensor.type, undefined, tensor.data) })) };
  }
  const missing = fields.filter(({ name, required }) => required && tensorOf(name, tensors) === undefined);
  if (missing.length > 0) {
    throw refused(`Model is missing inputs ${nameList(missing.map(({ name }) => name))}. Sent were: ${nameList(tensors.map(({ name }) => name))}.`);
  }
  return {
    rows,
    tensors: fields.flatMap((field) => {
      const tensor = tensorOf(field.name, tensors);
      if (tensor === undefined) {
        return [];
      }
      refuseShape(tensor.name, [rows, ...tensor.shape], field);
      const type = elementTypeOf(field);
      return [{ name: field.name, type, shape: tensor.shape, data: castColumn(tensor.name, type, field, tensor.data) }];
    }),
  };
}

/** A tensor without a name in the signature is the only one: any name will do. */
function tensorOf(name: string, tensors: readonly Tensor[]): Tensor | undefined {
  return name === '' && tensors.length === 1 ? tensors[0] : tensors.find((tensor) => tensor.name === name);
}

function refuseShape(name: string, shape: readonly number[], field: SignatureField | undefined): void {
  const expected = field?.shape;
  if (expected !== undefined && (expected.length !== shape.length || expected.some((length, at) => length !== -1 && length !== shape[at]))) {
    throw refused(`Shape of input ${name === '' ? '' : `'${name}' `}${tuple(shape)} does not match expected shape ${tuple(expected)}.`);
  }
}

/** Tensors of clients as what the signature asks for: a tensor per column, or one matrix of all columns. */
import type { ModelSignature, SignatureField } from '../../../../protocol/modelContents';
import { invalid, MlflowError } from '../../../mlflowErrors';
import { enforce } from '../enforcement';
import { sizeOf, type ElementType, type Rows } from '../rows';
import { elementTypeOf, isTensor } from '../signatureTypes';
import { enforceTensors } from '../tensorEnforcement';
import type { InferInput } from './inferRequest';

/** @throws MlflowError 400 that names the input */
export function rowsOfInputs(inputs: readonly InferInput[], signature: ModelSignature | null): Rows {
  const rows = inputs[0]?.shape[0] ?? 0;
  const other = inputs.find(({ shape }) => shape[0] !== rows);
  if (other !== undefined) {
    throw new MlflowError('BAD_REQUEST', `input '${other.name}' has ${other.shape[0] ?? 'no'} rows, and '${inputs[0]?.name}' has ${rows}`);
  }
  const fields = signature?.inputs ?? [];
  if (fields.length === 0 || fields.some(isTensor)) {
    return enforceTensors(inputs.map(({ name, type, shape, data }) => ({ name, type, shape: shape.slice(1), data })), rows, signature);
  }
  const names = matrixColumns(inputs, fields.map(({ name }) => name));
  const columns = names === undefined ? new Map(inputs.map((input) => [input.name, column(input)])) : split(inputs[0], names);
  for (const { name, type } of inputs) {
    refuseUnsafe(name, type, names === undefined ? fields.filter((field) => field.name === name) : fields);
  }
  return enforce({ kind: 'table', positional: false, rows, columns }, signature);
}

/** Tensors say their type: fractions are not cut off without a word, and text is no number. */
function refuseUnsafe(name: string, type: ElementType, fields: readonly SignatureField[]): void {
  for (const field of fields) {
    const meant = elementTypeOf(field);
    if (kindOf(type) === 'float' ? kindOf(meant) === 'whole' : (kindOf(type) === 'text') !== (kindOf(meant) === 'text')) {
      throw invalid(`Incompatible input types for column ${field.name === '' ? name : field.name}. Can not safely convert ${type} to ${meant}.`);
    }
  }
}

function kindOf(type: ElementType): 'float' | 'whole' | 'text' | 'other' {
  return type.startsWith('float') ? 'float' : /^u?int/.test(type) ? 'whole' : type === 'string' ? 'text' : 'other';
}

/** @returns the names of the columns of a matrix, when the one input is a matrix of as many columns as the model has */
function matrixColumns(inputs: readonly InferInput[], names: readonly string[]): readonly string[] | undefined {
  const [only] = inputs;
  const known = only !== undefined && names.includes(only.name) && names.length === 1;
  return inputs.length === 1 && only !== undefined && !known && only.shape.length === 2 && only.shape[1] === names.length ? names : undefined;
}

function split(input: InferInput | undefined, names: readonly string[]): Map<string, ArrayLike<unknown>> {
  return new Map(names.map((name, at) => [name === '' ? String(at) : name, columnOf(input?.data ?? [], at, names.length)]));
}

/** @returns every `width`th value from `at` on, packed as the matrix is */
function columnOf(matrix: ArrayLike<unknown>, at: number, width: number): ArrayLike<unknown> {
  if (matrix instanceof Float64Array) {
    return strided(matrix, new Float64Array(matrix.length / width), at, width);
  }
  if (matrix instanceof Float32Array) {
    return strided(matrix, new Float32Array(matrix.length / width), at, width);
  }
  const values: unknown[] = [];
  for (let from = at; from < matrix.length; from += width) {
    values.push(matrix[from]);
  }
  return values;
}

function strided<T extends Float64Array | Float32Array>(matrix: T, values: T, at: number, width: number): T {
  for (let row = 0, from = at; row < values.length; row += 1, from += width) {
    values[row] = matrix[from] as number;
  }
  return values;
}

function column({ name, shape, data }: InferInput): ArrayLike<unknown> {
  if (sizeOf(shape.slice(1)) !== 1) {
    throw new MlflowError('BAD_REQUEST', `input '${name}' has shape [${shape.join(', ')}], and a column has [rows] or [rows, 1]`);
  }
  return data;
}

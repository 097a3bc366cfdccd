/** Whole columns as the types of a signature, and how MLflow says that they are not. */
import type { SignatureField } from '../../../protocol/modelContents';
import { invalid, MlflowError } from '../../mlflowErrors';
import { castTo, UncastableValue } from './cast';
import { isPacked } from './packed';
import type { ElementType } from './rows';
import { isTensor } from './signatureTypes';

/**
 * @param field of the signature; undefined: there is none
 * @throws MlflowError 400 that names the column, the row and the value
 */
export function castColumn(name: string, type: ElementType, field: SignatureField | undefined, values: ArrayLike<unknown>): ArrayLike<unknown> {
  const plain = isPacked(values, type) ? values : plainNumbers(values, type);
  if (plain !== undefined) {
    return plain;
  }
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

/** Below, a list is quicker made than an array of numbers. */
const FEW_VALUES = 16;

/** @returns many floats in one go; undefined when they are few, or one of them is no number: then each is looked at */
function plainNumbers(values: ArrayLike<unknown>, type: ElementType): ArrayLike<number> | undefined {
  if (values.length < FEW_VALUES || (type !== 'float64' && type !== 'float32')) {
    return undefined;
  }
  if (values instanceof Float64Array || values instanceof Float32Array) {
    return type === 'float64' ? Float64Array.from(values) : Float32Array.from(values);
  }
  const numbers = type === 'float64' ? new Float64Array(values.length) : new Float32Array(values.length);
  for (let at = 0; at < values.length; at += 1) {
    const value = values[at];
    if (typeof value !== 'number') {
      return undefined;
    }
    numbers[at] = value;
  }
  return numbers;
}

/** An error of MLflow's second step, which holds the whole input to the signature. */
export function refused(why: string): MlflowError {
  return invalid(`Failed to enforce schema of the data. Error: ${why}`);
}

/** @returns names as Python writes a list: ['a', 'b']; bare: [0, 1] */
export function nameList(names: readonly string[], bare = false): string {
  return `[${names.map((name) => (bare ? name : `'${name}'`)).join(', ')}]`;
}

/** Without a signature text stays text and all else is a double. */
export function guessedType(values: ArrayLike<unknown>): ElementType {
  for (let at = 0; at < values.length; at += 1) {
    if (typeof values[at] === 'string') {
      return 'string';
    }
  }
  return 'float64';
}

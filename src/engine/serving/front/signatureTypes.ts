/** The types of MLflow's signatures (mlflow/types/schema.py) as element types. */
import type { SignatureField } from '../../../protocol/modelContents';
import type { ElementType } from './rows';

const COLUMN_TYPES: Readonly<Record<string, ElementType>> = { double: 'float64', float: 'float32', long: 'int64', integer: 'int32', boolean: 'bool', string: 'string', datetime: 'string', binary: 'string' };
const TENSOR_TYPES: Readonly<Record<string, ElementType>> = {
  float64: 'float64', float32: 'float32', int64: 'int64', int32: 'int32', int16: 'int16', int8: 'int8',
  uint64: 'uint64', uint32: 'uint32', uint16: 'uint16', uint8: 'uint8', bool: 'bool', str: 'string', object: 'string',
};

/** @returns json for nested types, and for dtypes that no tensor of a graph has */
export function elementTypeOf(field: SignatureField): ElementType {
  return (isTensor(field) ? TENSOR_TYPES[field.dtype ?? ''] : COLUMN_TYPES[field.type]) ?? 'json';
}

export function isTensor(field: SignatureField): boolean {
  return field.type === 'tensor';
}

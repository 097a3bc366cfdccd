/** Rows on their way through a model: what protocols read, what models are fed with, what models answer. */

/** NumPy's names; json: values of nested types, which only Python models take. */
export type ElementType = 'float64' | 'float32' | 'int64' | 'int32' | 'int16' | 'int8' | 'uint64' | 'uint32' | 'uint16' | 'uint8' | 'bool' | 'string' | 'json';

/** A tensor whose first dimension is the rows. */
export interface Tensor {
  readonly name: string;
  readonly type: ElementType;
  /** of one row; empty: one value */
  readonly shape: readonly number[];
  /** row-major, `rows * size(shape)` values. Whole numbers of 64 bits are bigint where a number would lose digits; null stands for missing text */
  readonly data: ArrayLike<unknown>;
}

export interface Rows {
  readonly rows: number;
  readonly tensors: readonly Tensor[];
}

/** What a tensor must look like: -1 in the shape of a row stands for any length. */
export interface TensorSpec {
  readonly name: string;
  readonly type: ElementType;
  readonly shape: readonly number[];
}

/** @returns how many values one row of such a shape has */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, 1);
}

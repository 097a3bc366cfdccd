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

/** @returns rows `from` to `to`, without copying where arrays are of numbers */
export function sliceRows({ tensors }: Rows, from: number, to: number): Rows {
  return { rows: to - from, tensors: tensors.map((tensor) => sliceTensor(tensor, from, to)) };
}

export function sliceTensor(tensor: Tensor, from: number, to: number): Tensor {
  const size = sizeOf(tensor.shape);
  const { data } = tensor;
  return { ...tensor, data: Array.isArray(data) ? data.slice(from * size, to * size) : (data as Float64Array).subarray(from * size, to * size) };
}

/**
 * Puts answers to parts of a request together again.
 * @throws Error when they are not of one kind
 */
export function joinRows(parts: readonly Rows[]): Rows {
  const [first] = parts;
  const rows = parts.reduce((sum, part) => sum + part.rows, 0);
  return { rows, tensors: (first?.tensors ?? []).map((tensor, index) => ({ ...tensor, data: joined(parts.map(({ tensors }) => tensors[index]), tensor) })) };
}

function joined(parts: readonly (Tensor | undefined)[], first: Tensor): ArrayLike<unknown> {
  const same = parts.filter((part): part is Tensor => part?.name === first.name && part.type === first.type && part.shape.join() === first.shape.join());
  if (same.length < parts.length) {
    throw new Error(`output '${first.name}' of the model has another shape for other rows`);
  }
  const { data } = first;
  const whole = emptyLike(data, same.reduce((sum, part) => sum + part.data.length, 0));
  if (whole !== undefined) {
    let at = 0;
    for (const part of same) {
      whole.set(part.data as never, at);
      at += part.data.length;
    }
    return whole;
  }
  return same.flatMap((part) => Array.from(part.data));
}

function emptyLike(data: ArrayLike<unknown>, length: number): Float32Array | Float64Array | BigInt64Array | undefined {
  return data instanceof Float32Array ? new Float32Array(length) : data instanceof Float64Array ? new Float64Array(length) : data instanceof BigInt64Array ? new BigInt64Array(length) : undefined;
}

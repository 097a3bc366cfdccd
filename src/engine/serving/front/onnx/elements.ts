/** Which arrays onnxruntime takes and gives for which types. */
import type { ElementType } from '../rows';

/** An array that onnxruntime reads: text as a list, truth values as bytes. */
export type TensorData = Float64Array | Float32Array | BigInt64Array | BigUint64Array | Int32Array | Int16Array | Int8Array | Uint32Array | Uint16Array | Uint8Array | string[];

const MAKERS: Partial<Record<ElementType, (length: number) => TensorData>> = {
  float64: (length) => new Float64Array(length),
  float32: (length) => new Float32Array(length),
  int64: (length) => new BigInt64Array(length),
  uint64: (length) => new BigUint64Array(length),
  int32: (length) => new Int32Array(length),
  int16: (length) => new Int16Array(length),
  int8: (length) => new Int8Array(length),
  uint32: (length) => new Uint32Array(length),
  uint16: (length) => new Uint16Array(length),
  uint8: (length) => new Uint8Array(length),
  bool: (length) => new Uint8Array(length),
  string: (length) => Array.from({ length }, () => ''),
};

/** @returns our name of one of onnxruntime's tensor types; undefined: no values of it can be sent or read */
export function elementTypeOf(type: string): Exclude<ElementType, 'json'> | undefined {
  return type in MAKERS ? (type as Exclude<ElementType, 'json'>) : undefined;
}

export function makeData(type: Exclude<ElementType, 'json'>, length: number): TensorData {
  const make = MAKERS[type];
  if (make === undefined) {
    throw new Error(`no array holds values of type ${type}`);
  }
  return make(length);
}

/**
 * Copies values into what goes to onnxruntime: value `count * stride` of every row, from `at` on.
 * @param stride values between the starts of two rows in `target`
 */
export function copyRows(source: ArrayLike<unknown>, rows: number, width: number, target: TensorData, at: number, stride: number): void {
  if (Array.isArray(target)) {
    copy(source, rows, width, at, stride, (index, value) => {
      target[index] = String(value);
    });
  } else if (target instanceof BigInt64Array || target instanceof BigUint64Array) {
    copy(source, rows, width, at, stride, (index, value) => {
      target[index] = typeof value === 'bigint' ? value : BigInt(value as number | boolean);
    });
  } else {
    copyNumbers(source, rows, width, target, at, stride);
  }
}

function copy(source: ArrayLike<unknown>, rows: number, width: number, at: number, stride: number, set: (index: number, value: unknown) => void): void {
  for (let row = 0, from = 0; row < rows; row += 1) {
    for (let column = 0; column < width; column += 1, from += 1) {
      set(at + row * stride + column, source[from]);
    }
  }
}

type Numbers = Exclude<TensorData, string[] | BigInt64Array | BigUint64Array>;

function copyNumbers(source: ArrayLike<unknown>, rows: number, width: number, target: Numbers, at: number, stride: number): void {
  if (source instanceof Float64Array || source instanceof Float32Array) {
    copyFloats(source, rows, width, target, at, stride);
    return;
  }
  for (let row = 0, from = 0; row < rows; row += 1) {
    for (let column = 0; column < width; column += 1, from += 1) {
      target[at + row * stride + column] = Number(source[from]);
    }
  }
}

/** Of its own, so that it is compiled for arrays of floats alone. */
function copyFloats(source: Float64Array | Float32Array, rows: number, width: number, target: Numbers, at: number, stride: number): void {
  if (width === stride) {
    target.set(source, at);
    return;
  }
  for (let row = 0, from = 0; row < rows; row += 1) {
    for (let column = 0; column < width; column += 1, from += 1) {
      target[at + row * stride + column] = source[from] as number;
    }
  }
}

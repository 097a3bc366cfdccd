/** Values as they lie in memory and go over the wire: little-endian on every processor that this runs on. */
import type { ElementType } from './rows';

export type Packed = Float64Array | Float32Array | BigInt64Array | BigUint64Array | Int32Array | Uint32Array | Int16Array | Uint16Array | Int8Array | Uint8Array;

const KINDS = {
  float64: Float64Array, float32: Float32Array, int64: BigInt64Array, uint64: BigUint64Array, int32: Int32Array, uint32: Uint32Array,
  int16: Int16Array, uint16: Uint16Array, int8: Int8Array, uint8: Uint8Array, bool: Uint8Array,
} as const;

type PackedKind = (typeof KINDS)[keyof typeof KINDS];

/** @returns the kind of array that holds values of a type, truth values as bytes; undefined: text and nested values */
export function packedKind(type: ElementType): PackedKind | undefined {
  return type in KINDS ? KINDS[type as keyof typeof KINDS] : undefined;
}

/** Whether values are packed already as their type is. Truth values never are: as bytes they would be read as numbers. */
export function isPacked(values: ArrayLike<unknown>, type: ElementType): values is Packed {
  const kind = type === 'bool' ? undefined : packedKind(type);
  return kind !== undefined && values instanceof kind;
}

/** @returns the values as an array of their type's kind; the same one when they are that */
export function pack(values: ArrayLike<unknown>, kind: PackedKind): Packed {
  if (values instanceof kind) {
    return values;
  }
  const packed = new kind(values.length);
  const cast: (value: never) => bigint | number = packed instanceof BigInt64Array || packed instanceof BigUint64Array ? BigInt : Number;
  for (let at = 0; at < values.length; at += 1) {
    packed[at] = cast(values[at] as never) as never;
  }
  return packed;
}

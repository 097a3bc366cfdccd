/** Datatypes of the Open Inference Protocol v2, and their bytes in the binary tensor extension (Triton, extension_binary_data.md). */
import { MlflowError } from '../../../mlflowErrors';
import type { ElementType } from '../rows';

const NAMES: Partial<Record<ElementType, string>> = {
  float64: 'FP64', float32: 'FP32', int64: 'INT64', int32: 'INT32', int16: 'INT16', int8: 'INT8',
  uint64: 'UINT64', uint32: 'UINT32', uint16: 'UINT16', uint8: 'UINT8', bool: 'BOOL', string: 'BYTES',
};
const TYPES: ReadonlyMap<string, ElementType> = new Map(Object.entries(NAMES).map(([type, name]) => [name, type as ElementType]));
const WIDTH: Partial<Record<ElementType, number>> = { float64: 8, float32: 4, int64: 8, int32: 4, int16: 2, int8: 1, uint64: 8, uint32: 4, uint16: 2, uint8: 1, bool: 1 };

type Read = (bytes: Buffer, at: number) => number | bigint;
const READ: Partial<Record<ElementType, Read>> = {
  float64: (bytes, at) => bytes.readDoubleLE(at),
  float32: (bytes, at) => bytes.readFloatLE(at),
  int64: (bytes, at) => bytes.readBigInt64LE(at),
  uint64: (bytes, at) => bytes.readBigUInt64LE(at),
  int32: (bytes, at) => bytes.readInt32LE(at),
  uint32: (bytes, at) => bytes.readUInt32LE(at),
  int16: (bytes, at) => bytes.readInt16LE(at),
  uint16: (bytes, at) => bytes.readUInt16LE(at),
  int8: (bytes, at) => bytes.readInt8(at),
  uint8: (bytes, at) => bytes.readUInt8(at),
  bool: (bytes, at) => bytes.readUInt8(at),
};

type Write = (bytes: Buffer, value: unknown, at: number) => void;
const WRITE: Partial<Record<ElementType, Write>> = {
  float64: (bytes, value, at) => bytes.writeDoubleLE(Number(value), at),
  float32: (bytes, value, at) => bytes.writeFloatLE(Number(value), at),
  int64: (bytes, value, at) => bytes.writeBigInt64LE(BigInt(value as bigint | number), at),
  uint64: (bytes, value, at) => bytes.writeBigUInt64LE(BigInt(value as bigint | number), at),
  int32: (bytes, value, at) => bytes.writeInt32LE(Number(value), at),
  uint32: (bytes, value, at) => bytes.writeUInt32LE(Number(value), at),
  int16: (bytes, value, at) => bytes.writeInt16LE(Number(value), at),
  uint16: (bytes, value, at) => bytes.writeUInt16LE(Number(value), at),
  int8: (bytes, value, at) => bytes.writeInt8(Number(value), at),
  uint8: (bytes, value, at) => bytes.writeUInt8(Number(value), at),
  bool: (bytes, value, at) => bytes.writeUInt8(value === true || value === 1 ? 1 : 0, at),
};

/** @returns the protocol's name of a type; nested types go as JSON text */
export function datatypeOf(type: ElementType): string {
  return NAMES[type] ?? 'BYTES';
}

/** @throws MlflowError 400 for a name that is none of the protocol's, or that no model here takes (FP16, BF16) */
export function elementTypeOf(datatype: unknown, input: string): ElementType {
  const type = typeof datatype === 'string' ? TYPES.get(datatype) : undefined;
  if (type === undefined) {
    throw new MlflowError('BAD_REQUEST', `input '${input}' has datatype ${JSON.stringify(datatype) ?? 'none'}; this server takes ${[...TYPES.keys()].join(', ')}`);
  }
  return type;
}

/** @throws MlflowError 400 when the bytes are not `count` values of the type */
export function readTensor(bytes: Buffer, type: ElementType, count: number, input: string): ArrayLike<unknown> {
  if (type === 'string') {
    return readTexts(bytes, count, input);
  }
  const width = WIDTH[type] ?? 1;
  const read = READ[type];
  if (read === undefined || bytes.length !== count * width) {
    throw new MlflowError('BAD_REQUEST', `input '${input}' has ${bytes.length} bytes, and its shape and datatype ${datatypeOf(type)} need ${count * width}`);
  }
  const values = type === 'float32' ? new Float32Array(count) : type === 'float64' ? new Float64Array(count) : Array.from<unknown>({ length: count });
  for (let index = 0; index < count; index += 1) {
    values[index] = read(bytes, index * width) as never;
  }
  return values;
}

function readTexts(bytes: Buffer, count: number, input: string): string[] {
  const texts: string[] = [];
  let at = 0;
  while (at < bytes.length) {
    const length = at + 4 <= bytes.length ? bytes.readUInt32LE(at) : -1;
    if (length < 0 || at + 4 + length > bytes.length) {
      throw new MlflowError('BAD_REQUEST', `input '${input}' is cut off: element ${texts.length} of its BYTES runs past the end of the tensor`);
    }
    texts.push(bytes.toString('utf8', at + 4, at + 4 + length));
    at += 4 + length;
  }
  if (texts.length !== count) {
    throw new MlflowError('BAD_REQUEST', `input '${input}' has ${texts.length} elements, and its shape needs ${count}`);
  }
  return texts;
}

/** @returns the values as little-endian bytes, row-major */
export function writeTensor(data: ArrayLike<unknown>, type: ElementType): Buffer {
  const write = WRITE[type];
  const width = WIDTH[type];
  if (write === undefined || width === undefined) {
    return Buffer.concat(Array.from(data, (value) => prefixed(typeof value === 'string' ? value : (JSON.stringify(value) ?? ''))));
  }
  const bytes = Buffer.allocUnsafe(data.length * width);
  for (let index = 0; index < data.length; index += 1) {
    write(bytes, data[index], index * width);
  }
  return bytes;
}

function prefixed(text: string): Buffer {
  const bytes = Buffer.from(text);
  const length = Buffer.allocUnsafe(4);
  length.writeUInt32LE(bytes.length);
  return Buffer.concat([length, bytes]);
}

/** Datatypes of the Open Inference Protocol v2, and their bytes in the binary tensor extension (Triton, extension_binary_data.md). */
import { MlflowError } from '../../../mlflowErrors';
import { pack, packedKind } from '../packed';
import type { ElementType } from '../rows';

const NAMES: Partial<Record<ElementType, string>> = {
  float64: 'FP64', float32: 'FP32', int64: 'INT64', int32: 'INT32', int16: 'INT16', int8: 'INT8',
  uint64: 'UINT64', uint32: 'UINT32', uint16: 'UINT16', uint8: 'UINT8', bool: 'BOOL', string: 'BYTES',
};
const TYPES: ReadonlyMap<string, ElementType> = new Map(Object.entries(NAMES).map(([type, name]) => [name, type as ElementType]));

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
  const kind = packedKind(type);
  const needed = count * (kind?.BYTES_PER_ELEMENT ?? 1);
  if (kind === undefined || bytes.length !== needed) {
    throw new MlflowError('BAD_REQUEST', `input '${input}' has ${bytes.length} bytes, and its shape and datatype ${datatypeOf(type)} need ${needed}`);
  }
  // Copied: such an array begins at a multiple of its width, and a tensor in a body may not.
  const values = new kind(count);
  new Uint8Array(values.buffer).set(bytes);
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
  const kind = packedKind(type);
  if (kind === undefined) {
    return Buffer.concat(Array.from(data, (value) => prefixed(typeof value === 'string' ? value : (JSON.stringify(value) ?? ''))));
  }
  const packed = pack(data, kind);
  return Buffer.from(packed.buffer, packed.byteOffset, packed.byteLength);
}

function prefixed(text: string): Buffer {
  const bytes = Buffer.from(text);
  const length = Buffer.allocUnsafe(4);
  length.writeUInt32LE(bytes.length);
  return Buffer.concat([length, bytes]);
}

/** Tensors as JSON, in answers and in the traffic log: a value or a list per row; null where there is no number. */
import { sizeOf, type Tensor } from './rows';
import { LONGEST_NUMBER, writeNumber, writeWhole64 } from './decimal';

/** Below, putting strings together is quicker than bytes. */
const FEW_VALUES = 16;
/** Written in pieces of so many values, so that the bytes can be kept for the next column. */
const PIECE = 2048;
/** When of the first values of a piece so many have more decimals than are tried, the engine writes the others without trying. */
const TRIED = 32;

const bytes = Buffer.allocUnsafeSlow(PIECE * (LONGEST_NUMBER + 3));
const COMMA = 44;
const OPEN = 91;
const CLOSE = 93;

/** Whole numbers of 64 bits stand with all their digits, singles with those that tell them from other singles. */
export function columnText(tensor: Tensor, rows: number): string {
  const { shape, data, type } = tensor;
  const size = sizeOf(shape);
  if (rows * size < FEW_VALUES) {
    return anyText(data, type, rows, size, shape.length > 0);
  }
  let text = '';
  for (const piece of columnPieces(tensor, rows)) {
    text += piece;
  }
  return text;
}

/** The same in pieces of about two thousand values, so that others can be answered between them. */
export function* columnPieces({ shape, data, type }: Tensor, rows: number): Generator<string, void> {
  const size = sizeOf(shape);
  const values = rows * size;
  // An item is a value, or a list of `size` of them.
  const nests = shape.length > 0;
  if (values < FEW_VALUES) {
    yield anyText(data, type, rows, size, nests);
    return;
  }
  const write = size > PIECE ? undefined : writerOf(data);
  const step = Math.max(1, Math.floor(PIECE / Math.max(1, size)));
  for (let row = 0; row < rows; row += step) {
    const until = Math.min(rows, row + step);
    const end = write?.(data as never, row * size, until * size, nests ? size : 0, type === 'float32') ?? -1;
    const piece = end < 0 ? anyText(slice(data, row * size, until * size), type, until - row, size, nests).slice(1, -1) : bytes.toString('latin1', 0, end);
    yield `${row === 0 ? '[' : ','}${piece}`;
  }
  yield ']';
}

type Write<T> = (data: T, from: number, to: number, size: number, single: boolean) => number;

/** @returns what writes values into `bytes` and says where they end; -1: not these. One function per kind of array, so that each is compiled for its kind */
function writerOf(data: ArrayLike<unknown>): Write<never> | undefined {
  if (data instanceof Float64Array) {
    return writeDoubles;
  }
  if (data instanceof Float32Array) {
    return writeSingles;
  }
  return data instanceof BigInt64Array ? writeBigInts : Array.isArray(data) && typeof data[0] === 'number' ? writeList : undefined;
}

const writeDoubles: Write<Float64Array> = (data, from, to, size) => {
  let at = 0;
  let long = 0;
  for (let index = from; index < to; index += 1) {
    at = open(at, index - from, size);
    const value = data[index] as number;
    const start = at;
    at = Number.isFinite(value) ? writeNumber(bytes, at, value, false) : writeNull(at);
    long += at - start > LONG_TEXT ? 1 : 0;
    if (index - from === TRIED && long > TRIED / 2) {
      return -1;
    }
  }
  return close(at, size);
};

const writeSingles: Write<Float32Array> = (data, from, to, size) => {
  let at = 0;
  for (let index = from; index < to; index += 1) {
    at = open(at, index - from, size);
    const value = data[index] as number;
    at = Number.isFinite(value) ? writeNumber(bytes, at, value, true) : writeNull(at);
  }
  return close(at, size);
};

const writeBigInts: Write<BigInt64Array> = (data, from, to, size) => {
  // Halves of 64 bits, low ones first: every processor that this runs on has them so.
  const halves = new Int32Array(data.buffer, data.byteOffset, data.length * 2);
  let at = 0;
  for (let index = from; index < to; index += 1) {
    at = open(at, index - from, size);
    at = writeWhole64(bytes, at, halves[index * 2] as number, halves[index * 2 + 1] as number, () => data[index] as bigint);
  }
  return close(at, size);
};

const writeList: Write<readonly unknown[]> = (data, from, to, size, single) => {
  let at = 0;
  for (let index = from; index < to; index += 1) {
    const value = data[index];
    if (typeof value !== 'number') {
      return -1;
    }
    at = open(at, index - from, size);
    at = Number.isFinite(value) ? writeNumber(bytes, at, value, single) : writeNull(at);
  }
  return close(at, size);
};

/** Text of a double that has more decimals than are tried. */
const LONG_TEXT = 12;

/** Writes what stands before a value: a comma, and the brackets of its row. */
function open(at: number, index: number, size: number): number {
  let next = at;
  if (size > 0 && index % size === 0) {
    if (index > 0) {
      bytes[next] = CLOSE;
      bytes[next + 1] = COMMA;
      next += 2;
    }
    bytes[next] = OPEN;
    return next + 1;
  }
  if (index > 0) {
    bytes[next] = COMMA;
    next += 1;
  }
  return next;
}

function close(at: number, size: number): number {
  if (size === 0) {
    return at;
  }
  bytes[at] = CLOSE;
  return at + 1;
}

function writeNull(at: number): number {
  return at + bytes.write('null', at, 'latin1');
}

function slice(data: ArrayLike<unknown>, from: number, to: number): ArrayLike<unknown> {
  return Array.isArray(data) ? data.slice(from, to) : (data as Float64Array).subarray(from, to);
}

function anyText(data: ArrayLike<unknown>, type: Tensor['type'], rows: number, size: number, nests: boolean): string {
  let list = '[';
  for (let row = 0, at = 0; row < rows; row += 1) {
    list += row === 0 ? '' : ',';
    if (!nests) {
      list += valueText(data[at], type);
      at += 1;
      continue;
    }
    list += '[';
    for (let inner = 0; inner < size; inner += 1, at += 1) {
      list += inner === 0 ? valueText(data[at], type) : `,${valueText(data[at], type)}`;
    }
    list += ']';
  }
  return `${list}]`;
}

function valueText(item: unknown, type: Tensor['type']): string {
  switch (typeof item) {
    case 'number':
      return Number.isFinite(item) ? (type === 'float32' ? singleText(item) : String(item)) : 'null';
    case 'bigint':
    case 'boolean':
      return String(item);
    default:
      return JSON.stringify(item) ?? 'null';
  }
}

function singleText(item: number): string {
  return bytes.toString('latin1', 0, writeNumber(bytes, 0, item, true));
}

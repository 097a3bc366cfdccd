import { expect, test } from 'vitest';
import { columnText } from '../../../../../src/engine/serving/front/columnText';
import { LONGEST_NUMBER, writeNumber } from '../../../../../src/engine/serving/front/decimal';
import type { ElementType, Tensor } from '../../../../../src/engine/serving/front/rows';

/** Numbers of every kind that a model is sent, the same ones each time. */
function* doubles(count: number): Generator<number> {
  const halves = new Uint32Array(2);
  const any = new Float64Array(halves.buffer);
  let state = 0x9e3779b9;
  const next = (): number => {
    state = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d);
    state = Math.imul(state ^ (state >>> 12), 0x297a2d39) + 0x6d2b79f5;
    return state >>> 0;
  };
  for (let at = 0; at < count; at += 1) {
    halves[0] = next();
    halves[1] = next();
    yield [any[0] as number, next() / 2 ** 32, (next() % 1_000_000) / 10 ** (at % 8), -(next() % 1_000) / 100, next(), (next() / 2 ** 32) * 10 ** -(at % 12)][at % 6] as number;
  }
}
const EDGES = [0, -0, 0.1, 0.2 + 0.1, 1e-7, 5e-324, 1.7976931348623157e308, 999_999_999.9, 1e9, 2 ** 31, -(2 ** 31), 2 ** 53, 4_294_967_295.5, 123.456, -0.05, 0.999_999_9];

function text(number: number, single: boolean): string {
  const bytes = Buffer.alloc(LONGEST_NUMBER);
  return bytes.toString('latin1', 0, writeNumber(bytes, 0, number, single));
}

test('a double is read as it was', () => {
  const wrong = [...EDGES, ...doubles(60_000)].filter((number) => Number.isFinite(number) && JSON.parse(text(number, false)) !== (number === 0 ? 0 : number));
  expect(wrong).toEqual([]);
});

test('a single is read as it was in 32 bits, and has nine digits at most', () => {
  const singles = [...EDGES, ...doubles(60_000)].map(Math.fround).filter(Number.isFinite);
  expect(singles.filter((number) => Math.fround(JSON.parse(text(number, true)) as number) !== (number === 0 ? 0 : number))).toEqual([]);
  expect(singles.filter((number) => Math.abs(number) < 1 && text(number, true).replace(/e.*|[-.]/g, '').replace(/^0+/, '').length > 9)).toEqual([]);
});

test.each([[0.97, '0.97'], [1 / 3, '0.333333343'], [16_777_216, '16777216'], [-0.5, '-0.5']])('single %d is written %s', (number, written) => {
  expect(text(Math.fround(number), true)).toBe(written);
});

const KINDS: readonly (readonly [ElementType, (values: readonly number[]) => ArrayLike<unknown>])[] = [
  ['float64', (values) => Float64Array.from(values)],
  ['float64', (values) => values],
  ['float32', (values) => Float32Array.from(values)],
  ['int64', (values) => BigInt64Array.from(values, (value) => BigInt(Number.isFinite(value) ? Math.trunc(value) : 0))],
  ['int32', (values) => Int32Array.from(values)],
];

test.each([1, 15, 16, 1000, 5000])('columns of %d rows hold their values, packed or not, in rows of any width', (rows) => {
  for (const [type, make] of KINDS) {
    for (const shape of [[], [1], [3], [2, 2]]) {
      const size = shape.reduce((product, length) => product * length, 1);
      const data = make([...doubles(rows * size)].map((value) => (Number.isFinite(value) ? value % 1e6 : value)));
      const tensor: Tensor = { name: 'x', type, shape, data };
      const read = (JSON.parse(columnText(tensor, rows)) as unknown[]).flat();
      const meant = Array.from(data, (value) => (typeof value === 'bigint' ? Number(value) : Number.isFinite(value) ? value : null));
      expect(read.map((value) => (type === 'float32' && value !== null ? Math.fround(value as number) : value))).toEqual(meant.map((value) => (value === 0 ? 0 : value)));
    }
  }
});

test('rows keep their brackets wherever a piece ends, and what is no number stands between numbers', () => {
  const rows = 3000;
  const nested = JSON.parse(columnText({ name: 'x', type: 'float64', shape: [3], data: new Float64Array(rows * 3).fill(1.5) }, rows)) as unknown;
  expect(nested).toEqual(Array.from({ length: rows }, () => [1.5, 1.5, 1.5]));
  const mixed = Array.from({ length: 5000 }, (_, at) => (at === 4000 ? null : at === 10 ? 9007199254740993n : at));
  expect(columnText({ name: 'x', type: 'int64', shape: [], data: mixed }, 5000)).toBe(`[${mixed.map(String).join(',')}]`);
  expect(columnText({ name: 'x', type: 'int64', shape: [], data: BigInt64Array.from({ length: 20 }, (_, at) => (at % 2 === 0 ? 2n ** 63n - 1n : -(2n ** 31n))) }, 20)).toBe(`[${Array.from({ length: 20 }, (_, at) => (at % 2 === 0 ? '9223372036854775807' : '-2147483648')).join(',')}]`);
});

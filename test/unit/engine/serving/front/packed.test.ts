import { expect, test } from 'vitest';
import { castTo } from '../../../../../src/engine/serving/front/cast';
import { castColumn } from '../../../../../src/engine/serving/front/castColumn';
import type { ElementType } from '../../../../../src/engine/serving/front/rows';
import { joinRows, sliceRows, type Rows } from '../../../../../src/engine/serving/front/rows';
import { wholeTexts } from '../../../../../src/engine/serving/front/wholeTexts';
import { rowsOfInputs } from '../../../../../src/engine/serving/front/v2/inferInputs';

const TYPES: readonly ElementType[] = ['float64', 'float32', 'int64', 'int32', 'bool', 'string'];
const VALUES: readonly unknown[] = [0, -1.5, 0.1, 1e300, -0, NaN, Infinity, 2 ** 31, 9007199254740993n, '7', 'x', true, null, [1], { a: 1 }];

/** What casting each value alone gives, or the row of the first that can't be cast. */
function oneByOne(type: ElementType, values: readonly unknown[]): unknown {
  const cast = castTo(type);
  const data: unknown[] = [];
  for (const [row, value] of values.entries()) {
    try {
      data.push(cast(value));
    } catch {
      return `in row ${row}`;
    }
  }
  return data;
}

function atOnce(type: ElementType, values: ArrayLike<unknown>): unknown {
  try {
    return Array.from(castColumn('x', type, undefined, values));
  } catch (error) {
    return /in row \d+/.exec(String(error))?.[0];
  }
}

test.each(TYPES)('a column of %s is cast as each of its values is, however many there are and whichever stands among numbers', (type) => {
  for (const odd of VALUES) {
    for (const place of [0, 20, 39]) {
      const values = Array.from({ length: 40 }, (_, at) => (at === place ? odd : VALUES[at % 3]));
      expect(atOnce(type, values)).toEqual(oneByOne(type, values));
    }
  }
});

test.each(TYPES)('packed numbers become %s as the same numbers in a list do', (type) => {
  for (const packed of [new Float64Array(50).fill(1.25), new Float32Array(50).fill(0.1), Float32Array.of(0.1, 2, 3), Int32Array.of(1, -5), Uint8Array.of(0, 1)]) {
    expect(atOnce(type, packed)).toEqual(oneByOne(type, Array.from(packed)));
  }
});

test('a matrix of tensors becomes the columns that each would be alone', () => {
  const fields = ['a', 'b', 'c'].map((name) => ({ name, type: 'double', required: true }));
  const signature = { inputs: fields, outputs: [], params: [] };
  const rows = 30;
  const values = Array.from({ length: rows * 3 }, (_, at) => at / 10);
  const columns = fields.map(({ name }, at) => ({ name, type: 'float64' as const, shape: [rows], data: values.filter((_, index) => index % 3 === at) }));
  const apart = rowsOfInputs(columns, signature);
  for (const data of [values, Float64Array.from(values)]) {
    expect(rowsOfInputs([{ name: 'X', type: 'float64', shape: [rows, 3], data }], signature)).toEqual(apart);
  }
  const singles = rowsOfInputs([{ name: 'X', type: 'float32', shape: [rows, 3], data: Float32Array.from(values) }], signature);
  expect(singles.tensors.map(({ data }) => Array.from(data, (value) => Math.fround(value as number)))).toEqual(apart.tensors.map(({ data }) => Array.from(data, (value) => Math.fround(value as number))));
});

test('what is cut into parts is the same when it is put together', () => {
  const whole: Rows = { rows: 5, tensors: [
    { name: 'x', type: 'float64', shape: [2], data: Float64Array.from({ length: 10 }, (_, at) => at) }, { name: 'n', type: 'int64', shape: [], data: BigInt64Array.of(1n, 2n, 3n, 4n, 5n) }, { name: 's', type: 'string', shape: [], data: ['a', 'b', 'c', 'd', 'e'] },
  ] };
  expect(joinRows([sliceRows(whole, 0, 2), sliceRows(whole, 2, 3), sliceRows(whole, 3, 5)])).toEqual(whole);
  expect(() => joinRows([whole, { rows: 1, tensors: [{ name: 'x', type: 'float64', shape: [3], data: [1, 2, 3] }] }])).toThrow("output 'x' of the model has another shape");
});

test('whole numbers of 64 bits are written with all digits', () => {
  const numbers = [0n, 1n, -1n, 2n ** 31n - 1n, 2n ** 31n, -(2n ** 31n), -(2n ** 31n) - 1n, 2n ** 63n - 1n, -(2n ** 63n)];
  expect(wholeTexts(BigInt64Array.from(numbers))).toEqual(numbers.map(String));
});

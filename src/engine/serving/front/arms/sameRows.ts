/** How many rows of two answers are the same prediction. */
import { sizeOf, type Rows } from '../rows';

/** Numbers of single precision that went different ways through the same arithmetic. */
const RELATIVE = 1e-4;
const ABSOLUTE = 1e-5;

/** @returns rows whose first output is the same in both; none where the answers have other shapes */
export function sameRows(one: Rows, other: Rows): number {
  const [a, b] = [one.tensors[0], other.tensors[0]];
  if (a === undefined || b === undefined || one.rows !== other.rows || sizeOf(a.shape) !== sizeOf(b.shape)) {
    return 0;
  }
  const size = sizeOf(a.shape);
  let same = 0;
  for (let row = 0; row < one.rows; row += 1) {
    let alike = true;
    for (let at = row * size; alike && at < (row + 1) * size; at += 1) {
      alike = isSame(a.data[at], b.data[at]);
    }
    same += alike ? 1 : 0;
  }
  return same;
}

function isSame(one: unknown, other: unknown): boolean {
  if (typeof one === 'number' && typeof other === 'number') {
    return Object.is(one, other) || Math.abs(one - other) <= ABSOLUTE + RELATIVE * Math.abs(one);
  }
  return one === other || JSON.stringify(one, whole) === JSON.stringify(other, whole);
}

/** Whole numbers may be numbers in one answer and bigint in the other. */
function whole(_: string, value: unknown): unknown {
  return typeof value === 'bigint' ? Number(value) : value;
}

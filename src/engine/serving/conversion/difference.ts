/** Whether a graph answers as its original does. */
import { type Cell, type FlatArray, numberOf } from './answers';

/**
 * Tolerance of numbers: |graph − original| ≤ ATOL + RTOL · |original|, as numpy.allclose has it. Single precision carries 7 digits
 * (2^-24 ≈ 6e-8 a step); sums over hundreds of trees or weights lose up to two more, and the exponential of a logistic model makes the
 * absolute error of its sum, a hundredth of a thousandth where that is ten or more, a relative one. Labels have to be equal.
 */
export const RTOL = 1e-4;
export const ATOL = 1e-5;

/** Largest difference of numbers, absolute; `problem`, a clause, when it is outside the tolerance or a label differs. */
export interface Difference { readonly largest: number; readonly problem: string | null }

export function difference(original: FlatArray, graph: FlatArray): Difference {
  if (original.shape.join() !== graph.shape.join()) {
    return { largest: Number.POSITIVE_INFINITY, problem: `the graph answers with an array of shape [${graph.shape.join(', ')}], the original with [${original.shape.join(', ')}]` };
  }
  const isLabel = /^(u?int|object|str|<U|bool)/.test(original.dtype);
  let largest = 0;
  let problem: string | null = null;
  let count = 0;
  original.data.forEach((wanted, index) => {
    const got = graph.data[index] ?? null;
    const gap = gapOf(wanted, got);
    if (Number.isFinite(gap)) {
      largest = Math.max(largest, gap);
    }
    const limit = isLabel ? 0 : ATOL + RTOL * Math.abs(numberOf(wanted) ?? 0);
    // Of an original that is no finite number there is no part to allow.
    if (gap !== 0 && !(Number.isFinite(gap) && gap <= limit)) {
      count += 1;
      problem ??= `${JSON.stringify(got)} instead of ${JSON.stringify(wanted)}`;
    }
  });
  return { largest, problem: problem === null ? null : `${count} of ${original.data.length} values differ (first: ${problem})` };
}

function gapOf(wanted: Cell, got: Cell): number {
  const [a, b] = [numberOf(wanted), numberOf(got)];
  if (a === undefined || b === undefined) {
    return wanted === got ? 0 : Number.POSITIVE_INFINITY;
  }
  return Object.is(a, b) || a === b ? 0 : Math.abs(a - b);
}

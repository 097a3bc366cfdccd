/** The values of one column in both data sets, cleaned: what is missing or infinite is left out, as Evidently does (data_drift.py). */

/** Ascending. */
export interface Numbers {
  readonly reference: Float64Array;
  readonly current: Float64Array;
  /** pandas would hold both as whole numbers, for which NumPy makes no bins narrower than 1 */
  readonly whole: boolean;
  /** standard deviation of the reference, where it is known already */
  readonly spread?: number;
}

/** How often each category appears; a category each, in ascending order, at the same index. */
export interface Counts {
  readonly categories: readonly (string | number)[];
  readonly reference: Float64Array;
  readonly current: Float64Array;
}

export type Sample = { readonly type: 'num'; readonly numbers: Numbers } | { readonly type: 'cat'; readonly counts: Counts };

/** Numbers to which a method has no answer. The message says why, as part of "… could not be judged: …". */
export class NotJudged extends Error {
  override readonly name = 'NotJudged';
}

/** The distinct values of both, ascending, each with how often it appears in the reference and in the current data. */
export function eachValue({ reference, current }: Numbers, tell: (value: number, inReference: number, inCurrent: number) => void): void {
  let [r, c] = [0, 0];
  while (r < reference.length || c < current.length) {
    const value = c >= current.length || (r < reference.length && (reference[r] as number) <= (current[c] as number)) ? reference[r] as number : current[c] as number;
    const [fromR, fromC] = [r, c];
    while (r < reference.length && reference[r] === value) {
      r += 1;
    }
    while (c < current.length && current[c] === value) {
      c += 1;
    }
    tell(value, r - fromR, c - fromC);
  }
}

/** Each distinct number as a category. */
export function countsOfNumbers(numbers: Numbers): Counts {
  const [categories, reference, current]: [number[], number[], number[]] = [[], [], []];
  eachValue(numbers, (value, inReference, inCurrent) => {
    categories.push(value);
    reference.push(inReference);
    current.push(inCurrent);
  });
  return { categories, reference: Float64Array.from(reference), current: Float64Array.from(current) };
}

export function countsOf(sample: Sample): Counts {
  return sample.type === 'cat' ? sample.counts : countsOfNumbers(sample.numbers);
}

/** Distinct values of one ascending array; stops counting above `most`. */
export function distinct(sorted: Float64Array, most = Number.POSITIVE_INFINITY): number {
  let count = 0;
  for (let at = 0; at < sorted.length && count <= most; at += 1) {
    count += at === 0 || sorted[at] !== sorted[at - 1] ? 1 : 0;
  }
  return count;
}

/** Number of rows behind counts. */
export function total(counts: Float64Array): number {
  return counts.reduce((sum, count) => sum + count, 0);
}

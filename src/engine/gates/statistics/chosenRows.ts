/** Which rows are emptied: drawn without replacement, the same for the same seed. */
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { mersenne } from 'pure-rand/generator/mersenne';

/**
 * @param share of the rows, above 0; at least one is chosen where there are any
 * @returns indices in ascending order
 */
export function chosenRows(rows: number, share: number, seed: number): number[] {
  const random = mersenne(seed | 0);
  const wanted = Math.min(rows, Math.max(1, Math.round(rows * share)));
  const order = Int32Array.from({ length: rows }, (_, index) => index);
  // Fisher and Yates, as far as it is needed.
  for (let index = 0; index < wanted; index += 1) {
    const other = uniformInt(random, index, rows - 1);
    [order[index], order[other]] = [order[other] as number, order[index] as number];
  }
  return [...order.subarray(0, wanted)].toSorted((a, b) => a - b);
}

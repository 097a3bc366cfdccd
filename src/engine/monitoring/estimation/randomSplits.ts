/** Splits of rows into a part to fit with and a part to judge with, which keep the share of "yes"; the same as scikit-learn draws. */
import { mersenne } from 'pure-rand/generator/mersenne';
import type { RandomGenerator } from 'pure-rand/types/RandomGenerator';

/**
 * sklearn.model_selection.StratifiedShuffleSplit(n_splits, test_size, random_state).split for two classes: its draws come from NumPy's
 * RandomState, a Mersenne Twister, and are made here in the same order, so that the parts hold the same rows.
 * @param yes whether a row is of the class
 * @returns rows of the parts to judge with, a split each (the other rows are for fitting); none where sklearn can't split: fewer than two rows of
 *   either kind, or a part that would be too small for both
 */
export function* stratifiedTests(yes: Uint8Array, splits: number, testShare: number, seed: number): Generator<Int32Array> {
  const byClass: [number[], number[]] = [[], []];
  yes.forEach((is, row) => byClass[is === 0 ? 0 : 1].push(row));
  const counts = byClass.map((rows) => rows.length) as [number, number];
  const tests = Math.ceil(testShare * yes.length);
  if (Math.min(...counts) < 2 || tests < 2 || yes.length - tests < 2) {
    return;
  }
  const random = mersenne(seed);
  for (let split = 0; split < splits; split += 1) {
    const fitted = shares(counts, yes.length - tests, random);
    const judged = shares([counts[0] - fitted[0], counts[1] - fitted[1]], tests, random);
    const test: number[] = [];
    for (const [code, rows] of byClass.entries()) {
      const order = permutation(rows.length, random);
      const from = fitted[code] as number;
      order.subarray(from, from + (judged[code] as number)).forEach((at) => test.push(rows[at] as number));
    }
    // sklearn shuffles both parts at last.
    permutation(yes.length - tests, random);
    const order = permutation(test.length, random);
    yield Int32Array.from(order, (at) => test[at] as number);
  }
}

/** sklearn.utils.extmath._approximate_mode: how many of each class are the likeliest among `draws`; a draw decides between equal ones. */
function shares(counts: readonly [number, number], draws: number, random: RandomGenerator): [number, number] {
  const exact = counts.map((count) => (count / (counts[0] + counts[1])) * draws) as [number, number];
  const whole = exact.map(Math.floor) as [number, number];
  const rest = [exact[0] - whole[0], exact[1] - whole[1]] as const;
  let missing = Math.trunc(draws - (whole[0] + whole[1]));
  if (missing <= 0) {
    return whole;
  }
  for (const value of [...new Set(rest)].toSorted((a, b) => b - a)) {
    const codes = [0, 1].filter((code) => rest[code] === value);
    const drawn = [...permutation(codes.length, random)].slice(0, missing);
    drawn.forEach((at) => { whole[codes[at] as 0 | 1] += 1; });
    missing -= drawn.length;
    if (missing === 0) {
      break;
    }
  }
  return whole;
}

/** numpy.random.RandomState.permutation: Fisher-Yates from the end, each place drawn by masking and rejecting. */
function permutation(size: number, random: RandomGenerator): Int32Array {
  const order = Int32Array.from({ length: size }, (_, at) => at);
  for (let last = size - 1; last > 0; last -= 1) {
    const mask = 2 ** (32 - Math.clz32(last)) - 1;
    let place = (random.next() & mask) >>> 0;
    while (place > last) {
      place = (random.next() & mask) >>> 0;
    }
    [order[last], order[place]] = [order[place] as number, order[last] as number];
  }
  return order;
}

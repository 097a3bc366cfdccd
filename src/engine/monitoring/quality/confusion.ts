/** What a model confuses, one class against the rest: counted from truths, or expected of probabilities (estimation/expected.ts). */

/** Rows, or the sum of their probabilities, of which one class is … */
export interface Confusion {
  /** … true and predicted */
  readonly tp: number;
  /** … predicted and not true */
  readonly fp: number;
  /** … true and not predicted */
  readonly fn: number;
  /** … neither */
  readonly tn: number;
}

export type RateName = 'precision' | 'recall' | 'specificity' | 'f1';

/** Codes of classes by row; −1: none. */
export interface Answers {
  readonly truth: Int32Array;
  readonly predicted: Int32Array;
}

/** Counts every class over rows whose truth and prediction are both known. @param count number of classes */
export function confusions({ truth, predicted }: Answers, count: number, rows: Iterable<number> = truth.keys()): Confusion[] {
  const [is, said, hits] = [new Float64Array(count), new Float64Array(count), new Float64Array(count)];
  let n = 0;
  for (const row of rows) {
    const [actual, answer] = [truth[row] as number, predicted[row] as number];
    if (actual >= 0 && answer >= 0) {
      n += 1;
      is[actual] = (is[actual] as number) + 1;
      said[answer] = (said[answer] as number) + 1;
      hits[actual] = (hits[actual] as number) + (actual === answer ? 1 : 0);
    }
  }
  return Array.from(hits, (tp, code) => ({ tp, fp: (said[code] as number) - tp, fn: (is[code] as number) - tp, tn: n - (said[code] as number) - (is[code] as number) + tp }));
}

/** A rate of nothing is 0, as in sklearn and NannyML. */
export function rateOf(name: RateName, { tp, fp, fn, tn }: Confusion): number {
  switch (name) {
    case 'precision': return part(tp, tp + fp);
    case 'recall': return part(tp, tp + fn);
    case 'specificity': return part(tn, tn + fp);
    case 'f1': return part(tp, tp + 0.5 * (fp + fn));
  }
}

function part(some: number, all: number): number {
  return all === 0 ? 0 : some / all;
}

/**
 * How far a metric of a window may lie from that of the population by chance alone: its standard error, from the spread of what single
 * rows add to it. Formulas: nannyml/sampling_error. One of the positive class where there are two, else the errors of each class against
 * the rest, as if they were independent.
 */
import type { Confusion, RateName } from './confusion';
import { ascending } from './rocAuc';

/** NannyML's SAMPLING_ERROR_RANGE: a band is so many standard errors wide to each side. */
export const BAND_ERRORS = 3;
/** For a ROC-AUC over several classes: NannyML found the sum of their variances a fifth too low in experiments. */
const AUC_OF_CLASSES = 1.2;

/** What rows of one class add: the variance of it, and the share of rows that add at all. Without such rows the variance is NaN. */
export interface Spread { readonly variance: number; readonly share: number }

/** @returns NaN where there are no rows, or where a class has none to tell its spread from */
export function errorOf(spreads: readonly Spread[], rows: number, ofClasses: number = 1): number {
  const variance = spreads.reduce((sum, one) => sum + one.variance / (rows * one.share), 0);
  return (ofClasses * Math.sqrt(variance)) / spreads.length;
}

export function errorOfAuc(spreads: readonly Spread[], rows: number): number {
  return errorOf(spreads, rows, spreads.length > 1 ? AUC_OF_CLASSES : 1);
}

/** The spread of a right answer that counts 1 and a wrong one that counts 0. */
export function spreadOfAccuracy(right: number, rows: number): Spread {
  return { variance: ofBits(right, rows), share: 1 };
}

/** @param alone whether it is the only class that counts: NannyML scales the F1 of single rows to that of all only there */
export function spreadOfRate(name: RateName, { tp, fp, fn, tn }: Confusion, alone: boolean): Spread {
  const n = tp + fp + fn + tn;
  switch (name) {
    case 'precision': return { variance: ofBits(tp, tp + fp), share: (tp + fp) / n };
    case 'recall': return { variance: ofBits(tp, tp + fn), share: (tp + fn) / n };
    case 'specificity': return { variance: ofBits(tn, tn + fp), share: (tn + fp) / n };
    case 'f1': {
      const relevant = tp + fp + fn;
      const scale = alone ? relevant / (0.5 * (fp + fn) + tp) : 1;
      return { variance: scale * scale * ofBits(tp, relevant), share: relevant / n };
    }
  }
}

/**
 * A row of the class adds the share of other rows that it comes after. NannyML leaves out a row of the class that comes first of all, and
 * so do we. Among equal scores it takes the order in which NumPy's unstable sort happens to leave them; here such rows count half.
 * @param rows indices of rows whose score and truth are known
 */
export function spreadOfAuc(scores: Float64Array, isOfClass: (row: number) => boolean, rows: ArrayLike<number>): Spread {
  const n = rows.length;
  let positives = 0;
  for (let at = 0; at < n; at += 1) {
    positives += isOfClass(rows[at] as number) ? 1 : 0;
  }
  // The rarer side is looked at, as in NannyML.
  const mirrored = positives / n > 0.5;
  const rare = mirrored ? n - positives : positives;
  const keys = mirrored ? scores.map((score) => 1 - score) : scores;
  const order = ascending(keys, rows);
  const counts: number[] = [];
  for (let [from, before] = [0, 0]; from < n;) {
    let [to, here] = [from, 0];
    while (to < n && keys[order[to] as number] === keys[order[from] as number]) {
      here += isOfClass(order[to] as number) !== mirrored ? 1 : 0;
      to += 1;
    }
    const others = to - from - here;
    for (let at = from === 0 && others === 0 ? 1 : 0; at < here; at += 1) {
      counts.push((before + others / 2) / (n - rare));
    }
    before += others;
    from = to;
  }
  return { variance: varianceOf(counts), share: rare / n };
}

/** Of all values (not of a sample); NaN of none. */
export function varianceOf(values: ArrayLike<number>): number {
  const n = values.length;
  let [mean, squares] = [0, 0];
  for (let at = 0; at < n; at += 1) {
    mean += (values[at] as number) / n;
  }
  for (let at = 0; at < n; at += 1) {
    squares += ((values[at] as number) - mean) ** 2;
  }
  return squares / n;
}

function ofBits(ones: number, all: number): number {
  const share = ones / all;
  return share * (1 - share);
}

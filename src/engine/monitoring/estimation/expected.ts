/** What a model may be expected to confuse, and how well its scores rank, from probabilities alone: nannyml/performance_estimation/confidence_based/metrics.py. */
import type { Confusion } from '../quality/confusion';
import { ascending } from '../quality/rocAuc';

/** Sums of probabilities of one class. @param rows whose probability and prediction are known */
export function expectedConfusion(probabilities: Float64Array, predicted: Int32Array, code: number, rows: ArrayLike<number>): Confusion {
  let [tp, fp, fn, tn] = [0, 0, 0, 0];
  for (let at = 0; at < rows.length; at += 1) {
    const row = rows[at] as number;
    const p = probabilities[row] as number;
    if (predicted[row] === code) {
      tp += p;
      fp += 1 - p;
    } else {
      fn += p;
      tn += 1 - p;
    }
  }
  return { tp, fp, fn, tn };
}

/**
 * Area under the ROC curve that is expected of calibrated probabilities in the order of the raw scores. Its corners are rounded to five
 * decimals, as NannyML rounds them.
 * @returns NaN where all rows, or none, are sure to be of the class
 */
export function expectedRocAuc(probabilities: Float64Array, scores: Float64Array, rows: ArrayLike<number>): number {
  const order = ascending(scores, rows).reverse();
  let [tp, roundedTp, roundedFp, area] = [0, 0, 0, 0];
  for (const [at, row] of order.entries()) {
    tp += probabilities[row] as number;
    const [lastTp, lastFp] = [roundedTp, roundedFp];
    roundedTp = fiveDecimals(tp);
    roundedFp = fiveDecimals(at + 1 - tp);
    area += ((roundedFp - lastFp) * (roundedTp + lastTp)) / 2;
  }
  return area / (roundedTp * roundedFp);
}

/** As NumPy rounds: to the even one of two that are as near. */
function fiveDecimals(value: number): number {
  const scaled = value * 1e5;
  const rounded = Math.round(scaled);
  return (rounded - scaled === 0.5 && rounded % 2 !== 0 ? rounded - 1 : rounded) / 1e5;
}

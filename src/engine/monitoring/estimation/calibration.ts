/** Makes probabilities of scores: whether what a model says with 80 % happens in 80 of 100 cases, and a curve to correct it where it does not. */
import { ascending, rocAuc } from '../quality/rocAuc';
import { type Curve, fitIsotonic, onCurve } from './isotonic';
import { stratifiedTests } from './randomSplits';

const SPLITS = 10;
const BINS = 10;
const TEST_SHARE = 0.1;
const SEED = 42;
/** Scores that separate the classes so well need no curve. */
const PERFECT = 0.999;

/**
 * An isotonic curve where it brings probabilities nearer to the truth in rows that it was not fitted with, else none: nannyml/calibration.py
 * `needs_calibration` and IsotonicCalibrator, with scikit-learn's own splits. NannyML throws where the rows are too few to be split (under
 * 11, or one of a class), and here scores are then taken as they are. Equal probabilities, of which a curve makes many, it
 * leaves in the order of an unstable sort, which depends on the processor; here they keep that of the rows. That can turn the decision where a
 * curve makes things hardly better or worse.
 * @param scores without NaN
 */
export function calibration(scores: Float64Array, yes: Uint8Array): Curve | undefined {
  const rows = scores.keys();
  const order = ascending(scores, Int32Array.from(rows));
  const auc = rocAuc(scores, (row) => yes[row] === 1, order);
  if (Number.isNaN(auc) || auc > PERFECT || !improves(scores, yes, order)) {
    return undefined;
  }
  return fitIsotonic(scores, yes, order);
}

function improves(scores: Float64Array, yes: Uint8Array, order: Int32Array): boolean {
  const [before, after, truth]: [number[], number[], number[]] = [[], [], []];
  const isTest = new Uint8Array(scores.length);
  for (const test of stratifiedTests(yes, SPLITS, TEST_SHARE, SEED)) {
    test.forEach((row) => { isTest[row] = 1; });
    const curve = fitIsotonic(scores, yes, order.filter((row) => isTest[row] === 0));
    for (const row of test) {
      isTest[row] = 0;
      before.push(scores[row] as number);
      after.push(onCurve(curve, scores[row] as number));
      truth.push(yes[row] as number);
    }
  }
  return before.length > 0 && calibrationError(before, truth) > calibrationError(after, truth);
}

/** Expected calibration error over bins of as many rows each: how far the mean probability lies from the share of "yes". */
function calibrationError(probabilities: readonly number[], truth: readonly number[]): number {
  const order = ascending(probabilities, Int32Array.from(probabilities.keys()));
  const width = probabilities.length / BINS;
  let error = 0;
  for (let bin = 0; bin < BINS; bin += 1) {
    let apart = 0;
    for (const row of order.subarray(bin * width, (bin + 1) * width)) {
      apart += (probabilities[row] as number) - (truth[row] as number);
    }
    error += Math.abs(apart) / probabilities.length;
  }
  return error;
}

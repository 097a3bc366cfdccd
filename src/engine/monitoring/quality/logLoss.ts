/** How surprised a classifier is by the truth. */
import type { ClassesWindow } from './realised';

/**
 * −ln of the probability that was given to the true class, row by row, as sklearn.metrics.log_loss: a probability is held to be at least
 * 2.2e-16 away from 0 and 1.
 * @returns of rows with probabilities alone
 */
export function logLosses({ truth, classes, positive, probabilities = [] }: ClassesWindow, rows: readonly number[]): number[] {
  const ofTrue = (row: number): number => {
    const code = truth[row] as number;
    const p = probabilities[code]?.[row];
    // Of two classes one tells the other.
    return p === undefined && classes.length === 2 && positive !== undefined ? 1 - (probabilities[positive]?.[row] ?? Number.NaN) : p ?? Number.NaN;
  };
  return rows.map(ofTrue).filter((p) => p >= 0 && p <= 1).map((p) => -Math.log(Math.min(1 - Number.EPSILON, Math.max(Number.EPSILON, p))));
}

/** Thresholds for many columns at once, so that not one in twenty is called drifted by chance. */
import type { Correction, DriftColumn, DriftOptions } from '../../../protocol/drift';
import { methodCalled } from './methods';

export interface Tested { readonly p: number; readonly threshold: number }

/**
 * Bonferroni: each threshold over the number of columns. Benjamini-Hochberg: with the p-values over their own thresholds in ascending
 * order, the largest k for which the k-th is at most k/m sets the threshold of all to k/m of their own (Benjamini & Hochberg 1995; where
 * thresholds differ, Genovese, Roeder & Wasserman 2006 with them as weights). Evidently has neither.
 * @param tested columns with a p-value; distances have no chance to correct for
 * @returns the part of each threshold that is left, 0 to 1
 */
export function correctedPart(correction: Correction, tested: readonly Tested[]): number {
  const m = tested.length;
  if (m === 0) {
    return 1;
  }
  if (correction === 'bonferroni') {
    return 1 / m;
  }
  const ratios = tested.map(({ p, threshold }) => p / threshold).toSorted((a, b) => a - b);
  const k = ratios.findLastIndex((ratio, at) => ratio <= (at + 1) / m) + 1;
  return Math.max(1, k) / m;
}

/** Thresholds of tests, for so many of them. */
export function corrected(columns: readonly DriftColumn[], { correction }: DriftOptions): readonly DriftColumn[] {
  if (correction === undefined) {
    return columns;
  }
  const tested = columns.flatMap(({ score, threshold, measure }) => (score === null || threshold === null || measure !== 'p-value' ? [] : [{ p: score, threshold }]));
  const part = correctedPart(correction, tested);
  return columns.map((column) => {
    const { score, threshold, measure, method } = column;
    if (score === null || threshold === null || measure !== 'p-value') {
      return column;
    }
    return { ...column, threshold: threshold * part, drifted: methodCalled(method ?? '')?.drifted(score, threshold * part) ?? null };
  });
}

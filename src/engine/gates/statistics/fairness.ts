/**
 * How differently groups are treated, as fairlearn.metrics has it: demographic_parity_difference/_ratio and
 * equalized_odds_difference/_ratio, between groups, worst case. As there, the rate of a group that has no row to take it from is 0. Where
 * fairlearn has no ratio because every rate is 0, ours is 1: rates that are all the same treat nobody differently.
 */
import type { FairnessCheck } from '../../../protocol/projectFile';
import type { Given } from './answers';

export type FairnessMeasure = Exclude<keyof FairnessCheck, 'column'>;

export interface GroupRates {
  readonly group: string;
  readonly rows: number;
  /** rows whose true answer is "yes" */
  readonly positives: number;
  /** how often "yes" is predicted */
  readonly selection: number;
  readonly truePositive: number;
  readonly falsePositive: number;
}

/**
 * @param truth codes of the true classes
 * @param positive code of "yes"
 * @param groups group of each row
 * @returns a group each, in the order of their names
 */
export function groupRates(truth: Int32Array, given: Given, positive: number, groups: readonly string[]): GroupRates[] {
  const counts = new Map<string, { rows: number; positives: number; selected: number; right: number }>();
  for (const [row, group] of groups.entries()) {
    const count = counts.get(group) ?? { rows: 0, positives: 0, selected: 0, right: 0 };
    const yes = truth[row] === positive;
    const selected = given[row] === positive;
    count.rows += 1;
    count.positives += yes ? 1 : 0;
    count.selected += selected ? 1 : 0;
    count.right += yes && selected ? 1 : 0;
    counts.set(group, count);
  }
  return [...counts].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([group, { rows, positives, selected, right }]) => ({
    group, rows, positives, selection: rate(selected, rows), truePositive: rate(right, positives), falsePositive: rate(selected - right, rows - positives),
  }));
}

/** @returns NaN without groups */
export function fairness(measure: FairnessMeasure, rates: readonly GroupRates[]): number {
  const selection = rates.map((one) => one.selection);
  const odds = [rates.map((one) => one.truePositive), rates.map((one) => one.falsePositive)];
  switch (measure) {
    case 'demographic_parity_difference': return difference(selection);
    case 'demographic_parity_ratio': return ratio(selection);
    case 'equalized_odds_difference': return Math.max(...odds.map(difference));
    case 'equalized_odds_ratio': return Math.min(...odds.map(ratio));
  }
}

function difference(rates: readonly number[]): number {
  return rates.length === 0 ? Number.NaN : Math.max(...rates) - Math.min(...rates);
}

function ratio(rates: readonly number[]): number {
  const most = Math.max(...rates);
  return rates.length === 0 ? Number.NaN : most === 0 ? 1 : Math.min(...rates) / most;
}

function rate(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}

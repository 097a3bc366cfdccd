/** How differently a model treated groups in one window; over windows, fairness over time. */
import type { Classes } from '../../gates/statistics/answers';
import { fairness, type FairnessMeasure, groupRates, type GroupRates } from '../../gates/statistics/fairness';

export interface GroupsWindow extends Classes {
  /** code of the predicted class; −1: none */
  readonly predicted: Int32Array;
  /** group of each row; undefined: not known */
  readonly groups: readonly (string | undefined)[];
}
export interface GroupFairness {
  /** in the order of their names; those with too few rows too */
  readonly groups: readonly (GroupRates & { readonly judged: boolean })[];
  /** between the groups that are judged, as fairlearn.metrics; null where fewer than two are */
  readonly measures: Readonly<Record<FairnessMeasure, number | null>>;
}

const MEASURES = ['demographic_parity_difference', 'demographic_parity_ratio', 'equalized_odds_difference', 'equalized_odds_ratio'] as const satisfies readonly FairnessMeasure[];

/**
 * Selection (how often "yes" is predicted) needs no truths and counts every answered row; the rates that need them count rows whose truth
 * has come. fairlearn takes groups of any size; here a group with fewer rows than `leastRows` is told and not judged, since the rate of a
 * handful of rows moves from window to window by chance alone.
 * @returns undefined where more than two classes leave no "yes"
 */
export function groupFairness({ truth, predicted, positive, groups }: GroupsWindow, leastRows: number): GroupFairness | undefined {
  if (positive === undefined) {
    return undefined;
  }
  const rates = (withTruth: boolean): GroupRates[] => {
    const rows = [...groups.keys()].filter((row) => groups[row] !== undefined && (predicted[row] as number) >= 0 && (!withTruth || (truth[row] as number) >= 0));
    return groupRates(Int32Array.from(rows, (row) => truth[row] as number), Int32Array.from(rows, (row) => predicted[row] as number), positive, rows.map((row) => groups[row] as string));
  };
  const [answered, labelled] = [rates(false), new Map(rates(true).map((one) => [one.group, one]))];
  const none = { positives: 0, truePositive: 0, falsePositive: 0 };
  const all = answered.map(({ group, rows, selection }) => {
    const { positives, truePositive, falsePositive } = labelled.get(group) ?? none;
    return { group, rows, selection, positives, truePositive, falsePositive, judged: rows >= leastRows };
  });
  const selected = all.filter(({ judged }) => judged);
  const compared = [...labelled.values()].filter(({ rows }) => rows >= leastRows);
  const measures = MEASURES.map((measure) => {
    const between = measure.startsWith('demographic') ? selected : compared;
    return [measure, between.length < 2 ? null : fairness(measure, between)] as const;
  });
  return { groups: all, measures: Object.fromEntries(measures) as Record<FairnessMeasure, number | null> };
}

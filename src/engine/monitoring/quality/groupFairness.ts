/** How differently a model treated groups in one window; over windows, fairness over time. */
import type { FairnessGap, TreatedGroup, WindowFairness } from '../../../protocol/monitors';
import { fairness, type FairnessMeasure, type GroupRates } from '../../gates/statistics/fairness';
import { BAND_ERRORS } from './samplingError';

/** Rows of one group that were answered alike and came true alike. */
export interface AnsweredAlike {
  /** undefined: not known; such rows count for no group */
  readonly group: string | undefined;
  /** code of the predicted class; −1: none */
  readonly predicted: number;
  /** code of the true class; −1: it has not come yet */
  readonly truth: number;
  readonly rows: number;
}

export type GroupFairness = Pick<WindowFairness, 'groups' | 'measures' | 'gaps'>;

const MEASURES = ['demographic_parity_difference', 'demographic_parity_ratio', 'equalized_odds_difference', 'equalized_odds_ratio'] as const satisfies readonly FairnessMeasure[];

/** How many rows a rate is taken from, and of how many it is true. */
interface Share { hits: number; of: number }
interface Counted { readonly group: string; readonly labelled: number; readonly selection: Share; readonly truePositive: Share; readonly falsePositive: Share }

/**
 * Selection (how often "yes" is predicted) needs no truths and counts every answered row; the rates that need them count rows whose truth
 * has come. fairlearn takes groups of any size; here a group with fewer rows than `leastRows` is told and not judged, since the rate of a
 * handful of rows moves from window to window by chance alone.
 * @param positive code of "yes"
 */
export function groupFairness(cells: Iterable<AnsweredAlike>, positive: number, leastRows: number): GroupFairness {
  const counts = countedGroups(cells, positive);
  const answered = counts.filter(({ selection }) => selection.of >= leastRows);
  const labelled = counts.filter((one) => one.labelled >= leastRows);
  const measures = MEASURES.map((measure) => {
    const between = measure.startsWith('demographic') ? answered : labelled;
    return [measure, between.length < 2 ? null : fairness(measure, between.map(ratesOf))] as const;
  });
  return {
    groups: counts.map((one): TreatedGroup => ({
      group: one.group, rows: one.selection.of, labelled: one.labelled, selection: rateOf(one.selection) ?? 0, true_positive: rateOf(one.truePositive), false_positive: rateOf(one.falsePositive), judged: one.selection.of >= leastRows,
    })),
    measures: Object.fromEntries(measures) as GroupFairness['measures'],
    gaps: [gapOf('selection', answered, ({ selection }) => selection), gapOf('true_positive', labelled, ({ truePositive }) => truePositive), gapOf('false_positive', labelled, ({ falsePositive }) => falsePositive)].filter((gap) => gap !== undefined),
  };
}

function countedGroups(cells: Iterable<AnsweredAlike>, positive: number): Counted[] {
  const counts = new Map<string, Counted & { labelled: number }>();
  for (const { group, predicted, truth, rows } of cells) {
    if (group === undefined || predicted < 0) {
      continue;
    }
    const count = counts.get(group) ?? { group, labelled: 0, selection: { hits: 0, of: 0 }, truePositive: { hits: 0, of: 0 }, falsePositive: { hits: 0, of: 0 } };
    counts.set(group, count);
    const shares = [count.selection, ...(truth < 0 ? [] : [truth === positive ? count.truePositive : count.falsePositive])];
    count.labelled += truth < 0 ? 0 : rows;
    for (const share of shares) {
      share.of += rows;
      share.hits += predicted === positive ? rows : 0;
    }
  }
  return [...counts.values()].toSorted((a, b) => (a.group < b.group ? -1 : 1));
}

function rateOf({ hits, of }: Share): number | null {
  return of === 0 ? null : hits / of;
}

/** As fairlearn has them: the rate of no rows is 0. */
function ratesOf({ group, labelled, selection, truePositive, falsePositive }: Counted): GroupRates {
  return { group, rows: labelled, positives: truePositive.of, selection: rateOf(selection) ?? 0, truePositive: rateOf(truePositive) ?? 0, falsePositive: rateOf(falsePositive) ?? 0 };
}

/** Groups that have rows to take the rate from alone: a rate of nothing lies apart from nothing. */
function gapOf(rate: FairnessGap['rate'], counts: readonly Counted[], shareOf: (one: Counted) => Share): FairnessGap | undefined {
  const rates = counts.flatMap((one) => {
    const share = shareOf(one);
    const value = rateOf(share);
    return value === null ? [] : [{ group: one.group, value, share }];
  }).toSorted((a, b) => b.value - a.value);
  const [most, least] = [rates[0], rates.at(-1)];
  return most === undefined || least === undefined || rates.length < 2 ? undefined
    : { rate, most: { group: most.group, value: most.value }, least: { group: least.group, value: least.value }, chance: BAND_ERRORS * Math.sqrt(varianceOfShare(most.share) + varianceOfShare(least.share)) };
}

/** Of a difference of shares with one row more of either kind in each (Agresti & Caffo 2000): a share of 0 or 1 of few rows is not sure. */
function varianceOfShare({ hits, of }: Share): number {
  const share = (hits + 1) / (of + 2);
  return (share * (1 - share)) / (of + 2);
}

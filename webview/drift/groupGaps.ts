/** How far groups lay apart, window by window. Pure. */
import { tooWideGaps, widthOf } from '../../src/protocol/fairnessLimit';
import { MONITOR_DEFAULTS } from '../../src/protocol/monitorDefaults';
import type { FairnessGap, MonitoredWindow, MonitorFairness, WindowFairness } from '../../src/protocol/monitors';
import type { HistoryPoint } from './columnHistory';
import { percent } from './driftWords';

export interface GroupGap {
  readonly measure: 'demographic_parity_difference' | 'equalized_odds_difference';
  /** of the last window; null: it is not known */
  readonly value: number | null;
  readonly limit: number;
  /** one for each window, oldest first: 1 is the limit */
  readonly points: readonly HistoryPoint[];
  readonly tooWide: boolean;
  /** which groups, or why nothing is said */
  readonly words: string;
}

type Rate = FairnessGap['rate'];
const RATES: Readonly<Record<GroupGap['measure'], readonly Rate[]>> = { demographic_parity_difference: ['selection'], equalized_odds_difference: ['true_positive', 'false_positive'] };
const OF_WHOM: Readonly<Record<Rate, string>> = { selection: '', true_positive: ' where it is true', false_positive: ' where it is not' };

/** @param windows oldest first, up to the one that is looked at */
export function groupGaps(windows: readonly MonitoredWindow[], options: MonitorFairness): GroupGap[] {
  const { measure: only, max_difference: limit = MONITOR_DEFAULTS.max_difference } = options;
  return (['demographic_parity_difference', 'equalized_odds_difference'] as const).filter((measure) => only === undefined || only === measure).map((measure) => {
    const last = windows.at(-1)?.fairness;
    return {
      measure, limit, value: last?.measures[measure] ?? null, tooWide: isTooWide(last, measure, options), words: wordsOf(last, measure, options),
      points: windows.map(({ fairness }) => ({ severity: severityOf(fairness, measure, limit), drifted: isTooWide(fairness, measure, options) })),
    };
  });
}

function severityOf(fairness: WindowFairness | undefined, measure: GroupGap['measure'], limit: number): number | null {
  const value = fairness?.measures[measure] ?? null;
  return value === null ? null : value / limit;
}

function isTooWide(fairness: WindowFairness | undefined, measure: GroupGap['measure'], options: MonitorFairness): boolean {
  return fairness !== undefined && tooWideGaps(fairness, options).some(({ rate }) => RATES[measure].includes(rate));
}

function wordsOf(fairness: WindowFairness | undefined, measure: GroupGap['measure'], options: MonitorFairness): string {
  const [gap] = (fairness?.gaps ?? []).filter(({ rate }) => RATES[measure].includes(rate)).toSorted((a, b) => widthOf(b) - widthOf(a));
  if (gap === undefined) {
    return measure === 'equalized_odds_difference' && fairness?.measures.demographic_parity_difference !== null ? 'its labels have not come' : 'no two groups have rows enough';
  }
  const { rate, most, least, chance } = gap;
  const byChance = widthOf(gap) > (options.max_difference ?? MONITOR_DEFAULTS.max_difference) && widthOf(gap) <= chance;
  return `${most.group} ${percent(most.value)}, ${least.group} ${percent(least.value)}${OF_WHOM[rate]}${byChance ? ': no more than chance makes of so few rows' : ''}`;
}

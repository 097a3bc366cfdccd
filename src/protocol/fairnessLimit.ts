/** From where on groups are treated too differently: decided here alone, for the engine that judges and for what shows it. Pure. */
import { MONITOR_DEFAULTS } from './monitorDefaults';
import type { FairnessGap, MonitorFairness, MonitorQuality, WindowFairness } from './monitors';

/** The gaps that a limit holds for, and that are both greater than it and greater than chance makes them; the widest first. */
export function tooWideGaps(found: Pick<WindowFairness, 'gaps'>, { max_difference: most = MONITOR_DEFAULTS.max_difference, measure }: Pick<MonitorFairness, 'max_difference' | 'measure'>): FairnessGap[] {
  return found.gaps.filter((gap) => (measure === undefined || measure === measureOf(gap)) && widthOf(gap) > Math.max(most, gap.chance)).toSorted((a, b) => widthOf(b) - widthOf(a));
}

/** Whether groups are treated more differently than they may be. */
export function isUnfair(found: WindowFairness | undefined, { fairness }: MonitorQuality = {}): boolean {
  return found !== undefined && fairness !== undefined && tooWideGaps(found, fairness).length > 0;
}

export function widthOf({ most, least }: Pick<FairnessGap, 'most' | 'least'>): number {
  return most.value - least.value;
}

function measureOf({ rate }: FairnessGap): NonNullable<MonitorFairness['measure']> {
  return rate === 'selection' ? 'demographic_parity_difference' : 'equalized_odds_difference';
}

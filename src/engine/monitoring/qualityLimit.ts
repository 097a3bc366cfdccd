/** How good answers have to be. Pure. */
import { tooWideGaps } from '../../protocol/fairnessLimit';
import type { MonitorQuality, WindowFairness, WindowQuality } from '../../protocol/monitors';
import { qualityLimit } from '../../protocol/qualityLimit';
import { isWorse } from '../../protocol/qualityMetrics';

/** Whether what is estimated, or has come true, is worse than it may be. Nothing is said of what is not known. */
export function isTooLow(quality: WindowQuality | null, side: 'estimated' | 'realised', options: MonitorQuality | undefined): boolean {
  const found = quality?.[side];
  const limit = quality === null ? undefined : qualityLimit(quality, options);
  return quality !== null && found !== undefined && found !== null && limit !== undefined && isWorse(quality.metric, found.value, limit);
}

/** Whether groups are treated more differently than they may be. */
export function isUnfair(found: WindowFairness | undefined, { fairness }: MonitorQuality = {}): boolean {
  return found !== undefined && fairness !== undefined && tooWideGaps(found, fairness).length > 0;
}

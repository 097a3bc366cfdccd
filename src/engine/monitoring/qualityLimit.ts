/** How good answers have to be. Pure. */
import { MONITOR_DEFAULTS } from '../../protocol/monitorDefaults';
import type { MonitorQuality, WindowQuality } from '../../protocol/monitors';

/**
 * @returns the least accuracy, or the greatest rmse, that is not too low; undefined where neither the reference nor slipway.yaml says one.
 * Of what slipway.yaml says and what the reference allows, the stricter one holds.
 */
export function qualityLimit({ metric, reference }: Pick<WindowQuality, 'metric' | 'reference'>, { min, max_drop: drop }: MonitorQuality = {}): number | undefined {
  // Somebody who names a limit means that one.
  const allowed = reference === null || (min !== undefined && drop === undefined) ? undefined
    : metric === 'accuracy' ? reference - (drop ?? MONITOR_DEFAULTS.max_drop) : reference * (1 + (drop ?? MONITOR_DEFAULTS.max_growth));
  const limits = [min, allowed].filter((limit) => limit !== undefined);
  return limits.length === 0 ? undefined : metric === 'accuracy' ? Math.max(...limits) : Math.min(...limits);
}

/** Whether what is estimated, or has come true, is worse than it may be. Nothing is said of what is not known. */
export function isTooLow(quality: WindowQuality | null, side: 'estimated' | 'realised', options: MonitorQuality | undefined): boolean {
  const found = quality?.[side];
  const limit = quality === null ? undefined : qualityLimit(quality, options);
  return found !== undefined && found !== null && limit !== undefined && (quality?.metric === 'accuracy' ? found.value < limit : found.value > limit);
}

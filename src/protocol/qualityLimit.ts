/** From where on answers are too bad: decided here alone, for the engine that judges and for what shows it. Pure. */
import type { MonitorQuality, WindowQuality } from './monitors';
import { allowedFrom, isWorse } from './qualityMetrics';

/**
 * @returns the least value (the greatest, where lower is better) that is not too bad; undefined where neither the reference nor slipway.yaml says one.
 * Of what slipway.yaml says and what the reference allows, the stricter one holds.
 */
export function qualityLimit({ metric, reference }: Pick<WindowQuality, 'metric' | 'reference'>, { min, max_drop: drop }: MonitorQuality = {}): number | undefined {
  // Somebody who names a limit means that one.
  const allowed = reference === null || (min !== undefined && drop === undefined) ? undefined : allowedFrom(metric, reference, drop);
  return [min, allowed].filter((limit) => limit !== undefined).toSorted((a, b) => (isWorse(metric, a, b) ? 1 : -1))[0];
}

/** Whether what is estimated, or has come true, is worse than it may be. Nothing is said of what is not known. */
export function isTooLow(quality: WindowQuality | null, side: 'estimated' | 'realised', options: MonitorQuality | undefined): boolean {
  const found = quality?.[side];
  const limit = quality === null ? undefined : qualityLimit(quality, options);
  return quality !== null && found !== undefined && found !== null && limit !== undefined && isWorse(quality.metric, found.value, limit);
}

/** From where on answers are too bad: decided here alone, for the engine that judges and for the page that draws it. Pure. */
import { MONITOR_DEFAULTS } from './monitorDefaults';
import type { MonitorQuality, WindowQuality } from './monitors';

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

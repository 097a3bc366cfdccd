/** slipway.yaml's words for how columns are compared, as the drift room takes them. Pure. */
import type { DriftOptions } from '../../protocol/drift';
import { MONITOR_DEFAULTS } from '../../protocol/monitorDefaults';
import type { MonitorDrift, MonitorReference } from '../../protocol/monitors';

/** Many columns are looked at window after window: without a correction one of twenty tests would seem to drift in each of them, and distances among few rows more often. */
const CORRECTION = 'benjamini-hochberg';

/** @param kind of the reference: a baseline is small, and what differs from it by chance is no drift */
export function driftOptions(kind: MonitorReference['kind'], { columns, method, num_method: numMethod, cat_method: catMethod, threshold, column, share, correction = CORRECTION }: MonitorDrift = {}): DriftOptions {
  return {
    ...(columns === undefined ? {} : { columns }), ...(method === undefined ? {} : { method }), ...(numMethod === undefined ? {} : { numMethod }), ...(catMethod === undefined ? {} : { catMethod }),
    ...(threshold === undefined ? {} : { threshold }), ...(column === undefined ? {} : { perColumn: column }), ...(share === undefined ? {} : { share }), ...(correction === 'none' ? {} : { correction, beyondChance: true, ...(kind === 'baseline' ? { level: MONITOR_DEFAULTS.baseline_level } : {}) }),
  };
}

/** slipway.yaml's words for how columns are compared, as the drift room takes them. Pure. */
import type { DriftOptions } from '../../protocol/drift';
import type { MonitorDrift } from '../../protocol/monitors';

/** Many columns are looked at window after window: without a correction one of twenty tests would seem to drift in each of them, and distances among few rows more often. */
const CORRECTION = 'benjamini-hochberg';

export function driftOptions({ columns, method, num_method: numMethod, cat_method: catMethod, threshold, column, share, correction = CORRECTION }: MonitorDrift = {}): DriftOptions {
  return {
    ...(columns === undefined ? {} : { columns }), ...(method === undefined ? {} : { method }), ...(numMethod === undefined ? {} : { numMethod }), ...(catMethod === undefined ? {} : { catMethod }),
    ...(threshold === undefined ? {} : { threshold }), ...(column === undefined ? {} : { perColumn: column }), ...(share === undefined ? {} : { share }), ...(correction === 'none' ? {} : { correction, beyondChance: true }),
  };
}

/** Errors one after the other, for detectors of concept drift (concept/detectors.ts). */
import type { RealisedWindow } from './realised';

/**
 * Of rows whose truth is known, in their order: 0 for a right class and 1 for a wrong or none, or |truth − answer| of amounts.
 * @returns with each error, which row it is of
 */
export function* errorsOf(window: RealisedWindow): Generator<{ readonly row: number; readonly error: number }> {
  for (const row of window.truth.keys()) {
    const [truth, predicted] = [window.truth[row] as number, window.predicted[row] as number];
    const error = window.task === 'regression' ? Math.abs(truth - predicted) : truth < 0 ? Number.NaN : truth === predicted ? 0 : 1;
    if (Number.isFinite(error)) {
      yield { row, error };
    }
  }
}

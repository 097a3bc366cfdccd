/** How right a prediction was, as one number: more is better. DuckDB counts the same over the log (traffic/qualityQuery.ts). */
import type { Truth } from '../../../../protocol/deploymentTraffic';
import type { Task } from '../../traffic/task';

/**
 * Classification: 1 or 0. Numbers and texts of numbers are equal by value ("1.0" from a CSV is the 1 that a model gives).
 * Regression: minus the squared error.
 * @returns undefined where no number can be made of the truth and one is needed
 */
export function scoreOf(task: Task, prediction: Truth, truth: Truth): number | undefined {
  const [p, t] = [numberOf(prediction), numberOf(truth)];
  if (task === 'regression') {
    return p === undefined || t === undefined ? undefined : -((p - t) ** 2);
  }
  if (p !== undefined && t !== undefined) {
    return p === t ? 1 : 0;
  }
  return typeof prediction === 'boolean' ? Number(String(truth).toLowerCase() === String(prediction)) : Number(String(truth) === String(prediction));
}

/** @returns undefined for truth values, and for texts that are no number */
function numberOf(value: Truth): number | undefined {
  if (typeof value === 'number') {
    return value;
  }
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : NaN;
  return Number.isNaN(number) ? undefined : number;
}

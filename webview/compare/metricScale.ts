/** What a metric's column is measured by: its range among the listed runs, and how its numbers are written. */
import { columnFormat } from './columnNumbers';
import type { ValueColumn } from './valueColumn';

export interface MetricScale {
  /** finite; both NaN when no run has a finite value */
  readonly min: number;
  readonly max: number;
  readonly write: (value: number) => string;
}

export function metricScale(values: ValueColumn, rows: Int32Array): MetricScale {
  let min = Number.NaN;
  let max = Number.NaN;
  let integers = true;
  for (const row of rows) {
    const value = values.number(row);
    if (Number.isFinite(value)) {
      min = value < min || Number.isNaN(min) ? value : min;
      max = value > max || Number.isNaN(max) ? value : max;
      integers &&= Number.isInteger(value);
    }
  }
  return { min, max, write: columnFormat(min, max, integers) };
}

/**
 * How long the bar of a value is, 0 to 1: full for the best, so that of a metric where lower is better the least has the longest bar.
 */
export function barLength(value: number, { min, max }: MetricScale, lowerIsBetter: boolean): number {
  if (!Number.isFinite(value) || Number.isNaN(min)) {
    return 0;
  }
  if (max === min) {
    return 1;
  }
  const share = (value - min) / (max - min);
  return lowerIsBetter ? 1 - share : share;
}

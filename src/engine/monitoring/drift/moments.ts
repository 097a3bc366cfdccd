/** Mean and spread. */

export interface Moments {
  readonly mean: number;
  /** sum of the squares of the distances from the mean */
  readonly squares: number;
}

/** Counted from the first value, so that far from zero no digits are lost. */
export function moments(values: Float64Array): Moments {
  const origin = values[0] ?? 0;
  let sum = 0;
  for (const value of values) {
    sum += value - origin;
  }
  const mean = sum / values.length;
  let squares = 0;
  for (const value of values) {
    squares += (value - origin - mean) ** 2;
  }
  return { mean: origin + mean, squares };
}

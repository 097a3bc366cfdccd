/** Means and variances that values are added to one by one; river.stats.Mean and Var, to the last bit. */

export interface RunningMean { readonly n: number; readonly mean: number }
/** `squares`: sum of squared distances from the mean. */
export interface RunningVariance extends RunningMean { readonly squares: number }

export const NOTHING: RunningVariance = { n: 0, mean: 0, squares: 0 };

export function withValue({ n, mean }: RunningMean, value: number): RunningMean {
  // As river has it: (value − mean) / n would be rounded otherwise.
  return { n: n + 1, mean: mean + (1 / (n + 1)) * (value - mean) };
}

/** Welford's algorithm. */
export function withSquares(before: RunningVariance, value: number): RunningVariance {
  const { n, mean } = withValue(before, value);
  return { n, mean, squares: before.squares + (value - before.mean) * (value - mean) };
}

/** Of a sample (n − 1); 0 for a single value. */
export function varianceOf({ n, squares }: RunningVariance): number {
  return n > 1 ? squares / (n - 1) : 0;
}

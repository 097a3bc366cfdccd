/** Mean and spread. */

export interface Moments {
  readonly mean: number;
  /** sum of the squares of the distances from the mean */
  readonly squares: number;
}

/** Counted from the first value, so that far from zero no digits are lost; two sums at a time, since each addition waits for the one before. */
export function moments(values: Float64Array): Moments {
  const origin = values[0] ?? 0;
  const pairs = values.length - (values.length % 2);
  const last = pairs < values.length ? (values[pairs] as number) - origin : 0;
  let [even, odd] = [last, 0];
  for (let at = 0; at < pairs; at += 2) {
    even += (values[at] as number) - origin;
    odd += (values[at + 1] as number) - origin;
  }
  const mean = (even + odd) / values.length;
  let [evenSquares, oddSquares] = [pairs < values.length ? (last - mean) * (last - mean) : 0, 0];
  for (let at = 0; at < pairs; at += 2) {
    const [first, second] = [(values[at] as number) - origin - mean, (values[at + 1] as number) - origin - mean];
    evenSquares += first * first;
    oddSquares += second * second;
  }
  return { mean: origin + mean, squares: evenSquares + oddSquares };
}

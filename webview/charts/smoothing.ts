/** Smoothing of curves, as TensorBoard does it, so that the same slider says the same thing. */

/**
 * Exponential moving average without the pull towards zero at the start: `m ← w·m + (1 − w)·y`, shown as `m / (1 − wⁿ)`.
 * Values that are not finite pass through and leave the average alone; a constant curve stays exactly itself.
 * Source: TensorBoard, `tensorboard/webapp/widgets/line_chart_v2/data_transformer.ts`, `classicSmoothing`; the debiasing is that of
 * Adam (Kingma and Ba 2015, section 3).
 * @param values in the order of x
 * @param weight 0 (as logged) up to, but not including, 1
 */
export function smoothed(values: Float64Array, weight: number): Float64Array {
  if (weight <= 0 || isConstant(values)) {
    return values;
  }
  const result = new Float64Array(values.length);
  let average = 0;
  let power = 1;
  for (let index = 0; index < values.length; index++) {
    const value = values[index] as number;
    if (Number.isFinite(value)) {
      average = average * weight + (1 - weight) * value;
      power *= weight;
      result[index] = average / (1 - power);
    } else {
      result[index] = value;
    }
  }
  return result;
}

function isConstant(values: Float64Array): boolean {
  const first = values[0];
  return values.every((value) => value === first);
}

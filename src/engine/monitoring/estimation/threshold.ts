/** Between which values a metric lies by its own ups and downs, told from chunks of the reference. */
import { varianceOf } from '../quality/samplingError';

/** null: nothing to tell it from */
export interface Limits { readonly lower: number | null; readonly upper: number | null }

/** On which side of the limits a value lies; false: between them; null: it can't be told. */
export type Side = 'below' | 'above' | false | null;

const DEVIATIONS = 3;
/** Chunks that are all the same make limits of no width, which a rounding error must not cross. */
const ROUNDING = 1e-9;

/**
 * Three standard deviations (of all chunks, not of a sample) around the mean of the chunks that have a value, within what the metric can
 * be: nannyml/thresholds.py StandardDeviationThreshold.
 * @param most Infinity for an amount that has no greatest value
 */
export function limitsOf(chunkValues: readonly number[], most: number): Limits {
  const values = chunkValues.filter((value) => !Number.isNaN(value));
  if (values.length === 0) {
    return { lower: null, upper: null };
  }
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const deviation = Math.sqrt(varianceOf(values));
  const upper = Math.min(most, mean + DEVIATIONS * deviation);
  return { lower: Math.max(0, mean - DEVIATIONS * deviation), upper: Number.isFinite(upper) ? upper : null };
}

export function sideOf(value: number | null, { lower, upper }: Limits): Side {
  if (value === null || (lower === null && upper === null)) {
    return null;
  }
  const slack = ROUNDING * Math.max(Math.abs(value), Math.abs(lower ?? 0), Math.abs(upper ?? 0));
  return lower !== null && value < lower - slack ? 'below' : upper !== null && value > upper + slack ? 'above' : false;
}

/** Rows in chunks of the same size, in their order, the rest as a smaller one (nannyml's SizeBasedChunker). @param size at least 1 */
export function chunksOf(rows: Int32Array, size: number): Int32Array[] {
  return Array.from({ length: Math.ceil(rows.length / size) }, (_, at) => rows.subarray(at * size, (at + 1) * size));
}

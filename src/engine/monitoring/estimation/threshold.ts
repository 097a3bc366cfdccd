/** Between which values a metric lies by its own ups and downs, told from chunks of the reference. */
import { varianceOf } from '../quality/samplingError';

/** null: nothing to tell it from */
export interface Limits { readonly lower: number | null; readonly upper: number | null }

const DEVIATIONS = 3;

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

/**
 * Rows in chunks of the same size, in their order, the rest as a smaller one (nannyml's SizeBasedChunker). @param size at least 1 */
export function chunksOf(rows: Int32Array, size: number): Int32Array[] {
  return Array.from({ length: Math.ceil(rows.length / size) }, (_, at) => rows.subarray(at * size, (at + 1) * size));
}

/** Percentile interval of the difference of a metric between two models, from resampled pairs of rows. */
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { mersenne } from 'pure-rand/generator/mersenne';

export interface Bootstrap {
  /** number of rows */
  readonly rows: number;
  /** the difference over a resample: indices of rows, drawn with replacement; NaN where it can't be told */
  readonly difference: (rows: Int32Array) => number;
  readonly samples: number;
  /** 0 to 2³²−1; the same seed draws the same rows */
  readonly seed: number;
  /** of the two-sided interval, such as 0.95 */
  readonly confidence: number;
  /** is called between resamples, often: lets others work, or throws to end it */
  readonly breathe: () => Promise<void>;
}

export interface Interval { readonly low: number; readonly high: number; /** resamples whose difference could be told */ readonly samples: number }

/**
 * Rows are drawn as pairs (both models' answers to a row go together), `samples` times as many as there are; the interval reaches from
 * quantile (1−c)/2 to (1+c)/2 of the differences (Efron & Tibshirani 1993, An Introduction to the Bootstrap, §13.3), as
 * scipy.stats.bootstrap(paired=True, method="percentile") has it. Random numbers: Mersenne Twister.
 */
export async function pairedBootstrap({ rows, difference, samples, seed, confidence, breathe }: Bootstrap): Promise<Interval> {
  const random = mersenne(seed | 0);
  const drawn = new Int32Array(rows);
  const differences: number[] = [];
  for (let sample = 0; sample < samples; sample += 1) {
    for (let index = 0; index < rows; index += 1) {
      drawn[index] = uniformInt(random, 0, rows - 1);
    }
    const value = difference(drawn);
    if (!Number.isNaN(value)) {
      differences.push(value);
    }
    await breathe();
  }
  const sorted = Float64Array.from(differences).toSorted();
  return { low: quantile(sorted, (1 - confidence) / 2), high: quantile(sorted, (1 + confidence) / 2), samples: sorted.length };
}

/** Between the nearest two, by a straight line (Hyndman & Fan 1996, type 7; NumPy's default). @returns NaN of nothing */
export function quantile(sorted: Float64Array, share: number): number {
  const place = (sorted.length - 1) * share;
  const below = sorted[Math.floor(place)] ?? Number.NaN;
  const above = sorted[Math.ceil(place)] ?? Number.NaN;
  return below + (above - below) * (place - Math.floor(place));
}

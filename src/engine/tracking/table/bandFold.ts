/** Where the curves of many runs lie: per bucket along x, quartiles over the means of the runs. */
import type { Band } from '../../../protocol/table';

/** Equal stretches of x, and what x each stands for. */
export class BandBuckets {
  readonly count: number;
  readonly #scale: number;
  readonly #width: number;
  readonly #offset: number;

  /**
   * @param most how many buckets at most
   * @param low least x
   * @param high greatest x
   * @param whole whether x are whole numbers: where they are few enough each has a bucket of its own
   */
  constructor(most: number, private readonly low: number, high: number, whole: boolean) {
    const single = high <= low || (whole && high - low < most);
    this.count = single ? Math.max(0, high - low) + 1 : most;
    this.#scale = single ? 1 : most / (high - low);
    this.#width = single ? 1 : (high - low) / most;
    this.#offset = single ? 0 : this.#width / 2;
  }

  of(x: number): number {
    return Math.max(0, Math.min(this.count - 1, Math.floor((x - this.low) * this.#scale)));
  }

  /** The middle of a bucket; its x where it has only one. */
  middle(bucket: number): number {
    return this.low + bucket * this.#width + this.#offset;
  }
}

export class BandFold {
  readonly #means: number[][];
  readonly #sums: Float64Array;
  readonly #counts: Uint32Array;

  constructor(private readonly buckets: BandBuckets) {
    this.#means = Array.from({ length: buckets.count }, () => []);
    this.#sums = new Float64Array(buckets.count);
    this.#counts = new Uint32Array(buckets.count);
  }

  /** A point of the run that is being read; only finite values. */
  add(x: number, value: number): void {
    const bucket = this.buckets.of(x);
    this.#sums[bucket] = (this.#sums[bucket] as number) + value;
    this.#counts[bucket] = (this.#counts[bucket] as number) + 1;
  }

  /** The run is read: its mean in each bucket counts once. */
  endRun(): void {
    for (let bucket = 0; bucket < this.buckets.count; bucket += 1) {
      const count = this.#counts[bucket] as number;
      if (count > 0) {
        (this.#means[bucket] as number[]).push((this.#sums[bucket] as number) / count);
      }
    }
    this.#sums.fill(0);
    this.#counts.fill(0);
  }

  result(): Omit<Band, 'key' | 'read'> {
    const band = { x: [] as number[], min: [] as number[], q25: [] as number[], median: [] as number[], q75: [] as number[], max: [] as number[], runs: [] as number[] };
    for (const [bucket, means] of this.#means.entries()) {
      if (means.length === 0) {
        continue;
      }
      const sorted = Float64Array.from(means).sort();
      band.x.push(this.buckets.middle(bucket));
      band.min.push(sorted[0] as number);
      band.q25.push(quantile(sorted, 0.25));
      band.median.push(quantile(sorted, 0.5));
      band.q75.push(quantile(sorted, 0.75));
      band.max.push(sorted.at(-1) as number);
      band.runs.push(sorted.length);
    }
    return band;
  }
}

/**
 * Type 7 of Hyndman and Fan, Sample Quantiles in Statistical Packages, 1996: numpy's default.
 * @param sorted ascending, at least one
 * @param share from 0 to 1
 */
export function quantile(sorted: ArrayLike<number>, share: number): number {
  const at = (sorted.length - 1) * share;
  const below = Math.floor(at);
  const low = sorted[below] as number;
  const high = sorted[Math.min(below + 1, sorted.length - 1)] as number;
  // Weighted, not low + difference: a difference of two great numbers overflows.
  return low === high ? low : low * (1 - (at - below)) + high * (at - below);
}

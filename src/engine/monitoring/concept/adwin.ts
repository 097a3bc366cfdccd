/** ADWIN: a window that grows while its values come from one distribution, and drops its oldest ones when they do not. */
import { finite, type Change, type ConceptDetector, type ConceptSignal } from './detector';

export interface AdwinOptions {
  /** how likely a false alarm may be, 0 to 1 */
  readonly delta: number;
  /** the window is searched once in so many values */
  readonly clock: number;
  /** buckets of each size that are kept before two become one; at least 2 */
  readonly maxBuckets: number;
  /** parts of the window with fewer values are not compared */
  readonly minWindow: number;
  /** a window of so few values is not searched */
  readonly grace: number;
}

/** Values that are told by their sum and their squared distances from their mean: 2^row of them. */
interface Bucket { readonly total: number; readonly variance: number }
interface Window {
  readonly width: number;
  readonly total: number;
  readonly variance: number;
  readonly ticks: number;
  /** by size: row i holds buckets of 2^i values, the oldest first */
  readonly rows: readonly (readonly Bucket[])[];
}
export interface AdwinState extends Window {
  readonly detector: 'adwin';
  readonly options: AdwinOptions;
  readonly found?: Change;
}

const DEFAULTS: AdwinOptions = { delta: 0.002, clock: 32, maxBuckets: 5, minWindow: 5, grace: 10 };

/**
 * Bifet & Gavaldà 2007, "Learning from Time-Changing Data with Adaptive Windowing", SIAM International Conference on Data Mining: the
 * window is cut wherever two buckets meet, and the oldest bucket goes while the means of any two parts differ by more than chance allows
 * (their ε_cut with the variance of the window). It finds a fall as well as a rise. river: rust_src/adwin.rs.
 */
export class Adwin implements ConceptDetector {
  readonly #options: AdwinOptions;
  #width = 0;
  #total = 0;
  #variance = 0;
  #ticks = 0;
  #rows: Bucket[][] = [[]];
  #found: Change | undefined;

  /** @throws RangeError for fewer than two buckets of a size */
  constructor(options: Partial<AdwinOptions> = {}) {
    this.#options = { ...DEFAULTS, ...options };
    if (this.#options.maxBuckets < 2) {
      throw new RangeError(`ADWIN keeps at least 2 buckets of each size, not ${this.#options.maxBuckets}.`);
    }
  }

  static restore({ options, found, ...window }: AdwinState): Adwin {
    const detector = new Adwin(options);
    detector.#become(window);
    detector.#found = found;
    return detector;
  }

  get mean(): number {
    return this.#total / this.#width;
  }

  get change(): Change | undefined {
    return this.#found;
  }

  /** Number of values in the window. */
  get width(): number {
    return this.#width;
  }

  update(value: number): ConceptSignal {
    finite(value);
    if (this.#found !== undefined) {
      this.#become({ width: 0, total: 0, variance: 0, ticks: 0, rows: [[]] });
    }
    this.#insert(value);
    this.#ticks += 1;
    this.#found = this.#ticks % this.#options.clock === 0 && this.#width > this.#options.grace ? this.#shrink() : undefined;
    return this.#found === undefined ? undefined : 'drift';
  }

  snapshot(): AdwinState {
    return {
      detector: 'adwin', options: this.#options, found: this.#found, width: this.#width, total: this.#total, variance: this.#variance, ticks: this.#ticks,
      rows: this.#rows.map((row) => [...row]),
    };
  }

  #become({ width, total, variance, ticks, rows }: Window): void {
    [this.#width, this.#total, this.#variance, this.#ticks] = [width, total, variance, ticks];
    this.#rows = rows.map((row) => [...row]);
  }

  #insert(value: number): void {
    (this.#rows[0] as Bucket[]).push({ total: value, variance: 0 });
    this.#width += 1;
    if (this.#width > 1) {
      const distance = value - this.#total / (this.#width - 1);
      this.#variance += ((this.#width - 1) * distance * distance) / this.#width;
    }
    this.#total += value;
    for (let at = 0; (this.#rows[at] as Bucket[]).length > this.#options.maxBuckets; at += 1) {
      const [one, other] = (this.#rows[at] as Bucket[]).splice(0, 2) as [Bucket, Bucket];
      const size = 2 ** at;
      const distance = one.total / size - other.total / size;
      const merged = { total: one.total + other.total, variance: one.variance + other.variance + size * 0.5 * distance * distance };
      if (this.#rows[at + 1] === undefined) {
        this.#rows.push([]);
      }
      (this.#rows[at + 1] as Bucket[]).push(merged);
    }
  }

  /** Drops the oldest buckets while any cut separates two different means. @returns how they differed at first */
  #shrink(): Change | undefined {
    const first = this.#cut();
    for (let cut = first; cut !== undefined; cut = this.#cut()) {
      this.#dropOldest();
    }
    return first;
  }

  /** @returns how the means on both sides of the first cut that separates two different ones differ; undefined where there is no such cut */
  #cut(): Change | undefined {
    let [oldWidth, newWidth, oldTotal, newTotal] = [0, this.#width, 0, this.#total];
    for (let at = this.#rows.length - 1; at >= 0; at -= 1) {
      for (const { total } of this.#rows[at] as Bucket[]) {
        oldWidth += 2 ** at;
        newWidth -= 2 ** at;
        oldTotal += total;
        newTotal -= total;
        const risen = newTotal / newWidth - oldTotal / oldWidth;
        if (Math.min(oldWidth, newWidth) >= Math.max(1, this.#options.minWindow) && this.#differ(oldWidth, newWidth, risen)) {
          return risen > 0 ? 'rise' : 'fall';
        }
      }
    }
    return undefined;
  }

  #differ(oldWidth: number, newWidth: number, difference: number): boolean {
    const { delta, minWindow } = this.#options;
    const deltaPrime = Math.log((2 * Math.log(this.#width)) / delta);
    const reciprocal = 1 / (oldWidth - minWindow + 1) + 1 / (newWidth - minWindow + 1);
    const epsilon = Math.sqrt(2 * reciprocal * (this.#variance / this.#width) * deltaPrime) + (2 / 3) * deltaPrime * reciprocal;
    return Math.abs(difference) > epsilon;
  }

  #dropOldest(): void {
    const row = this.#rows.at(-1) as Bucket[];
    const { total, variance } = row.shift() as Bucket;
    const size = 2 ** (this.#rows.length - 1);
    this.#width -= size;
    this.#total -= total;
    const distance = total / size - this.#total / this.#width;
    this.#variance -= variance + (size * this.#width * distance * distance) / (size + this.#width);
    if (row.length === 0) {
      this.#rows.pop();
    }
  }
}

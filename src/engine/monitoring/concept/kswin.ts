/** KSWIN: the newest values of a window are distributed otherwise than as many older ones drawn from it. */
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus, xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';
import type { RandomGenerator } from 'pure-rand/types/RandomGenerator';
import { ks } from '../drift/ks/ks';
import { eachValue, type Numbers } from '../drift/sample';
import { finite, type Change, type ConceptDetector, type ConceptSignal } from './detector';

export interface KswinOptions {
  /** p-value from which the two are held to be the same, 0 to 1 */
  readonly alpha: number;
  /** number of values that are kept */
  readonly window: number;
  /** number of the newest ones, and of the older ones that they are compared with; at most half of the window */
  readonly newest: number;
  /** of the draw, 0 to 2³²−1 */
  readonly seed: number;
}
export interface KswinState {
  readonly detector: 'kswin';
  readonly options: KswinOptions;
  readonly values: readonly number[];
  readonly random: readonly number[];
  readonly found?: Change;
}

const DEFAULTS: KswinOptions = { alpha: 0.005, window: 100, newest: 30, seed: 1 };
/** A difference of distributions that is too small to matter, however certain. */
const SMALL = 0.1;

/**
 * Raab, Heusinger & Schleif 2020, "Reactive Soft Prototype Computing for Concept Drift Streams", Neurocomputing. river: drift/kswin.py,
 * whose draws come from Python's Mersenne Twister; ours from xoroshiro128+, whose state is four numbers instead of 625. So both find the
 * same drift about as late, but not at the same value. Each value brings a test of its own, so false alarms come with time, whatever
 * alpha is.
 */
export class Kswin implements ConceptDetector {
  readonly #options: KswinOptions;
  #values: number[] = [];
  #random: RandomGenerator;
  #found: Change | undefined;

  /** @throws RangeError where the older values are fewer than what is drawn from them */
  constructor(options: Partial<KswinOptions> = {}) {
    this.#options = { ...DEFAULTS, ...options };
    const { window, newest, alpha, seed } = this.#options;
    if (!(newest >= 1 && 2 * newest <= window && alpha >= 0 && alpha <= 1)) {
      throw new RangeError(`KSWIN compares the newest values (${newest}) with as many older ones, so the window (${window}) must hold twice as many; alpha (${alpha}) lies between 0 and 1.`);
    }
    this.#random = xoroshiro128plus(seed | 0);
  }

  static restore({ options, values, random, found }: KswinState): Kswin {
    const detector = new Kswin(options);
    detector.#values = [...values];
    detector.#random = xoroshiro128plusFromState(random);
    detector.#found = found;
    return detector;
  }

  get mean(): number {
    return meanOf(this.#values);
  }

  get change(): Change | undefined {
    return this.#found;
  }

  update(value: number): ConceptSignal {
    finite(value);
    if (this.#found !== undefined) {
      this.#values = [];
    }
    const { window, newest, alpha } = this.#options;
    this.#values.push(value);
    if (this.#values.length > window) {
      this.#values.shift();
    }
    this.#found = undefined;
    if (this.#values.length === window) {
      const numbers = { reference: this.#drawn(), current: Float64Array.from(this.#values.slice(window - newest)).toSorted(), whole: false };
      const differ = ks(numbers) <= alpha && furthest(numbers) > SMALL;
      this.#found = !differ ? undefined : meanOf(numbers.current) > meanOf(numbers.reference) ? 'rise' : 'fall';
    }
    return this.#found === undefined ? undefined : 'drift';
  }

  snapshot(): KswinState {
    return { detector: 'kswin', options: this.#options, values: [...this.#values], random: [...this.#random.getState()], found: this.#found };
  }

  /** Older values, drawn without replacement, in ascending order. */
  #drawn(): Float64Array {
    const { window, newest } = this.#options;
    const older = this.#values.slice(0, window - newest);
    for (let at = 0; at < newest; at += 1) {
      const from = uniformInt(this.#random, at, older.length - 1);
      [older[at], older[from]] = [older[from] as number, older[at] as number];
    }
    return Float64Array.from(older.slice(0, newest)).toSorted();
  }
}

/** sup |F₁ − F₂| of samples of the same size. */
function furthest(numbers: Numbers): number {
  let [apart, most] = [0, 0];
  eachValue(numbers, (_, before, now) => {
    apart += before - now;
    most = Math.max(most, Math.abs(apart));
  });
  return most / numbers.current.length;
}

function meanOf(values: readonly number[] | Float64Array): number {
  let sum = 0;
  for (const value of values) {
    sum += value;
  }
  return sum / values.length;
}

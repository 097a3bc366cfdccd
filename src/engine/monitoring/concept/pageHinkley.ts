/** Page-Hinkley: a running sum of distances from the mean that has left its extreme. */
import { finite, type Change, type ConceptDetector, type ConceptSignal } from './detector';
import { NOTHING, type RunningMean, withValue } from './runningMean';

export interface PageHinkleyOptions {
  /** nothing is found before so many values */
  readonly minInstances: number;
  /** distance from the mean that is nothing, in the unit of the values */
  readonly delta: number;
  /** λ: how far the sum may leave its extreme; in the unit of the values, times their number */
  readonly threshold: number;
  /** how much of the sum is kept with each value, 0 to 1 */
  readonly alpha: number;
  /** whether a rise is looked for, a fall, or both */
  readonly mode: 'up' | 'down' | 'both';
}

interface Sums {
  readonly mean: RunningMean;
  readonly rise: number;
  readonly fall: number;
  /** null: no value yet */
  readonly least: number | null;
  readonly most: number;
}
export interface PageHinkleyState extends Sums {
  readonly detector: 'page-hinkley';
  readonly options: PageHinkleyOptions;
  readonly found?: Change;
}

const DEFAULTS: PageHinkleyOptions = { minInstances: 30, delta: 0.005, threshold: 50, alpha: 1 - 0.0001, mode: 'both' };
/** The sum of falls starts below what it can reach with river too: −1, not −∞. */
const START: Sums = { mean: NOTHING, rise: 0, fall: 0, least: null, most: -1 };

/** Page 1954, "Continuous Inspection Schemes", Biometrika 41; with a fading sum. river: drift/page_hinkley.py. */
export class PageHinkley implements ConceptDetector {
  readonly #options: PageHinkleyOptions;
  #sums = START;
  #found: Change | undefined;

  constructor(options: Partial<PageHinkleyOptions> = {}) {
    this.#options = { ...DEFAULTS, ...options };
  }

  static restore({ options, found, mean, rise, fall, least, most }: PageHinkleyState): PageHinkley {
    const detector = new PageHinkley(options);
    detector.#sums = { mean, rise, fall, least, most };
    detector.#found = found;
    return detector;
  }

  get mean(): number {
    return this.#sums.mean.n === 0 ? Number.NaN : this.#sums.mean.mean;
  }

  get change(): Change | undefined {
    return this.#found;
  }

  update(value: number): ConceptSignal {
    finite(value);
    const before = this.#found === undefined ? this.#sums : START;
    const { alpha, delta, minInstances, threshold, mode } = this.#options;
    const mean = withValue(before.mean, value);
    const distance = value - mean.mean;
    const rise = alpha * before.rise + distance - delta;
    const fall = alpha * before.fall + distance + delta;
    const least = Math.min(rise, before.least ?? Number.POSITIVE_INFINITY);
    const most = Math.max(fall, before.most);
    this.#sums = { mean, rise, fall, least, most };
    const [up, down] = [mode !== 'down' && rise - least > threshold, mode !== 'up' && most - fall > threshold];
    this.#found = mean.n < minInstances ? undefined : up ? 'rise' : down ? 'fall' : undefined;
    return this.#found === undefined ? undefined : 'drift';
  }

  snapshot(): PageHinkleyState {
    return { detector: 'page-hinkley', options: this.#options, found: this.#found, ...this.#sums };
  }
}

/** EDDM: errors follow each other sooner than they did at best. */
import { bit, type Change, type ConceptDetector, type ConceptSignal } from './detector';
import { NOTHING, type RunningVariance, varianceOf, withSquares } from './runningMean';

export interface EddmOptions {
  /** nothing is found in so many errors */
  readonly warmStart: number;
  /** share of the best distance between errors below which there is a warning, 0 to 1 */
  readonly alpha: number;
  /** … below which there is drift; at most `alpha` */
  readonly beta: number;
}
interface Errors {
  readonly values: number;
  readonly errors: number;
  /** which value was the last error; 0: none yet */
  readonly lastError: number;
  /** values from one error to the next */
  readonly distances: RunningVariance;
  /** mean distance and two standard deviations, at most; −1 before there is one */
  readonly best: number;
  readonly warned: boolean;
}
export interface EddmState extends Errors {
  readonly detector: 'eddm';
  readonly options: EddmOptions;
  readonly found: boolean;
}

const DEFAULTS: EddmOptions = { warmStart: 30, alpha: 0.95, beta: 0.9 };
const START: Errors = { values: 0, errors: 0, lastError: 0, distances: NOTHING, best: -1, warned: false };

/**
 * Baena-García et al. 2006, "Early Drift Detection Method", International Workshop on Knowledge Discovery from Data Streams. It takes bits
 * alone, and finds drift in most streams that have none with its defaults (bench/drift/falseAlarms). river: drift/binary/eddm.py, where a
 * warning too stands until the error that ends it.
 */
export class Eddm implements ConceptDetector {
  readonly #options: EddmOptions;
  #seen = START;
  #found = false;

  /** @throws RangeError where drift would need less than a warning */
  constructor(options: Partial<EddmOptions> = {}) {
    this.#options = { ...DEFAULTS, ...options };
    if (this.#options.alpha < this.#options.beta) {
      throw new RangeError(`EDDM warns below alpha (${this.#options.alpha}) and finds drift below beta (${this.#options.beta}), so beta must not be greater.`);
    }
  }

  static restore({ options, found, values, errors, lastError, distances, best, warned }: EddmState): Eddm {
    const detector = new Eddm(options);
    detector.#seen = { values, errors, lastError, distances, best, warned };
    detector.#found = found;
    return detector;
  }

  get mean(): number {
    return this.#seen.errors / this.#seen.values;
  }

  get change(): Change | undefined {
    return this.#found ? 'rise' : undefined;
  }

  update(value: number): ConceptSignal {
    bit(value);
    const before = this.#found ? START : this.#seen;
    this.#found = false;
    this.#seen = { ...before, values: before.values + 1 };
    if (value === 1) {
      this.#error();
    }
    return this.#found ? 'drift' : this.#seen.warned ? 'warning' : undefined;
  }

  snapshot(): EddmState {
    return { detector: 'eddm', options: this.#options, found: this.#found, ...this.#seen };
  }

  #error(): void {
    const { values, errors, lastError, distances: before, best, warned } = this.#seen;
    const { warmStart, alpha, beta } = this.#options;
    const distances = withSquares(before, values - lastError);
    this.#seen = { values, errors: errors + 1, lastError: values, distances, best, warned };
    if (values <= warmStart) {
      return;
    }
    const distance = distances.mean + 2 * Math.sqrt(varianceOf(distances));
    if (distance > best) {
      this.#seen = { ...this.#seen, best: distance };
    } else if (errors + 1 > warmStart) {
      this.#found = distance / best < beta;
      this.#seen = { ...this.#seen, warned: this.#found ? warned : distance / best < alpha };
    }
  }
}

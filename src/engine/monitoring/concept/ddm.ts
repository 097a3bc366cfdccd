/** DDM: the share of errors has risen above its best, by more than its standard deviations. */
import { bit, type Change, type ConceptDetector, type ConceptSignal } from './detector';
import { NOTHING, type RunningMean, withValue } from './runningMean';

export interface DdmOptions {
  /** nothing is found in so many values */
  readonly warmStart: number;
  /** standard deviations above the best share of errors that are a warning */
  readonly warning: number;
  /** … that are drift */
  readonly drift: number;
}
/** The share of errors and its standard deviation when their sum was least; null before there was one. */
interface Best { readonly share: number; readonly deviation: number }
export interface DdmState {
  readonly detector: 'ddm';
  readonly options: DdmOptions;
  readonly errors: RunningMean;
  readonly best: Best | null;
  readonly found: boolean;
}

const DEFAULTS: DdmOptions = { warmStart: 30, warning: 2, drift: 3 };

/**
 * Gama, Medas, Castillo & Rodrigues 2004, "Learning with Drift Detection", SBIA. It takes bits alone. With its defaults it finds drift in
 * streams that have none (bench/drift/falseAlarms): a short run without errors early on makes a best that later ones can't keep. river:
 * drift/binary/ddm.py.
 */
export class Ddm implements ConceptDetector {
  readonly #options: DdmOptions;
  #errors: RunningMean = NOTHING;
  #best: Best | null = null;
  #found = false;

  constructor(options: Partial<DdmOptions> = {}) {
    this.#options = { ...DEFAULTS, ...options };
  }

  static restore({ options, errors, best, found }: DdmState): Ddm {
    const detector = new Ddm(options);
    [detector.#errors, detector.#best, detector.#found] = [errors, best, found];
    return detector;
  }

  get mean(): number {
    return this.#errors.n === 0 ? Number.NaN : this.#errors.mean;
  }

  get change(): Change | undefined {
    return this.#found ? 'rise' : undefined;
  }

  update(value: number): ConceptSignal {
    bit(value);
    if (this.#found) {
      [this.#errors, this.#best, this.#found] = [NOTHING, null, false];
    }
    this.#errors = withValue(this.#errors, value);
    const { n, mean } = this.#errors;
    if (n <= this.#options.warmStart) {
      return undefined;
    }
    const deviation = Math.sqrt((mean * (1 - mean)) / n);
    if (this.#best === null || mean + deviation <= this.#best.share + this.#best.deviation) {
      this.#best = { share: mean, deviation };
    }
    const above = (deviations: number, { share, deviation: unit }: Best): boolean => mean + deviation > share + deviations * unit;
    this.#found = above(this.#options.drift, this.#best);
    return this.#found ? 'drift' : above(this.#options.warning, this.#best) ? 'warning' : undefined;
  }

  snapshot(): DdmState {
    return { detector: 'ddm', options: this.#options, errors: this.#errors, best: this.#best, found: this.#found };
  }
}

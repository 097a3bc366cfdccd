/** Detectors by name, new or as they were. */
import { Adwin, type AdwinOptions, type AdwinState } from './adwin';
import { Ddm, type DdmOptions, type DdmState } from './ddm';
import type { Change, ConceptDetector, ConceptSignal } from './detector';
import { Eddm, type EddmOptions, type EddmState } from './eddm';
import { Kswin, type KswinOptions, type KswinState } from './kswin';
import { PageHinkley, type PageHinkleyOptions, type PageHinkleyState } from './pageHinkley';

export type DetectorState = AdwinState | DdmState | EddmState | PageHinkleyState | KswinState;
export type DetectorName = DetectorState['detector'];
/** The first is the default: it stays silent on a stream without drift, and sees one soon (bench/drift/falseAlarms). */
export const DETECTORS = ['adwin', 'ddm', 'eddm', 'page-hinkley', 'kswin'] as const satisfies readonly DetectorName[];

export interface DetectorOptions {
  readonly adwin: Partial<AdwinOptions>;
  readonly ddm: Partial<DdmOptions>;
  readonly eddm: Partial<EddmOptions>;
  readonly 'page-hinkley': Partial<PageHinkleyOptions>;
  readonly kswin: Partial<KswinOptions>;
}

const MAKERS: { readonly [Name in DetectorName]: (options?: DetectorOptions[Name]) => ConceptDetector } = {
  adwin: (options) => new Adwin(options),
  ddm: (options) => new Ddm(options),
  eddm: (options) => new Eddm(options),
  'page-hinkley': (options) => new PageHinkley(options),
  kswin: (options) => new Kswin(options),
};

/** @param options what differs from river's defaults. @throws RangeError where they contradict each other */
export function newDetector<Name extends DetectorName>(name: Name, options?: DetectorOptions[Name]): ConceptDetector {
  return MAKERS[name](options);
}

/** @param state from `snapshot`, through JSON or not */
export function restoreDetector(state: DetectorState): ConceptDetector {
  switch (state.detector) {
    case 'adwin': return Adwin.restore(state);
    case 'ddm': return Ddm.restore(state);
    case 'eddm': return Eddm.restore(state);
    case 'page-hinkley': return PageHinkley.restore(state);
    case 'kswin': return Kswin.restore(state);
  }
}

/** Whether a detector takes errors as amounts, or right and wrong alone. */
export function takesAmounts(name: DetectorName): boolean {
  return name !== 'ddm' && name !== 'eddm';
}

export interface Detection {
  /** which of the values */
  readonly index: number;
  readonly signal: Exclude<ConceptSignal, undefined>;
  /** of a drift */
  readonly change: Change | undefined;
  /** mean of the values that the detector held to be of one concept before this one; NaN where there were none */
  readonly before: number;
}

/** Adds values to a detector. @returns what changed: each drift, and each value with which a warning begins */
export function detections(detector: ConceptDetector, values: Iterable<number>): Detection[] {
  const found: Detection[] = [];
  let [index, last]: [number, ConceptSignal] = [0, undefined];
  for (const value of values) {
    const before = detector.mean;
    const signal = detector.update(value);
    if (signal === 'drift' || (signal === 'warning' && last !== 'warning')) {
      found.push({ index, signal, change: detector.change, before });
    }
    last = signal;
    index += 1;
  }
  return found;
}

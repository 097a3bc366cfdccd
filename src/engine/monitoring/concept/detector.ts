/**
 * Concept drift: whether the errors of a model, one after the other as truths arrive, still come from the distribution that they came
 * from. Defaults, order of operations and the answer to every value are river's (river.drift 0.26). As there, a detector that has found
 * drift forgets everything with the next value.
 */

/** What the newest value says. A warning stands for as long as it is returned. */
export type ConceptSignal = 'warning' | 'drift' | undefined;
/** Whether errors have become more or larger, or fewer or smaller. */
export type Change = 'rise' | 'fall';

export interface ConceptDetector {
  /**
   * @param value an error: 0 for a right answer and 1 for a wrong one, or an amount such as |truth − prediction|
   * @throws RangeError for a value that it can't take
   */
  update(value: number): ConceptSignal;
  /** Of the drift that the newest value has shown; undefined where it showed none. */
  readonly change: Change | undefined;
  /** Mean of the values that are held to be of the present concept; NaN before the first one. */
  readonly mean: number;
  /** Everything that it knows, as JSON: a detector restored from it goes on as if nothing had happened between. */
  snapshot(): object;
}

/** @throws RangeError where a stream holds what is no number: no detector can say anything after it */
export function finite(value: number): number {
  if (!Number.isFinite(value)) {
    throw new RangeError(`A detector of concept drift takes finite numbers, not ${value}. Leave out answers whose error is unknown.`);
  }
  return value;
}

/** @throws RangeError for anything but 0 and 1 */
export function bit(value: number): number {
  if (value !== 0 && value !== 1) {
    throw new RangeError(`This detector takes 0 for a right answer and 1 for a wrong one, not ${value}. For amounts take ADWIN, Page-Hinkley or KSWIN.`);
  }
  return value;
}

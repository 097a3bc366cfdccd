/** Concept drift: whether labelled answers have become wrong more often, told from the stream of their errors. Pure. */
import type { ConceptDrift, MonitorOptions } from '../../protocol/monitors';
import type { Task } from '../serving/traffic/task';
import { detections, DETECTORS, newDetector, takesAmounts } from './concept/detectors';
import type { AnswerError } from './watchedTraffic';

/** More than the detectors look back over; a bound for the engine, which runs them. */
export const MOST_ERRORS = 10_000;

/**
 * The stream is counted anew each time, in the order of the answers: labels come late and in any order, and a detector can't take one back.
 * @param errors oldest first
 * @returns the last rise of the errors; undefined where there was none, or nobody asked for it
 */
export function conceptDrift(errors: readonly AnswerError[], task: Task | undefined, { concept }: Pick<MonitorOptions, 'concept'>): ConceptDrift | undefined {
  const name = concept ?? DETECTORS[0];
  if (name === 'none' || (task === 'regression' && !takesAmounts(name))) {
    return undefined;
  }
  const stream = task === 'regression' ? errors.filter(({ amount }) => amount !== null) : errors;
  const found = detections(newDetector(name), stream.map(({ wrong, amount }) => (task === 'regression' ? amount ?? 0 : Number(wrong))));
  const last = found.findLast(({ signal }) => signal === 'drift');
  const at = last === undefined ? undefined : stream[last.index];
  // One that fell again since has passed.
  return last?.change !== 'rise' || at === undefined ? undefined : { detector: name, at: at.time, labelled: stream.length, before: Number.isNaN(last.before) ? null : last.before };
}

/** A window that is judged once more because somebody looks at it: with another reference or method, or to see its distributions. */
import type { DriftOptions } from '../../protocol/drift';
import type { MonitoredWindow, MonitorDrift, MonitorOptions, MonitorReference } from '../../protocol/monitors';
import type { WindowComparison } from '../../protocol/windowComparison';
import { AnalysisError } from '../analysis/forkedWorker';
import { invalid } from '../mlflowErrors';
import { methodCalled, METHODS } from './drift/methods';
import { driftOptions } from './driftOptions';
import { judgeSpan } from './judgeSpan';
import { ReferenceProblem, type References } from './reference';
import type { MonitorRecord } from './store';
import type { WatchedTraffic } from './watchedTraffic';

/** Nobody gives up a question once it is asked. */
const NEVER = new AbortController().signal;

/**
 * @throws INVALID_PARAMETER_VALUE for a span that ends before it begins, an unknown method, a file that can't be read, and while there is no baseline yet
 */
export async function comparedAgain(record: MonitorRecord, options: MonitorOptions, traffic: WatchedTraffic, references: Pick<References, 'standing' | 'answers'>, asked: WindowComparison): Promise<MonitoredWindow> {
  const { from, to, reference: other } = asked;
  if (to <= from) {
    throw invalid('The window ends before it begins.');
  }
  const wanted = other === undefined ? options : { ...options, reference: other };
  // Looking at a window must not make the baseline that later ones are judged by.
  const found = await inSentence(references.standing(record, wanted, traffic, NEVER));
  if (!('file' in found)) {
    throw invalid('There is nothing to compare with yet: the baseline is still collected. Name a data file.');
  }
  return inSentence(judgeSpan(traffic, { from, to }, { reference: found, answers: references.answers(found, record, wanted, traffic), drift: askedOptions(found.kind, options.drift, asked) }, options));
}

/** What is asked for goes before what the monitor says; a method of numbers alone leaves categories as they are. @throws INVALID_PARAMETER_VALUE for an unknown method */
export function askedOptions(kind: MonitorReference['kind'], drift: MonitorDrift | undefined, { method, columns, distributions }: WindowComparison): DriftOptions {
  const known = method === undefined ? undefined : methodCalled(method);
  if (method !== undefined && known === undefined) {
    throw invalid(`There is no method "${method.slice(0, 60)}", only ${METHODS.map(({ name }) => name).join(', ')}.`);
  }
  const said: MonitorDrift = known === undefined ? drift ?? {} : {
    ...(drift?.columns === undefined ? {} : { columns: drift.columns }), ...(drift?.share === undefined ? {} : { share: drift.share }), ...(drift?.correction === undefined ? {} : { correction: drift.correction }),
    ...(known.types.includes('num') ? { num_method: known.name } : {}), ...(known.types.includes('cat') ? { cat_method: known.name } : {}),
  };
  return { ...driftOptions(kind, columns === undefined ? said : { ...said, columns }), ...(distributions === true ? { distributions } : {}) };
}

/** What somebody has asked for wrongly is theirs to mend, not the engine's fault. */
async function inSentence<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw error instanceof ReferenceProblem || error instanceof AnalysisError ? invalid(error.message) : error;
  }
}

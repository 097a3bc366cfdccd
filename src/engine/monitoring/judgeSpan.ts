/** A span of traffic, judged and said what it is: whether it is a window of the monitor's, or one that somebody looks at once more. */
import type { DataSchema } from '../../protocol/dataSchema';
import type { DriftOptions } from '../../protocol/drift';
import type { MonitoredWindow, MonitorOptions } from '../../protocol/monitors';
import type { FoundEstimator } from './estimators';
import { outcomesAsked } from './outcomesAsked';
import type { NoEstimator } from './labelledChampion';
import type { FoundReference } from './reference';
import type { WatchedTraffic } from './watchedTraffic';
import { windowFound } from './windowFound';
import type { TimeSpan } from './windows';
import type { AnswersAsk } from './worker/ask';

export interface JudgedBy {
  readonly reference: FoundReference;
  /** what answers and truths are compared with */
  readonly answers: AnswersAsk;
  readonly drift: DriftOptions;
  readonly schema?: DataSchema | undefined;
  /** what quality is estimated with, or why it is not; undefined: nobody asked for it */
  readonly estimator?: FoundEstimator | NoEstimator | undefined;
}

/** @throws AnalysisError with a sentence where the reference can't be read, or a method is not known */
export async function judgeSpan(traffic: WatchedTraffic, span: TimeSpan, { reference: { file, ...reference }, answers, drift, schema, estimator }: JudgedBy, options: MonitorOptions): Promise<MonitoredWindow> {
  const [fitted, reason] = estimator === undefined || 'reason' in estimator ? [undefined, estimator?.reason] : [estimator, undefined];
  const outcomes = outcomesAsked(options, traffic.champion);
  const judged = await traffic.judge({ window: span, reference: file, options: drift, answers, ...(schema === undefined ? {} : { schema }), ...(outcomes === undefined ? {} : { outcomes }), ...(fitted === undefined ? {} : { quality: fitted }) });
  const [first] = judged.versions;
  return windowFound({
    ...judged, span, reference: { ...reference, rows: judged.referenceRows }, task: first === undefined ? undefined : traffic.taskOf(first.model, first.version),
    referenceQuality: estimator?.reference ?? null, asked: outcomes !== undefined, ...(reason === undefined ? {} : { estimatedReason: reason }),
  }, options, Date.now());
}

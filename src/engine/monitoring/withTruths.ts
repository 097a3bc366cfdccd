/** What came true of windows that had been judged before it was known. */
import type { MonitoredWindow, MonitorOptions } from '../../protocol/monitors';
import { driftOptions } from './driftOptions';
import type { FoundReference } from './reference';
import type { WatchedTraffic } from './watchedTraffic';
import { withKnown } from './windowFound';
import type { AnswersAsk } from './worker/ask';

/**
 * @param windows whose labels have changed
 * @param reference that stands now: one that has changed since the window was judged is not what it was compared with
 * @param answers what they are compared with
 * @returns those whose truths could be looked at
 * @throws AnalysisError
 */
export async function withTruths(windows: readonly MonitoredWindow[], reference: FoundReference, answers: AnswersAsk, options: MonitorOptions, traffic: Pick<WatchedTraffic, 'truths'>): Promise<MonitoredWindow[]> {
  const found: MonitoredWindow[] = [];
  for (const window of windows) {
    const { answers: before, reference: compared, from, to } = window;
    if (before !== undefined && compared?.kind === reference.kind && compared.name === reference.name) {
      const truth = await traffic.truths({ window: { from, to }, options: driftOptions(reference.kind, options.drift), answers });
      found.push(withKnown(window, { answers: [...before.filter(({ role }) => role !== 'target'), ...(truth === undefined ? [] : [truth])] }, options));
    }
  }
  return found;
}

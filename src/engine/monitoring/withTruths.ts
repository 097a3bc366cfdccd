/** What came true of windows that had been judged before it was known. */
import type { MonitoredWindow, MonitorOptions } from '../../protocol/monitors';
import { answerSources } from './answerSources';
import { driftOptions } from './driftOptions';
import type { FoundReference, NoReference } from './reference';
import type { WatchedTraffic } from './watchedTraffic';
import { withAnswers } from './windowFound';

/**
 * @param windows whose labels have changed
 * @param reference that stands now: one that has changed since the window was judged is not what it was compared with
 * @returns those whose truths could be looked at
 * @throws AnalysisError
 */
export async function withTruths(windows: readonly MonitoredWindow[], reference: FoundReference | NoReference, root: string, options: MonitorOptions, traffic: WatchedTraffic): Promise<MonitoredWindow[]> {
  if (!('file' in reference)) {
    return [];
  }
  const answers = answerSources({ reference, root, task: traffic.task }, options);
  const found: MonitoredWindow[] = [];
  for (const window of windows) {
    const { answers: before, reference: compared, from, to } = window;
    if (before !== undefined && compared?.kind === reference.kind && compared.name === reference.name) {
      const truth = await traffic.truths({ window: { from, to }, options: driftOptions(options.drift), answers });
      found.push(withAnswers(window, [...before.filter(({ role }) => role !== 'target'), ...(truth === undefined ? [] : [truth])], options));
    }
  }
  return found;
}

/** Windows whose answers have been labelled since they were judged. */
import type { MonitoredWindow, MonitorOptions } from '../../protocol/monitors';
import { conceptDrift, MOST_ERRORS } from './conceptDrift';
import { outcomesAsked } from './outcomesAsked';
import type { WatchedTraffic } from './watchedTraffic';
import { qualityOf, truthsOf, withLabels } from './windowFound';

/**
 * @param windows oldest first
 * @returns those of which more is known now
 * @throws AnalysisError
 */
export async function relabelled(windows: readonly MonitoredWindow[], options: MonitorOptions, traffic: WatchedTraffic): Promise<MonitoredWindow[]> {
  const open = windows.filter(({ rows }) => rows > 0);
  const [first, last] = [open[0], open.at(-1)];
  if (first === undefined || last === undefined) {
    return [];
  }
  const labelled = await traffic.labels(open);
  const [newest] = labelled.findLast((versions) => versions.length > 0) ?? [];
  const task = newest === undefined ? undefined : traffic.taskOf(newest.model, newest.version) ?? (newest.fractions ? 'regression' : 'classification');
  const drift = conceptDrift(await traffic.errors({ from: first.from, to: last.to }, MOST_ERRORS), task, options);
  const now = Date.now();
  const asked = outcomesAsked(options, traffic.champion);
  const changed: MonitoredWindow[] = [];
  for (const [at, window] of open.entries()) {
    const versions = labelled[at] ?? [];
    const [most] = versions;
    const { concept: before, ...rest } = window;
    const seen = drift !== undefined && drift.at >= window.from && drift.at < window.to ? drift : undefined;
    // A truth that is sent again may be another one: the count alone does not tell. What is dear to count is counted where it is another.
    const outcomes = asked === undefined || most === undefined || (window.quality?.truths ?? '') === truthsOf(versions) ? undefined : await traffic.outcomes(window, asked);
    const quality = most === undefined || (asked !== undefined && outcomes === undefined) ? window.quality : qualityOf(versions, {
      task: traffic.taskOf(most.model, most.version), referenceQuality: window.quality?.reference ?? null, estimated: window.quality?.estimated ?? null,
      ...(window.quality?.estimated_reason === undefined ? {} : { estimatedReason: window.quality.estimated_reason }), ...(asked === undefined ? {} : { asked: true }), ...outcomes,
    }, options);
    // How many answers a detector has seen is no news.
    if (JSON.stringify(quality) !== JSON.stringify(window.quality) || seen?.at !== before?.at) {
      const known = outcomes?.fairness === undefined || window.state === 'too_few' ? { quality } : { quality, fairness: outcomes.fairness };
      changed.push(withLabels({ ...rest, ...(seen === undefined ? {} : { concept: seen }) }, known, options, now));
    }
  }
  return changed;
}

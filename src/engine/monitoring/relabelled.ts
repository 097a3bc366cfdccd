/** Windows whose answers have been labelled since they were judged. */
import type { MonitoredWindow, MonitorOptions } from '../../protocol/monitors';
import { conceptDrift, MOST_ERRORS } from './conceptDrift';
import { outcomesAsked } from './outcomesAsked';
import type { WatchedTraffic } from './watchedTraffic';
import { qualityOf, withLabels } from './windowFound';

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
  const changed: MonitoredWindow[] = [];
  for (const [at, window] of open.entries()) {
    const versions = labelled[at] ?? [];
    const [most] = versions;
    const { concept: before, ...rest } = window;
    const seen = drift !== undefined && drift.at >= window.from && drift.at < window.to ? drift : undefined;
    const quality = most === undefined ? window.quality : qualityOf(versions, {
      task: traffic.taskOf(most.model, most.version), referenceQuality: window.quality?.reference ?? null, estimated: window.quality?.estimated ?? null,
      ...(window.quality?.estimated_reason === undefined ? {} : { estimatedReason: window.quality.estimated_reason }),
    }, options);
    // A truth that is sent again may be another one: the count alone does not tell. How many answers a detector has seen is no news.
    const other = JSON.stringify(quality) !== JSON.stringify(window.quality);
    if (other || seen?.at !== before?.at) {
      const asked = other ? outcomesAsked(options, traffic.classes) : undefined;
      const outcomes = asked === undefined || window.state === 'too_few' ? {} : await traffic.outcomes(window, asked);
      changed.push(withLabels({ ...rest, ...(seen === undefined ? {} : { concept: seen }) }, { quality, ...outcomes }, options, now));
    }
  }
  return changed;
}

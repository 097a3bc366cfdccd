/** Windows whose answers have been labelled since they were judged. */
import type { MonitoredWindow, MonitorOptions } from '../../protocol/monitors';
import type { WatchedTraffic } from './watchedTraffic';
import { qualityOf, withQuality } from './windowFound';

/**
 * @param windows oldest first
 * @returns those of which more is known now
 * @throws AnalysisError
 */
export async function relabelled(windows: readonly MonitoredWindow[], options: MonitorOptions, traffic: WatchedTraffic): Promise<MonitoredWindow[]> {
  const open = windows.filter(({ rows }) => rows > 0);
  if (open.length === 0) {
    return [];
  }
  const labelled = await traffic.labels(open);
  const now = Date.now();
  return open.flatMap((window, at) => {
    const versions = labelled[at] ?? [];
    const [first] = versions;
    const { quality } = window;
    if (first === undefined) {
      return [];
    }
    const known = qualityOf(versions, {
      task: traffic.taskOf(first.model, first.version), referenceQuality: quality?.reference ?? null, estimated: quality?.estimated ?? null,
      ...(quality?.estimated_reason === undefined ? {} : { estimatedReason: quality.estimated_reason }),
    }, options);
    // A truth that is sent again may be another one: the count alone does not tell.
    return JSON.stringify(known) === JSON.stringify(quality) ? [] : [withQuality(window, known, options, now)];
  });
}

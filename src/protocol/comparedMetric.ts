/** Which metric a comparison is read by where nobody has chosen one. */
import { headlineMetric } from './direction';
import type { ExperimentSummary } from './experiments';
import { tagRecord } from './runTags';

/** @returns the first experiment's own, else the headline among the keys of all; undefined where nothing was measured */
export function comparedMetric(experiments: readonly ExperimentSummary[], experimentIds: readonly string[]): string | undefined {
  const own = experiments.filter(({ experiment_id: id }) => experimentIds.includes(id));
  const tags = tagRecord(own.find(({ experiment_id: id }) => id === experimentIds[0])?.tags ?? []);
  return own[0]?.best?.key ?? headlineMetric(own.flatMap(({ metric_keys: keys }) => keys), tags);
}

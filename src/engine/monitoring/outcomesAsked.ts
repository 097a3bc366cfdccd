/** What a monitor asks of the answers of a window beside how many of them were right. Pure. */
import { MONITOR_DEFAULTS } from '../../protocol/monitorDefaults';
import type { MonitorOptions } from '../../protocol/monitors';
import { metricOf, QUALITY_METRICS } from '../../protocol/qualityMetrics';
import type { Task } from '../serving/traffic/task';
import type { OutcomesAsked } from './worker/ask';

/** What a champion says of its answers. */
export interface ChampionAnswers {
  /** undefined: nothing says what it predicts */
  readonly task: Task | undefined;
  /** null: it names none */
  readonly classes: readonly string[] | null;
  /** output that holds a probability for each class; null: none does */
  readonly probabilities: string | null;
}

/** @returns undefined where all that is asked for is counted by every question about labels: accuracy, or rmse */
export function outcomesAsked({ quality: { fairness, positive, metric } = {} }: Pick<MonitorOptions, 'quality'>, { task, classes, probabilities }: ChampionAnswers): OutcomesAsked | undefined {
  const counted = metric === undefined || metric === 'accuracy' || metric === 'rmse' || metricOf(task ?? QUALITY_METRICS[metric].task, metric) !== metric;
  return counted && fairness === undefined ? undefined : {
    classes, ...(positive === undefined ? {} : { positive: String(positive) }), ...(counted ? {} : { metric }), ...(probabilities === null ? {} : { probabilities }),
    ...(fairness === undefined ? {} : { fairness: { group: fairness.group, min_rows: fairness.min_rows ?? MONITOR_DEFAULTS.group_rows } }),
  };
}

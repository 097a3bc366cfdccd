/** What a monitor asks of the answers of a window beside how right they were. Pure. */
import { MONITOR_DEFAULTS } from '../../protocol/monitorDefaults';
import type { MonitorOptions } from '../../protocol/monitors';
import type { OutcomesAsked } from './worker/ask';

/** @param classes that the champion answers; null: it names none @returns undefined where nothing is */
export function outcomesAsked({ quality: { fairness, positive } = {} }: Pick<MonitorOptions, 'quality'>, classes: readonly string[] | null): OutcomesAsked | undefined {
  return fairness === undefined ? undefined : {
    classes, ...(positive === undefined ? {} : { positive: String(positive) }), fairness: { group: fairness.group, min_rows: fairness.min_rows ?? MONITOR_DEFAULTS.group_rows },
  };
}

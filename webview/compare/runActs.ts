/** What someone does to runs and metrics through the host. That it failed is said at the top of the page. */
import type { Comparison } from './comparison';

/** Opens the run's own page. */
export function openRun(comparison: Comparison, row: number): void {
  comparison.tell(comparison.host.ask('openRun', { run_id: comparison.data.runs.ids[row] ?? '' }));
}

export function copyText(comparison: Comparison, text: string): void {
  comparison.tell(comparison.host.ask('copy', { text }));
}

/** @param row undefined: no run is the baseline any more */
export function pinBaseline(comparison: Comparison, row: number | undefined): void {
  const { runs } = comparison.data;
  const experiment = row === undefined ? comparison.state.experiment_ids[0] : runs.experiments[row];
  comparison.tell(comparison.host.ask('pinBaseline', { experiment_id: experiment ?? '', run_id: row === undefined ? null : runs.ids[row] ?? null }));
}

/** Says which values of a metric are better, for everyone who looks at the experiments. */
export function setDirection(comparison: Comparison, key: string, direction: 'higher' | 'lower'): void {
  comparison.tell(Promise.all(comparison.state.experiment_ids.map(async (id) => comparison.host.ask('setDirection', { experiment_id: id, key, direction }))));
}

/** Shows params, environment and code of two runs side by side, the first at the left. */
export function diffRuns(comparison: Comparison, runIds: readonly [string, string]): void {
  comparison.tell(comparison.host.ask('diff', { run_ids: [...runIds] }));
}

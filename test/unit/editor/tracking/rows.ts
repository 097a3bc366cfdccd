/** Rows and experiments as the engine gives them, with only what a test cares about said. */
import type { ExperimentSummary, RunRow } from '../../../../src/protocol/experiments';

/** A fixed moment that all rows are told relative to. */
export const now = Date.UTC(2026, 10, 21, 12);

/** A finished run of twelve minutes ago. */
export function row(given: Partial<RunRow> = {}): RunRow {
  return {
    run_id: '0123456789abcdef0123456789abcdef', experiment_id: '1', run_name: 'calm-fox-3', status: 'FINISHED', lost: false, lifecycle_stage: 'active',
    start_time: now - 16 * 60_000, end_time: now - 12 * 60_000, last_activity: now - 12 * 60_000, child_count: 0, metrics: [], params: [], tags: {}, ...given,
  };
}

/** One metric of a row. */
export function metric(key: string, value: number | string, given: Partial<RunRow['metrics'][number]> = {}): RunRow['metrics'][number] {
  return { key, value, step: 0, min: null, max: null, ...given };
}

/** An experiment with three runs. */
export function experiment(given: Partial<ExperimentSummary> = {}): ExperimentSummary {
  return {
    experiment_id: '1', name: 'churn', lifecycle_stage: 'active', creation_time: now, last_update_time: now, tags: [], run_count: 3, running_count: 0, deleted_count: 0,
    metric_keys: ['auc'], best: null, ...given,
  };
}

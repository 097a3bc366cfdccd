/** What has become of a run of the table. */
import { conditionOf, type RunCondition } from '../../src/protocol/condition';
import type { RunRows } from './runRows';

/** @param now Unix ms */
export function conditionOfRow(runs: RunRows, row: number, now: number): RunCondition {
  return conditionOf({ status: runs.status[row], lost: runs.lost[row] === 1, last_activity: runs.activity[row] ?? 0 }, now);
}

/** What has become of a run: an icon, a word, and how far it is while it runs. */
import type { RunRows } from './runRows';

export type Condition = 'running' | 'scheduled' | 'silent' | 'lost' | 'finished' | 'failed' | 'stopped';

/** Unix ms without a write after which a running run is called silent. */
const SILENT = 2 * 60 * 60 * 1000;

export const conditionIcon: Readonly<Record<Condition, string>> = {
  running: 'loading codicon-modifier-spin', scheduled: 'clock', silent: 'circle-outline', lost: 'warning', finished: 'pass', failed: 'error', stopped: 'circle-slash',
};

/** Params that say how many epochs or steps there will be. */
export const epochParams = ['epochs', 'max_epochs', 'num_epochs', 'n_epochs', 'num_train_epochs', 'nb_epoch'] as const;

export function conditionOf(runs: RunRows, row: number, now: number): Condition {
  switch (runs.status[row]) {
    case 'FINISHED': return 'finished';
    case 'FAILED': return 'failed';
    case 'KILLED': return 'stopped';
    default:
      return runs.lost[row] === 1 ? 'lost' : now - (runs.activity[row] ?? 0) > SILENT ? 'silent' : runs.status[row] === 'SCHEDULED' ? 'scheduled' : 'running';
  }
}

/** What has become of a run, as far as anyone knows: the same rule for lists, panels, notebooks and the engine's own idle watch. */

export type RunCondition = 'running' | 'scheduled' | 'silent' | 'lost' | 'finished' | 'failed' | 'killed';

/** ms without a write after which a running run is called silent (DESIGN.md, "Which is better"). */
export const SILENT_MS = 2 * 60 * 60 * 1000;

/** Params that say how many epochs or steps there will be. */
export const EPOCH_PARAMS: readonly string[] = ['epochs', 'max_epochs', 'num_epochs', 'n_epochs', 'num_train_epochs', 'nb_epoch'];

/** What is known of a run's life, as the rows of lists have it. */
export interface RunLife {
  /** MLflow's */
  readonly status: string | undefined;
  /** RUNNING, but the process that logged it is known to have ended */
  readonly lost: boolean;
  /** Unix ms of the last write */
  readonly last_activity: number;
}

/** @param now Unix ms */
export function conditionOf({ status, lost, last_activity: lastActivity }: RunLife, now: number): RunCondition {
  switch (status) {
    case 'FINISHED': return 'finished';
    case 'FAILED': return 'failed';
    case 'KILLED': return 'killed';
    default:
      if (lost) {
        return 'lost';
      }
      if (now - lastActivity > SILENT_MS) {
        return 'silent';
      }
      return status === 'SCHEDULED' ? 'scheduled' : 'running';
  }
}

/** Rows of a table as columns of plain values. */
import type { RunColumns } from '../../../protocol/table';
import { statusName } from '../ids';
import type { RunTuple } from './tableStore';

type Filling = { readonly [Name in keyof RunColumns]: RunColumns[Name][number][] };

export class RowColumns {
  readonly arrays: Filling = {
    number: [], run_id: [], experiment_id: [], name: [], status: [], lost: [], deleted: [], start_time: [], end_time: [], last_activity: [], step: [], parent_run_id: [],
  };
  readonly #now = Date.now();

  add(rows: readonly RunTuple[]): void {
    const { arrays } = this;
    for (const [number, runId, experiment, name, status, lost, deleted, start, finish, activity, step, lastPoint, parent] of rows) {
      arrays.number.push(number);
      arrays.run_id.push(runId);
      arrays.experiment_id.push(String(experiment));
      arrays.name.push(name);
      arrays.status.push(statusName(status));
      arrays.lost.push(lost === 1 && status === 1 ? 1 : 0);
      arrays.deleted.push(deleted === null ? 0 : 1);
      arrays.start_time.push(start);
      arrays.end_time.push(finish);
      // Points may carry times that are still to come.
      arrays.last_activity.push(Math.min(this.#now, Math.max(start + Math.max(activity ?? 0, lastPoint ?? 0), finish ?? 0)));
      arrays.step.push(step ?? 0);
      arrays.parent_run_id.push(parent);
    }
  }
}

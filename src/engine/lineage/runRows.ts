/** Rows of runs that are known by their ids, whatever experiments they belong to. */
import type { RunRow } from '../../protocol/experiments';
import type { TrackingService } from '../tracking/service';
import { grouped } from './grouped';
import type { LineageStore } from './store';

export interface KnownRun { readonly row: RunRow; /** name of its experiment */ readonly experiment: string }

/** Runs per ask: as many as a page may have. */
const PAGE = 1000;

export class RunRows {
  constructor(private readonly store: LineageStore, private readonly tracking: TrackingService) {}

  /** @returns by id; a run that is not there is left out */
  read(ids: readonly string[]): ReadonlyMap<string, KnownRun> {
    const known = new Map<string, KnownRun>();
    const wanted = this.store.experimentsOfRuns([...new Set(ids)]);
    for (const runs of grouped(wanted, ({ experiment }) => experiment).values()) {
      for (let at = 0; at < runs.length; at += PAGE) {
        const page = runs.slice(at, at + PAGE);
        const { rows } = this.tracking.overview.runRows({
          experiment_id: String(page[0]?.experiment), view: 'all', max_results: page.length, filter: `attributes.run_id IN (${page.map(({ run_id: id }) => `'${id}'`).join(', ')})`,
        });
        for (const row of rows) {
          known.set(row.run_id, { row, experiment: runs[0]?.name ?? '' });
        }
      }
    }
    return known;
  }
}

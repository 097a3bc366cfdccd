/** Runs, and the runs that they were nested in. */
import { conditionOf } from '../../protocol/condition';
import type { LineageFact, LineageNode } from '../../protocol/lineage';
import { RunTag } from '../../protocol/runTags';
import { type Asked, type Contributor, goneNode, type Link, nodeId } from './contributor';
import type { KnownRun, RunRows } from './runRows';
import type { LineageStore } from './store';

const SHOWN_METRICS = 3;
const SHOWN_ID = 8;

export class Runs implements Contributor {
  readonly kind = 'run';
  readonly stage = { id: 'run', title: 'Runs' };

  constructor(private readonly store: LineageStore, private readonly rows: RunRows) {}

  nodes(keys: readonly string[]): LineageNode[] {
    const rows = this.rows.read(keys);
    return keys.map((key) => {
      const known = rows.get(key);
      return known === undefined ? goneNode(this, key, key.slice(0, SHOWN_ID)) : this.#node(known);
    });
  }

  from({ kind, keys }: Asked): Link[] {
    return kind === this.kind ? this.store.tagOfRuns(keys, RunTag.parentRunId).map((link) => ({ ...link, kind: this.kind })) : [];
  }

  to({ kind, keys, limit }: Asked): Link[] {
    return kind === this.kind ? this.store.childrenOfRuns(keys, limit).map((link) => ({ ...link, kind: this.kind })) : [];
  }

  #node({ row, experiment }: KnownRun): LineageNode {
    const user = row.tags[RunTag.user];
    const facts: LineageFact[] = [
      { name: 'experiment', value: experiment },
      { name: 'started', value: row.start_time, unit: 'time' },
      ...(row.end_time === null ? [] : [{ name: 'took', value: row.end_time - row.start_time, unit: 'duration' as const }]),
      ...row.metrics.slice(0, SHOWN_METRICS).map(({ key, value }) => ({ name: key, value })),
      ...(row.tags[RunTag.dirty] === 'true' ? [{ name: 'code', value: 'with uncommitted changes' }] : []),
      ...(user === undefined || user === '' ? [] : [{ name: 'user', value: user }]),
    ];
    return {
      id: nodeId(this.kind, row.run_id), kind: this.kind, stage: this.stage.id, name: row.run_name || row.run_id, detail: experiment,
      state: row.lifecycle_stage === 'deleted' ? 'deleted' : 'here', time: row.start_time, condition: conditionOf(row, Date.now()), facts,
    };
  }
}

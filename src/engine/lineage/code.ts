/** The code of runs: the commit, and the script or notebook that was run. Both are tags of the runs. */
import type { LineageFact, LineageNode } from '../../protocol/lineage';
import { RunTag } from '../../protocol/runTags';
import { type Asked, type Contributor, goneNode, type Link, nodeId } from './contributor';
import type { RunRows } from './runRows';
import type { LineageStore } from './store';

const STAGE = { id: 'code', title: 'Code' };
const REPOSITORY = 'mlflow.source.git.repoURL';

class Code implements Contributor {
  readonly stage = STAGE;

  constructor(private readonly store: LineageStore, private readonly rows: RunRows, readonly kind: string, private readonly tag: string, private readonly describe: (key: string, tags: Readonly<Record<string, string>>) => Pick<LineageNode, 'name' | 'detail' | 'facts'>) {}

  nodes(keys: readonly string[]): LineageNode[] {
    const runs = new Map(this.store.runsWithTag(keys, this.tag, 1).map((link) => [link.of, link]));
    const rows = this.rows.read([...runs.values()].map(({ key }) => key));
    return keys.map((key) => {
      const newest = runs.get(key);
      if (newest === undefined) {
        return goneNode(this, key);
      }
      const row = rows.get(newest.key)?.row;
      const { name, detail, facts } = this.describe(key, row?.tags ?? {});
      const used: LineageFact[] = [{ name: 'runs', value: newest.total }, ...(row === undefined ? [] : [{ name: 'last run', value: row.start_time, unit: 'time' as const }])];
      return { id: nodeId(this.kind, key), kind: this.kind, stage: STAGE.id, name, detail, state: 'here', time: null, facts: [...facts, ...used] };
    });
  }

  from({ kind, keys }: Asked): Link[] {
    return kind === 'run' ? this.store.tagOfRuns(keys, this.tag).map((link) => ({ ...link, kind: this.kind })) : [];
  }

  to({ kind, keys, limit }: Asked): Link[] {
    return kind === this.kind ? this.store.runsWithTag(keys, this.tag, limit).map((link) => ({ ...link, kind: 'run' })) : [];
  }
}

/** Git commits. */
export function commits(store: LineageStore, rows: RunRows): Contributor {
  return new Code(store, rows, 'commit', RunTag.commit, (key, tags) => {
    const branch = tags[RunTag.branch];
    const repository = tags[REPOSITORY];
    return {
      name: key.slice(0, 7), detail: branch ?? '',
      facts: [{ name: 'commit', value: key }, ...(branch === undefined ? [] : [{ name: 'branch', value: branch }]), ...(repository === undefined ? [] : [{ name: 'repository', value: repository }])],
    };
  });
}

/** Scripts and notebooks, as the runs name them. */
export function sources(store: LineageStore, rows: RunRows): Contributor {
  return new Code(store, rows, 'source', RunTag.sourceName, (key) => {
    const parts = key.split(/[\\/]/);
    return { name: parts.at(-1) || key, detail: parts.slice(0, -1).join('/'), facts: [{ name: 'path', value: key }] };
  });
}

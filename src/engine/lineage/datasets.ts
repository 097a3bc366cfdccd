/** Datasets that runs read. The digest says which one it is, whatever each experiment calls it. */
import type { LineageFact, LineageNode } from '../../protocol/lineage';
import { type Asked, type Contributor, goneNode, type Link, nodeId } from './contributor';
import { grouped } from './grouped';
import type { DatasetRow, LineageStore } from './store';

export class Datasets implements Contributor {
  readonly kind = 'dataset';
  readonly stage = { id: 'data', title: 'Data' };

  constructor(private readonly store: LineageStore) {}

  nodes(keys: readonly string[]): LineageNode[] {
    const rows = grouped(this.store.datasets(keys), ({ digest }) => digest);
    return keys.map((key) => {
      const [newest, ...older] = rows.get(key) ?? [];
      return newest === undefined ? goneNode(this, key) : this.#node(newest, older);
    });
  }

  from({ kind, keys, limit }: Asked): Link[] {
    return kind === 'run' ? this.store.datasetsOfRuns(keys, limit).map((link) => ({ ...link, kind: this.kind })) : [];
  }

  to({ kind, keys, limit }: Asked): Link[] {
    return kind === this.kind ? this.store.runsOfDatasets(keys, limit).map((link) => ({ ...link, kind: 'run' })) : [];
  }

  #node(row: DatasetRow, older: readonly DatasetRow[]): LineageNode {
    const { name, digest } = row;
    const profile = objectIn(row.profile);
    const source = objectIn(row.source);
    const where = [source['uri'], source['path'], source['url']].find((text) => typeof text === 'string');
    const rows = profile['num_rows'];
    const otherNames = [...new Set(older.map((other) => other.name))].filter((other) => other !== name);
    const facts: LineageFact[] = [
      { name: 'digest', value: digest },
      ...(typeof rows === 'number' ? [{ name: 'rows', value: rows }] : []),
      { name: 'source', value: typeof where === 'string' ? where : row.source_type },
      { name: 'experiments', value: [...new Set([row, ...older].map(({ experiment }) => experiment))].join(', ') },
      ...(otherNames.length === 0 ? [] : [{ name: 'also called', value: otherNames.join(', ') }]),
    ];
    return { id: nodeId(this.kind, digest), kind: this.kind, stage: this.stage.id, name, detail: digest, state: 'here', time: null, facts };
  }
}

/** What a client wrote as JSON, as far as it is an object. */
function objectIn(text: string | null): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text ?? '{}');
    return value !== null && typeof value === 'object' ? value as Record<string, unknown> : {};
  } catch {
    return {};
  }
}

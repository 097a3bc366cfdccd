/** Versions of registered models: made from a logged model, from a run's artifacts, or from another version. */
import type { LineageFact, LineageNode } from '../../protocol/lineage';
import { present } from '../registry/provenance';
import { parseModelPath } from '../registry/modelUri';
import type { RegistryService } from '../registry/service';
import { splitUri } from '../registry/source';
import { type Asked, type Contributor, goneNode, type Link, nodeId } from './contributor';
import type { LineageStore, LinkRow, OriginRow } from './store';

const SOURCE = 'models:/';

export class Versions implements Contributor {
  readonly kind = 'version';
  readonly stage = { id: 'version', title: 'Versions' };

  constructor(private readonly store: LineageStore, private readonly registry: RegistryService) {}

  nodes(keys: readonly string[]): LineageNode[] {
    return keys.map((key) => this.#node(key));
  }

  from({ kind, keys }: Asked): Link[] {
    return kind === this.kind ? this.store.origins(keys).flatMap((origin) => originOf(origin)) : [];
  }

  to({ kind, keys, limit }: Asked): Link[] {
    const links = kind === 'model' ? withDeleted(this.store.versionsOfModels(keys, limit), this.store.deletedVersionsOfModels(keys, limit)) : kind === 'run' ? this.store.versionsOfRuns(keys, limit)
      : kind === this.kind ? this.store.versionsOfSources(keys.map((key) => SOURCE + key), limit).map((link) => ({ ...link, of: link.of.slice(SOURCE.length) })) : [];
    return links.map((link) => ({ ...link, kind: this.kind }));
  }

  #node(key: string): LineageNode {
    const slash = key.lastIndexOf('/');
    const version = slash < 1 ? undefined : present(() => this.registry.versions.get(key.slice(0, slash), key.slice(slash + 1)));
    if (version === undefined) {
      return goneNode(this, key);
    }
    const stage = version.current_stage === 'None' ? '' : version.current_stage;
    const facts: LineageFact[] = [
      { name: 'registered', value: version.creation_timestamp, unit: 'time' },
      ...(stage === '' ? [] : [{ name: 'stage', value: stage }]),
      { name: 'source', value: version.source },
      ...(version.description === undefined || version.description === '' ? [] : [{ name: 'description', value: version.description }]),
    ];
    return { id: nodeId(this.kind, key), kind: this.kind, stage: this.stage.id, name: key, detail: stage, state: 'here', time: version.creation_timestamp, facts };
  }
}

/** Links of the same nodes; those that are left come first, whatever the limit. */
function withDeleted(links: readonly LinkRow[], deleted: readonly LinkRow[]): LinkRow[] {
  const totals = new Map<string, number>();
  for (const { of, total } of [...firstOfEach(links), ...firstOfEach(deleted)]) {
    totals.set(of, (totals.get(of) ?? 0) + total);
  }
  return [...links, ...deleted].map((link) => ({ ...link, total: totals.get(link.of) ?? link.total }));
}

function firstOfEach(links: readonly LinkRow[]): LinkRow[] {
  return [...new Map(links.map((link) => [link.of, link])).values()];
}

/** The nearest thing that a version was made from. */
function originOf({ of, run_id: run, model_id: model, source }: OriginRow): Link[] {
  const uri = splitUri(source);
  const other = uri.scheme === 'models' ? parseModelPath(uri.path) : undefined;
  if (other?.kind === 'version') {
    return [{ of, kind: 'version', key: `${other.name}/${other.version}`, total: 1 }];
  }
  return model !== '' ? [{ of, kind: 'model', key: model, total: 1 }] : run !== '' ? [{ of, kind: 'run', key: run, total: 1 }] : [];
}

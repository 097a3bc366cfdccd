/** Aliases of registered models, such as `iris@champion`. */
import type { LineageFact, LineageNode } from '../../protocol/lineage';
import { present } from '../registry/provenance';
import type { RegistryService } from '../registry/service';
import { type Asked, type Contributor, goneNode, type Link, nodeId } from './contributor';
import type { LineageStore } from './store';

/** Entries of the audit log that are looked through for the move of an alias. */
const LOOKED_THROUGH = 200;

export class Aliases implements Contributor {
  readonly kind = 'alias';
  readonly stage = { id: 'alias', title: 'Aliases' };

  constructor(private readonly store: LineageStore, private readonly registry: RegistryService) {}

  nodes(keys: readonly string[]): LineageNode[] {
    return keys.map((key) => this.#node(key));
  }

  from({ kind, keys, limit }: Asked): Link[] {
    return kind === this.kind ? this.store.versionsOfAliases(keys, limit).map((link) => ({ ...link, kind: 'version' })) : [];
  }

  to({ kind, keys, limit }: Asked): Link[] {
    return kind === 'version' ? this.store.aliasesOfVersions(keys, limit).map((link) => ({ ...link, kind: this.kind })) : [];
  }

  #node(key: string): LineageNode {
    const at = key.lastIndexOf('@');
    const [model, alias] = [key.slice(0, Math.max(0, at)), key.slice(at + 1)];
    const held = present(() => this.registry.get(model))?.aliases?.find((one) => one.alias === alias);
    const name = `@${alias}`;
    if (held === undefined) {
      return goneNode(this, key, name);
    }
    const move = this.registry.audit.page({ name: model, max_results: LOOKED_THROUGH }).entries.find((entry) => entry.action === 'alias_set' && entry.alias === alias);
    const facts: LineageFact[] = [
      { name: 'model', value: model }, { name: 'version', value: held.version },
      ...(move === undefined ? [] : [
        { name: 'moved', value: move.time, unit: 'time' as const }, { name: 'by', value: move.who },
        ...(move.reason === '' ? [] : [{ name: 'because', value: move.reason }]),
        ...(move.was === undefined || move.was === '' ? [] : [{ name: 'before', value: `v${move.was}` }]),
      ]),
    ];
    return { id: nodeId(this.kind, key), kind: this.kind, stage: this.stage.id, name, detail: model, state: 'here', time: move?.time ?? null, facts };
  }
}

/** Deployments: what serves a version now. */
import type { LineageFact, LineageNode } from '../../protocol/lineage';
import type { Deployment } from '../../protocol/deployments';
import { type Asked, type Contributor, goneNode, type Link, nodeId } from './contributor';

export class Deployments implements Contributor {
  readonly kind = 'deployment';
  readonly stage = { id: 'deployment', title: 'Deployments' };

  /** @param deployed all there are, by name */
  constructor(private readonly deployed: () => readonly Deployment[]) {}

  nodes(keys: readonly string[]): LineageNode[] {
    const known = new Map(this.deployed().map((deployment) => [deployment.name, deployment]));
    return keys.map((key) => {
      const deployment = known.get(key);
      return deployment === undefined ? goneNode(this, key) : this.#node(deployment);
    });
  }

  from({ kind, keys, limit }: Asked): Link[] {
    return kind !== this.kind ? [] : this.deployed().filter(({ name }) => keys.includes(name)).flatMap(({ name, arms }) => {
      const versions = [...new Set(arms.map(({ model, version }) => `${model}/${version}`))];
      return versions.slice(0, limit).map((key) => ({ of: name, kind: 'version', key, total: versions.length }));
    });
  }

  to({ kind, keys, limit }: Asked): Link[] {
    if (kind !== 'version') {
      return [];
    }
    const all = this.deployed();
    return keys.flatMap((of) => {
      const serving = all.filter(({ arms }) => arms.some(({ model, version }) => `${model}/${version}` === of)).toSorted((a, b) => b.created_at - a.created_at);
      return serving.slice(0, limit).map(({ name }) => ({ of, kind: this.kind, key: name, total: serving.length }));
    });
  }

  #node({ name, state, url, arms, created_at: created }: Deployment): LineageNode {
    const facts: LineageFact[] = [
      { name: 'state', value: state }, ...(url === null ? [] : [{ name: 'answers at', value: url }]),
      ...arms.map(({ model, version, role, weight }) => ({ name: role, value: `${model}/${version}, ${weight} %` })),
      { name: 'deployed', value: created, unit: 'time' },
    ];
    return { id: nodeId(this.kind, name), kind: this.kind, stage: this.stage.id, name, detail: state, state: 'here', time: created, facts };
  }
}

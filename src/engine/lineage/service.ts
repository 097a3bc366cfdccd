/** Walks from a node to everything that it was made from, and to everything that was made from it. */
import type { Lineage, LineageEdge, LineageGroup, LineageNode, LineageRequest, LineageStage } from '../../protocol/lineage';
import { invalid, missing } from '../mlflowErrors';
import { type Contributor, type Link, nodeId, parseNodeId } from './contributor';
import { grouped } from './grouped';

type Side = 'from' | 'to';

const DEPTH = 20;
/** Nodes of one kind that are told beside a node; the rest is a group. */
const BESIDE = 50;
/** The same for a group that was unfolded. */
const UNFOLDED = 1000;
/** Nodes of an answer, in all. */
const MOST = 1500;

/** A walk that is under way. Nodes are known by their ids, so things that lead to themselves end it like any others. */
interface Walk {
  readonly unfold: ReadonlySet<string>;
  readonly ids: Set<string>;
  readonly edges: Map<string, LineageEdge>;
  readonly groups: Map<string, LineageGroup>;
  cut: boolean;
}

export class LineageService {
  readonly #byKind: ReadonlyMap<string, Contributor>;
  readonly #stages: readonly LineageStage[];

  constructor(private readonly contributors: readonly Contributor[]) {
    this.#byKind = new Map(contributors.map((contributor) => [contributor.kind, contributor]));
    this.#stages = [...new Map(contributors.map(({ stage }) => [stage.id, stage])).values()];
  }

  /**
   * @throws INVALID_PARAMETER_VALUE for what is no id of a node
   * @throws RESOURCE_DOES_NOT_EXIST when there is no such thing and nothing points at it
   */
  of({ node, depth = DEPTH, unfold = [] }: LineageRequest): Lineage {
    const parsed = parseNodeId(node);
    if (parsed === undefined || !this.#byKind.has(parsed.kind)) {
      throw invalid(`'${node}' is no node of lineage. Nodes are ${[...this.#byKind.keys()].map((kind) => `${kind}:…`).join(', ')}; for example version:iris/3.`);
    }
    const walk: Walk = { unfold: new Set(unfold), ids: new Set([node]), edges: new Map(), groups: new Map(), cut: false };
    this.#walk(walk, node, 'from', depth);
    const before = new Set(walk.ids);
    this.#walk(walk, node, 'to', depth);
    this.#joinAcross(walk, [...walk.ids].filter((id) => !before.has(id)));
    const nodes = this.#nodes([...walk.ids]);
    if (nodes[0]?.state === 'gone' && nodes.length === 1) {
      throw missing(`There is no ${wordOf(parsed.kind)} '${parsed.key}', and nothing is recorded that came from it.`);
    }
    return { focus: node, stages: this.#stages, nodes, edges: [...walk.edges.values()], groups: [...walk.groups.values()], cut: walk.cut };
  }

  #walk(walk: Walk, start: string, side: Side, depth: number): void {
    let level: readonly string[] = [start];
    for (let step = 0; level.length > 0; step += 1) {
      if (step === depth) {
        walk.cut ||= this.#links(level, side, walk.unfold).some(({ other }) => !walk.ids.has(other));
        return;
      }
      const next: string[] = [];
      const shown = new Map<string, number>();
      const links = this.#links(level, side, walk.unfold);
      for (const { id, other, link } of links) {
        if (!walk.ids.has(other)) {
          if (walk.ids.size >= MOST) {
            continue;
          }
          walk.ids.add(other);
          next.push(other);
        }
        addEdge(walk, side, id, other);
        const group = groupId(side, link.kind, id);
        shown.set(group, (shown.get(group) ?? 0) + 1);
      }
      for (const { id, link } of links) {
        const group = groupId(side, link.kind, id);
        const count = link.total - (shown.get(group) ?? 0);
        if (count > 0) {
          walk.groups.set(group, { id: group, of: id, side, kind: link.kind, stage: this.#byKind.get(link.kind)?.stage.id ?? '', count });
        }
      }
      level = next;
    }
  }

  /** What came of a node may have been made from more of what is shown: data that was measured on again, say. */
  #joinAcross(walk: Walk, ids: readonly string[]): void {
    for (const { id, other } of this.#links(ids, 'from', walk.unfold)) {
      if (walk.ids.has(other)) {
        addEdge(walk, 'from', id, other);
      }
    }
  }

  /** One ask of each contributor for all nodes of a kind, so that a walk costs its steps and not its nodes. */
  #links(ids: readonly string[], side: Side, unfold: ReadonlySet<string>): { readonly id: string; readonly other: string; readonly link: Link }[] {
    const links: { id: string; other: string; link: Link }[] = [];
    for (const [kind, keys] of byKind(ids)) {
      for (const contributor of this.contributors) {
        const wanted = grouped(keys, (key) => (this.contributors.some((other) => unfold.has(groupId(side, other.kind, nodeId(kind, key)))) ? UNFOLDED : BESIDE));
        for (const [limit, some] of wanted) {
          for (const link of contributor[side]({ kind, keys: some, limit })) {
            links.push({ id: nodeId(kind, link.of), other: nodeId(link.kind, link.key), link });
          }
        }
      }
    }
    return links;
  }

  /** In the order of the ids. */
  #nodes(ids: readonly string[]): LineageNode[] {
    const known = new Map<string, LineageNode>();
    for (const [kind, keys] of byKind(ids)) {
      for (const node of this.#byKind.get(kind)?.nodes(keys) ?? []) {
        known.set(node.id, node);
      }
    }
    return ids.flatMap((id) => known.get(id) ?? []);
  }
}

function addEdge(walk: Walk, side: Side, id: string, other: string): void {
  const edge = side === 'from' ? { from: other, to: id } : { from: id, to: other };
  if (id !== other) {
    walk.edges.set(JSON.stringify([edge.from, edge.to]), edge);
  }
}

/** Id of what is left out of one kind beside a node. */
function groupId(side: Side, kind: string, node: string): string {
  return `group:${side}:${kind}:${node}`;
}

/** Keys of nodes, by kind. */
function byKind(ids: readonly string[]): [kind: string, keys: string[]][] {
  return [...grouped(ids.flatMap((id) => parseNodeId(id) ?? []), ({ kind }) => kind)].map(([kind, parsed]) => [kind, parsed.map(({ key }) => key)]);
}

function wordOf(kind: string): string {
  return kind === 'model' ? 'logged model' : kind;
}

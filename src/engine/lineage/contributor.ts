/**
 * The door through which a room adds to lineage: a contributor knows one kind of thing, and which things it comes from and leads to. All
 * contributors are asked about all nodes, so a new one links its own nodes to those of any other.
 */
import type { LineageNode, LineageStage } from '../../protocol/lineage';

/** A step of lineage, from a node that was asked about to another. */
export interface Link {
  /** key of the node that was asked about */
  readonly of: string;
  readonly kind: string;
  readonly key: string;
  /** how many nodes of this kind are beside that node, those past the limit included */
  readonly total: number;
}

/** Nodes of one kind; `limit` is the most links that are wanted of each. */
export interface Asked { readonly kind: string; readonly keys: readonly string[]; readonly limit: number }

export interface Contributor {
  readonly kind: string;
  readonly stage: LineageStage;
  /** What is known of each of these, in any order; one that is no longer there is told as gone. */
  nodes(keys: readonly string[]): LineageNode[];
  /** What they were made from, newest first. */
  from(asked: Asked): Link[];
  /** What was made from them, newest first. */
  to(asked: Asked): Link[];
}

/** `version`, `iris/3` → `version:iris/3` */
export function nodeId(kind: string, key: string): string {
  return `${kind}:${key}`;
}

/** @returns undefined for what is no id */
export function parseNodeId(id: string): { readonly kind: string; readonly key: string } | undefined {
  const colon = id.indexOf(':');
  return colon < 1 || colon === id.length - 1 ? undefined : { kind: id.slice(0, colon), key: id.slice(colon + 1) };
}

/** A node of which nothing is left but what points at it. */
export function goneNode(contributor: Contributor, key: string, name = key): LineageNode {
  return { id: nodeId(contributor.kind, key), kind: contributor.kind, stage: contributor.stage.id, name, detail: '', state: 'gone', time: null, facts: [] };
}

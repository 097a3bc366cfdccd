/**
 * `GET /slipway/v1/lineage?node=…&depth=…&unfold=…`: what a thing was made from, and what was made from it. Derived from what is
 * recorded, on each ask. An id is a kind, a colon and a key: `dataset:1a2b3c`, `commit:3f2a91c…`, `source:train.py`, `run:…`, `model:m-…`
 * (a logged model), `version:iris/3`, `alias:iris@champion`. Rooms that come later add kinds and stages.
 */
import * as Type from 'typebox';
import type { Static } from 'typebox';
import type { RunCondition } from './condition';

export const LineageRequest = Type.Object({
  node: Type.String({ minLength: 3, maxLength: 2000 }),
  depth: Type.Optional(Type.Integer({ minimum: 1, maximum: 50, description: 'steps away from the node, each way; default 20' })),
  unfold: Type.Optional(Type.Array(Type.String({ maxLength: 2200 }), { maxItems: 100, description: 'ids of groups to tell more of' })),
});
export type LineageRequest = Static<typeof LineageRequest>;

/** deleted: it can still be read. gone: only what points at it is left. */
export type LineageState = 'here' | 'deleted' | 'gone';

export interface LineageFact {
  readonly name: string;
  readonly value: string | number;
  /** `time`: Unix ms. `duration`: ms. Absent: a text, or a number as it is. */
  readonly unit?: 'time' | 'duration';
}

export interface LineageNode {
  readonly id: string;
  readonly kind: string;
  /** id of its stage */
  readonly stage: string;
  readonly name: string;
  /** what is worth saying in a few words; may be empty */
  readonly detail: string;
  readonly state: LineageState;
  /** when it came to be, Unix ms; null where nobody knows */
  readonly time: number | null;
  /** of runs */
  readonly condition?: RunCondition;
  readonly facts: readonly LineageFact[];
}

/** Both are nodes of the answer; what came first stands in `from`. */
export interface LineageEdge { readonly from: string; readonly to: string }

/** Nodes that are left out, as one. */
export interface LineageGroup {
  readonly id: string;
  /** the node that they are beside */
  readonly of: string;
  /** `from`: it was made from them; `to`: they were made from it */
  readonly side: 'from' | 'to';
  readonly kind: string;
  readonly stage: string;
  readonly count: number;
}

/** A step on the way from data to what serves: a column of the graph. */
export interface LineageStage { readonly id: string; readonly title: string }

export interface Lineage {
  /** the node that was asked for */
  readonly focus: string;
  /** in the order of the lifecycle */
  readonly stages: readonly LineageStage[];
  /** the nearest first, the focus before all */
  readonly nodes: readonly LineageNode[];
  readonly edges: readonly LineageEdge[];
  readonly groups: readonly LineageGroup[];
  /** there is more beyond `depth` */
  readonly cut: boolean;
}

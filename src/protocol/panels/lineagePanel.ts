/** What the lineage panel's page asks its host, and what it keeps over a reload. */
import * as Type from 'typebox';
import type { Static } from 'typebox';
import type { Lineage } from '../lineage';
import { method } from './contract';

const NodeId = Type.String({ minLength: 3, maxLength: 2000 });

/** What to open: the node, and for things that are seen in a run (a dataset, a commit) the run that they are seen in. */
export const OpenedNode = Type.Object({ node: NodeId, run: Type.Optional(Type.String()) });
export type OpenedNode = Static<typeof OpenedNode>;

export const lineageMethods = {
  /** `unfold`: ids of groups */
  lineage: method<Lineage>()(Type.Object({ node: NodeId, unfold: Type.Array(Type.String({ maxLength: 2200 }), { maxItems: 100 }) })),
  open: method<void>()(OpenedNode),
  copy: method<void>()(Type.Object({ text: Type.String() })),
};
export type LineageMethods = typeof lineageMethods;

/** A point of the graph stands on screen at `x + zoom · its x`, px. */
export interface Viewport { readonly x: number; readonly y: number; readonly zoom: number }

/** What the page keeps. */
export interface LineagePanelState {
  /** folder of the store: which project */
  readonly store: string;
  /** the node that the graph is about */
  readonly node: string;
  readonly view?: 'graph' | 'list';
  readonly selected?: string;
  /** absent: where the page puts the graph itself */
  readonly viewport?: Viewport;
  readonly unfolded?: readonly string[];
}

/**
 * In which column a node stands. Columns follow the stages from data to what serves; what comes after a later stage (a run that loaded a
 * registered model) begins a new round of stages to the right, so that every edge leads rightwards. Columns that nobody stands in are left out.
 */
import type { Lineage, LineageStage } from '../../src/protocol/lineage';

export interface Columns {
  /** from left to right */
  readonly stages: readonly LineageStage[];
  /** column of each node and group, by id */
  readonly at: ReadonlyMap<string, number>;
}

/** Something that stands in the graph: a node, or a group of nodes that are folded. */
export interface Place { readonly id: string; readonly stage: string }
export interface Step { readonly from: string; readonly to: string }

/** Nodes and groups, and the steps between them. */
export function placesOf({ nodes, groups, edges }: Pick<Lineage, 'nodes' | 'groups' | 'edges'>): { readonly places: readonly Place[]; readonly steps: readonly Step[] } {
  return {
    places: [...nodes, ...groups],
    steps: [...edges, ...groups.map(({ id, of, side }) => (side === 'to' ? { from: of, to: id } : { from: id, to: of }))],
  };
}

export function columnsOf(stages: readonly LineageStage[], places: readonly Place[], steps: readonly Step[]): Columns {
  const order = new Map(stages.map(({ id }, index) => [id, index]));
  const before = new Map<string, string[]>(places.map(({ id }) => [id, []]));
  for (const { from, to } of steps) {
    if (before.has(from)) {
      before.get(to)?.push(from);
    }
  }
  const stageOf = new Map(places.map(({ id, stage }) => [id, order.get(stage) ?? stages.length]));
  const rounds = stages.length + 1;
  const slots = new Map<string, number>();
  for (const id of inOrder(before)) {
    // A step that closes a circle has no slot yet, and does not count.
    const left = Math.max(-1, ...(before.get(id) ?? []).map((other) => slots.get(other) ?? -1)) + 1;
    const stage = stageOf.get(id) ?? 0;
    slots.set(id, stage >= left ? stage : stage + Math.ceil((left - stage) / rounds) * rounds);
  }
  const used = [...new Set(slots.values())].toSorted((a, b) => a - b);
  const column = new Map(used.map((slot, index) => [slot, index]));
  return {
    stages: used.map((slot) => stages[slot % rounds] ?? { id: '', title: 'More' }),
    at: new Map([...slots].map(([id, slot]) => [id, column.get(slot) ?? 0])),
  };
}

/** Each after what it comes from, circles cut where they close. Without recursion: a chain may be long. */
function inOrder(before: ReadonlyMap<string, readonly string[]>): string[] {
  const done = new Set<string>();
  const begun = new Set<string>();
  const order: string[] = [];
  for (const start of before.keys()) {
    const stack = [start];
    while (stack.length > 0) {
      const id = stack.at(-1) as string;
      if (!begun.has(id)) {
        begun.add(id);
        stack.push(...(before.get(id) ?? []).filter((other) => !begun.has(other)));
        continue;
      }
      stack.pop();
      if (!done.has(id)) {
        done.add(id);
        order.push(id);
      }
    }
  }
  return order;
}

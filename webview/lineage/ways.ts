/** The ways through the graph: which nodes a node came from and led to, and where a key leads from it. */
import type { Step } from './columns';
import type { Layout, Point } from './layout';

export interface Ways { readonly from: ReadonlyMap<string, readonly string[]>; readonly to: ReadonlyMap<string, readonly string[]> }

export function waysOf(steps: readonly Step[]): Ways {
  const from = new Map<string, string[]>();
  const to = new Map<string, string[]>();
  for (const step of steps) {
    from.set(step.to, [...from.get(step.to) ?? [], step.from]);
    to.set(step.from, [...to.get(step.from) ?? [], step.to]);
  }
  return { from, to };
}

/** The node with all that it came from and all that it led to. */
export function pathThrough(ways: Ways, id: string): ReadonlySet<string> {
  return new Set([...reached(ways.from, id), ...reached(ways.to, id)]);
}

function reached(along: ReadonlyMap<string, readonly string[]>, start: string): Set<string> {
  const seen = new Set([start]);
  for (const id of seen) {
    along.get(id)?.forEach((other) => seen.add(other));
  }
  return seen;
}

export type WalkKey = 'ArrowLeft' | 'ArrowRight' | 'ArrowUp' | 'ArrowDown';

/** Where an arrow leads: left and right along an edge, to the nearest in height; up and down within the column. @returns undefined where there is nothing */
export function walk(key: WalkKey, id: string, ways: Ways, { places }: Pick<Layout, 'places'>): string | undefined {
  const here = places.get(id);
  if (here === undefined) {
    return undefined;
  }
  if (key === 'ArrowLeft' || key === 'ArrowRight') {
    return nearest((key === 'ArrowLeft' ? ways.from : ways.to).get(id) ?? [], here, places);
  }
  const down = key === 'ArrowDown';
  const column = [...places].filter(([other, { x, y }]) => other !== id && x === here.x && (down ? y > here.y : y < here.y)).map(([other]) => other);
  return nearest(column, here, places);
}

function nearest(ids: readonly string[], { y }: Point, places: ReadonlyMap<string, Point>): string | undefined {
  const away = (id: string): number => Math.abs((places.get(id)?.y ?? 0) - y);
  return ids.toSorted((a, b) => away(a) - away(b))[0];
}

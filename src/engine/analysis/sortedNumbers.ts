/** What an ascending array of numbers says of where its values stand. */

/**
 * How many of the values stand in each bin: from an edge to the next, the last one closed.
 * @param sorted ascending
 */
export function binCounts(sorted: Float64Array, edges: Float64Array): Float64Array {
  const counts = new Float64Array(edges.length - 1);
  let before = firstNotBelow(sorted, edges[0] as number);
  for (let bin = 0; bin < counts.length; bin += 1) {
    const edge = edges[bin + 1] as number;
    const after = bin === counts.length - 1 ? firstAbove(sorted, edge) : firstNotBelow(sorted, edge);
    counts[bin] = after - before;
    before = after;
  }
  return counts;
}

/** @returns an index of an ascending array; its length when all are below */
export function firstNotBelow(sorted: Float64Array, edge: number): number {
  return indexFrom(sorted, (value) => value >= edge);
}

/** @returns an index of an ascending array; its length when none is above */
export function firstAbove(sorted: Float64Array, edge: number): number {
  return indexFrom(sorted, (value) => value > edge);
}

/** @returns the index from which `holds` is true; the length when it never is */
function indexFrom(sorted: Float64Array, holds: (value: number) => boolean): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(sorted[middle] as number)) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return low;
}

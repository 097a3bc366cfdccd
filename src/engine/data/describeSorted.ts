/** What ascending numbers say of their distribution. Pure. */
import { type ColumnHistogram, QUANTILES } from '../../protocol/profile';
import { binCounts } from '../analysis/sortedNumbers';

export const MOST_BINS = 40;

/** Linear between the two neighbours (Hyndman & Fan 1996, type 7), as NumPy and pandas have it. */
export function quantilesOf(sorted: Float64Array): number[] {
  return QUANTILES.map((share) => {
    const at = share * (sorted.length - 1);
    const [low, high] = [sorted[Math.floor(at)] as number, sorted[Math.ceil(at)] as number];
    const part = at - Math.floor(at);
    return low === high ? low : low * (1 - part) + high * part;
  });
}

/** Distinct values, each with how often it appears; ends early, with undefined, above `most`. */
export function countValues(sorted: Float64Array, most: number): Map<number, number> | undefined {
  const counts = new Map<number, number>();
  for (let at = 0; at < sorted.length;) {
    const from = at;
    while (at < sorted.length && sorted[at] === sorted[from]) {
      at += 1;
    }
    counts.set(sorted[from] as number, at - from);
    if (counts.size > most) {
      return undefined;
    }
  }
  return counts;
}

export function distinctOf(sorted: Float64Array): number {
  let count = 0;
  for (let at = 0; at < sorted.length; at += 1) {
    count += at === 0 || sorted[at] !== sorted[at - 1] ? 1 : 0;
  }
  return count;
}

/**
 * √n equal bins, at most 40, from end to end; of whole numbers that are fewer than that, one for each.
 * @param sorted not empty
 */
export function histogramOf(sorted: Float64Array, min: number, max: number, whole: boolean): ColumnHistogram {
  const edges = whole && max - min < MOST_BINS ? wholeEdges(min, max) : equalEdges(min, max, Math.min(MOST_BINS, Math.ceil(Math.sqrt(sorted.length))));
  return { edges: [...edges], counts: [...binCounts(sorted, edges)] };
}

function wholeEdges(min: number, max: number): Float64Array {
  return Float64Array.from({ length: max - min + 2 }, (_, at) => min - 0.5 + at);
}

/** One bin where float64 has no room between the ends for more edges. */
function equalEdges(min: number, max: number, bins: number): Float64Array {
  if (min === max) {
    const around = Math.max(0.5, Math.abs(min) * Number.EPSILON * 2);
    return Float64Array.of(min - around, max + around);
  }
  const edges = Float64Array.from({ length: bins + 1 }, (_, at) => (at === 0 ? min : at === bins ? max : min + (max / bins - min / bins) * at));
  return edges.some((edge, at) => at > 0 && edge <= (edges[at - 1] as number)) ? Float64Array.of(min, max) : edges;
}

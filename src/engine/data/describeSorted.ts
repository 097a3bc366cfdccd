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
 * √n equal bins, at most 40, from end to end. Those of whole numbers hold as many of them each, all but the last: one each where they are few.
 * @param sorted not empty
 */
export function histogramOf(sorted: Float64Array, min: number, max: number, whole: boolean): ColumnHistogram {
  const bins = Math.min(MOST_BINS, Math.ceil(Math.sqrt(sorted.length)));
  const edges = whole && max - min < Number.MAX_SAFE_INTEGER && Number.isSafeInteger(min) && Number.isSafeInteger(max) ? wholeEdges(min, max, max - min < MOST_BINS ? 1 : Math.ceil((max - min + 1) / bins)) : equalEdges(min, max, bins);
  return { edges: [...edges], counts: [...binCounts(sorted, edges)] };
}

/** @param step whole numbers in a bin */
function wholeEdges(min: number, max: number, step: number): Float64Array {
  // Beyond 2⁵² there are no halves: a bin then begins at its first number.
  const half = Math.max(Math.abs(min), Math.abs(max)) < 2 ** 51 ? 0.5 : 0;
  const edges = Float64Array.from({ length: Math.ceil((max - min + 1) / step) + 1 }, (_, at) => min - half + at * step);
  return half === 0 ? edges.map((edge, at) => (at === edges.length - 1 ? Math.max(max, edge) : edge)) : edges;
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

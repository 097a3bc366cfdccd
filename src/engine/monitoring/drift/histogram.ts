/** Bins as NumPy makes them, and which share of each sample falls into them. */
import { countsOf, distinct, eachValue, NotJudged, total, type Numbers, type Sample } from './sample';

/** Up to so many distinct values in the reference, numbers are compared value by value (Evidently: utils.py, get_binned_data). */
const FEW_VALUES = 20;

/** Shares of both samples in the same bins or categories; each sums to 1. */
export interface Shares { readonly reference: Float64Array; readonly current: Float64Array }

/**
 * Shares by category; of numbers with more than 20 values in the reference, by bins over both samples. Evidently's `n` for the number of
 * bins does nothing there (evidently #1400), so there is none here.
 */
export function sharesOf(sample: Sample): Shares {
  if (sample.type === 'num' && distinct(sample.numbers.reference, FEW_VALUES) > FEW_VALUES) {
    const { reference, current, whole } = sample.numbers;
    const edges = sturgesEdges(extremes(sample.numbers), reference.length + current.length, whole);
    return { reference: shares(binCounts(reference, edges), reference.length), current: shares(binCounts(current, edges), current.length) };
  }
  const counts = countsOf(sample);
  return { reference: shares(counts.reference, total(counts.reference)), current: shares(counts.current, total(counts.current)) };
}

/** numpy.histogram_bin_edges(bins="sturges") over the distinct values of both, once each: Evidently's Hellinger distance is over them. */
export function edgesOfDistinct(numbers: Numbers): Float64Array {
  let values = 0;
  eachValue(numbers, () => {
    values += 1;
  });
  return sturgesEdges(extremes(numbers), values, numbers.whole);
}

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

/**
 * ⌈range / width⌉ equal bins of width range / (log₂ n + 1) (Sturges 1926); NumPy makes those of whole numbers at least 1 wide.
 * @param n number of values
 * @throws NotJudged when float64 has no room for so many edges
 */
function sturgesEdges([low, high]: readonly [number, number], n: number, whole: boolean): Float64Array {
  const width = Math.max((high - low) / (Math.log2(n) + 1), whole && high > low ? 1 : 0);
  const [first, last] = low === high ? [low - 0.5, high + 0.5] : [low, high];
  const bins = width === 0 ? 1 : Math.ceil((last - first) / width);
  const step = (last - first) / bins;
  const edges = Float64Array.from({ length: bins + 1 }, (_, at) => (at === bins ? last : at * step + first));
  if (!Number.isFinite(step) || edges.some((edge, at) => at > 0 && edge <= (edges[at - 1] as number))) {
    throw new NotJudged(`its values, ${low} to ${high}, can't be put into ${bins} bins`);
  }
  return edges;
}

/** The lowest and the highest value of both. */
export function extremes({ reference, current }: Numbers): readonly [number, number] {
  return [Math.min(reference[0] as number, current[0] as number), Math.max(reference.at(-1) as number, current.at(-1) as number)];
}

/** Counts in parts of so many rows. */
export function shares(counts: Float64Array, rows: number): Float64Array {
  return counts.map((count) => count / rows);
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

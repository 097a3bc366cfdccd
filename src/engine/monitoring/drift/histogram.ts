/** Bins as NumPy makes them, and which share of each sample falls into them. */
import { binCounts } from '../../analysis/sortedNumbers';
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
 * ⌈range / width⌉ equal bins of width range / (log₂ n + 1) (Sturges 1926); NumPy makes those of whole numbers at least 1 wide.
 * @param n number of values
 * @throws NotJudged when float64 has no room for so many edges
 */
function sturgesEdges([low, high]: readonly [number, number], n: number, whole: boolean): Float64Array {
  return edgesOfWidth([low, high], Math.max((high - low) / (Math.log2(n) + 1), whole && high > low ? 1 : 0));
}

/**
 * Equal bins of about this width, as numpy.histogram_bin_edges makes them; a single one of a width of 0.
 * @throws NotJudged when float64 has no room for so many edges
 */
export function edgesOfWidth([low, high]: readonly [number, number], width: number): Float64Array {
  const [first, last] = low === high ? [low - 0.5, high + 0.5] : [low, high];
  const bins = width === 0 ? 1 : Math.ceil((last - first) / width);
  const edges = linearEdges(first, last, bins);
  if (!Number.isFinite((last - first) / bins) || edges.some((edge, at) => at > 0 && edge <= (edges[at - 1] as number))) {
    throw new NotJudged(`its values, ${low} to ${high}, can't be put into ${bins} bins`);
  }
  return edges;
}

/** numpy.linspace(first, last, bins + 1) */
export function linearEdges(first: number, last: number, bins: number): Float64Array {
  const step = (last - first) / bins;
  return Float64Array.from({ length: bins + 1 }, (_, at) => (at === bins ? last : at * step + first));
}

/** The lowest and the highest value of both. */
export function extremes({ reference, current }: Numbers): readonly [number, number] {
  return [Math.min(reference[0] as number, current[0] as number), Math.max(reference.at(-1) as number, current.at(-1) as number)];
}

/** Counts in parts of so many rows. */
export function shares(counts: Float64Array, rows: number): Float64Array {
  return counts.map((count) => count / rows);
}

/** Methods as NannyML has them (drift/univariate/methods.py, 0.13): bins are the reference's alone, whatever lies outside is one more bin. */
import { binCounts, firstAbove, firstNotBelow } from '../../analysis/sortedNumbers';
import { chiSquareTail } from './categoryTests';
import { wasserstein } from './distances';
import { jensenShannonOf } from './divergences';
import { edgesOfWidth, linearEdges, type Shares, shares } from './histogram';
import { statistic } from './ks/ks';
import { moments } from './moments';
import { countsOf, total, type Numbers, type Sample } from './sample';

/** From so many reference values on, NannyML compares bins of numbers instead of the numbers. */
const MANY = 10_000;
const BINS = 10_000;

/** √ of the Jensen-Shannon divergence in bits, 0 to 1. */
export function nannymlJensenShannon(sample: Sample): number {
  return jensenShannonOf(sharesWithin(sample)) / Math.sqrt(Math.LN2);
}

/** √(Σ (√r − √c)²) / √2, 0 to 1. */
export function nannymlHellinger(sample: Sample): number {
  const { reference, current } = sharesWithin(sample);
  return Math.sqrt(reference.reduce((sum, share, at) => sum + (Math.sqrt(share) - Math.sqrt(current[at] as number)) ** 2, 0) / 2);
}

/**
 * ∫ |F₁ − F₂| in the unit of the column; from 10,000 reference values on, over 10,000 equal bins of the reference, where values below
 * the first count as if there were one more of them, as NannyML has it.
 */
export function nannymlWasserstein(numbers: Numbers): number {
  const { reference, current } = numbers;
  if (reference.length < MANY) {
    return wasserstein(numbers);
  }
  const [least, most] = [reference[0] as number, reference.at(-1) as number];
  const [low, high] = least === most ? [least - 0.5, least + 0.5] : [least, most];
  const edges = linearEdges(low, high, BINS);
  const [below, above] = [current.subarray(0, firstNotBelow(current, low)), current.subarray(firstAbove(current, high))];
  const outside = below.reduce((sum, value) => sum + (low - value), 0) + above.reduce((sum, value) => sum + (value - high), 0);
  const width = (edges[1] as number) - (edges[0] as number);
  const [counts, countsNow] = [binCounts(reference, edges), binCounts(current, edges)];
  let [ofReference, ofCurrent, within] = [0, below.length === 0 ? 0 : (below.length + 1) / current.length, 0];
  for (const [bin, count] of counts.entries()) {
    ofReference += count / reference.length;
    ofCurrent += (countsNow[bin] as number) / current.length;
    within += Math.abs(ofReference - ofCurrent) * width;
  }
  return within + outside / current.length;
}

/** sup |F₁ − F₂|; from 10,000 reference values on, at the edges of 10,000 equal bins of the reference. */
export function nannymlKs({ reference, current }: Numbers): number {
  if (reference.length < MANY) {
    return statistic(reference, current);
  }
  const edges = linearEdges(reference[0] as number, reference.at(-1) as number, BINS);
  const [counts, countsNow] = [binCounts(reference, edges), binCounts(current, edges)];
  let [ofReference, ofCurrent, most] = [0, firstNotBelow(current, edges[0] as number) / current.length, 0];
  for (const [bin, count] of counts.entries()) {
    ofReference += count / reference.length;
    ofCurrent += (countsNow[bin] as number) / current.length;
    most = Math.max(most, Math.abs(ofReference - ofCurrent));
  }
  return most;
}

/** p-value of the χ² test of both rows of counts (scipy.stats.chi2_contingency; with Yates' correction for two categories). */
export function nannymlChi2(sample: Sample): number {
  const { reference, current } = countsOf(sample);
  const [n1, n2] = [total(reference), total(current)];
  if (reference.length < 2) {
    return 1;
  }
  const yates = reference.length === 2 ? 0.5 : 0;
  const chi2 = reference.reduce((sum, count, at) => {
    const both = count + (current[at] as number);
    const [expected, expectedNow] = [(both * n1) / (n1 + n2), (both * n2) / (n1 + n2)];
    const gap = Math.max(0, Math.abs(count - expected) - yates);
    return sum + gap ** 2 / expected + gap ** 2 / expectedNow;
  }, 0);
  return chiSquareTail(chi2, reference.length - 1);
}

/** The largest difference of any category's shares. */
export function nannymlLInfinity(sample: Sample): number {
  const { reference, current } = countsOf(sample);
  const [n1, n2] = [total(reference), total(current)];
  return reference.reduce((most, count, at) => Math.max(most, Math.abs(count / n1 - (current[at] as number) / n2)), 0);
}

/** By the reference's categories, or bins; where something of the current data is in none, the last share is all of that. */
function sharesWithin(sample: Sample): Shares {
  const [counts, countsNow, rows, rowsNow] = sample.type === 'num' ? inBins(sample.numbers) : byCategory(sample);
  const outside = rowsNow - total(countsNow);
  const withRest = (of: Float64Array, rest: number): Float64Array => (outside === 0 ? of : Float64Array.of(...of, rest));
  return { reference: withRest(shares(counts, rows), 0), current: withRest(shares(countsNow, rowsNow), outside / rowsNow) };
}

type Counted = readonly [Float64Array, Float64Array, number, number];

function inBins({ reference, current }: Numbers): Counted {
  const edges = edgesOfWidth([reference[0] as number, reference.at(-1) as number], doaneWidth(reference));
  return [binCounts(reference, edges), binCounts(current, edges), reference.length, current.length];
}

function byCategory(sample: Sample): Counted {
  const { reference, current } = countsOf(sample);
  const known = (_: number, at: number): boolean => (reference[at] as number) > 0;
  return [reference.filter(known), current.filter(known), total(reference), total(current)];
}

/** Doane 1976, "Aesthetic frequency classifications": Sturges' bins, narrower for skewed values; 0 for values that do not vary. NumPy's "doane". */
function doaneWidth(sorted: Float64Array): number {
  const n = sorted.length;
  const { mean, squares } = moments(sorted);
  const spread = Math.sqrt(squares / n);
  if (n <= 2 || spread === 0) {
    return 0;
  }
  const skewness = Math.abs(sorted.reduce((sum, value) => sum + ((value - mean) / spread) ** 3, 0) / n);
  const error = Math.sqrt((6 * (n - 2)) / ((n + 1) * (n + 3)));
  return ((sorted.at(-1) as number) - (sorted[0] as number)) / (1 + Math.log2(n) + Math.log2(1 + skewness / error));
}

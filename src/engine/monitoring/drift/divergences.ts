/** Distances between the shares of bins or categories; natural logarithms. */
import { binCounts } from '../../analysis/sortedNumbers';
import { edgesOfDistinct, type Shares, sharesOf } from './histogram';
import { countsOf, total, type Sample } from './sample';

/** Σ (r − c) · ln(r / c), the population stability index; shares of 0 are filled. Evidently: psi.py. */
export function psi(sample: Sample): number {
  const { reference, current } = filled(sample);
  return sum(reference, (share, at) => (share - (current[at] as number)) * Math.log(share / (current[at] as number)));
}

/** Σ r · ln(r / c) after shares of 0 are filled and both are made to sum to 1 again, as scipy.stats.entropy does. Evidently: kl_div.py. */
export function klDivergence(sample: Sample): number {
  const { reference, current } = filled(sample);
  const [wholeR, wholeC] = [total(reference), total(current)];
  return sum(reference, (share, at) => (share / wholeR) * Math.log(share / wholeR / ((current[at] as number) / wholeC)));
}

/**
 * The distance √((KL(r ‖ m) + KL(c ‖ m)) / 2) with m between both, 0 to √ln 2 ≈ 0.833 (scipy.spatial.distance.jensenshannon). Evidently:
 * jensenshannon.py.
 */
export function jensenShannon(sample: Sample): number {
  return jensenShannonOf(sharesOf(sample));
}

/** The same of shares that sum to 1 on each side. */
export function jensenShannonOf({ reference, current }: Shares): number {
  const towards = (share: number, middle: number): number => (share === 0 ? 0 : share * Math.log(share / middle));
  const divergence = sum(reference, (share, at) => {
    const other = current[at] as number;
    const middle = (share + other) / 2;
    return towards(share, middle) + towards(other, middle);
  });
  // Rounding may leave a trace below 0 where both are nearly the same.
  return Math.sqrt(Math.max(0, divergence) / 2);
}

/**
 * √(1 − Σ √(r · c)), 0 to 1; of numbers, over densities in Sturges' bins of the distinct values (Evidently: hellinger_distance.py, which
 * does so even where PSI would compare value by value).
 */
export function hellinger(sample: Sample): number {
  let alike: number;
  if (sample.type === 'num') {
    const { reference, current } = sample.numbers;
    const edges = edgesOfDistinct(sample.numbers);
    const [inReference, inCurrent] = [binCounts(reference, edges), binCounts(current, edges)];
    const width = ((edges.at(-1) as number) - (edges[0] as number)) / inReference.length;
    // Far from zero bins are not quite as wide as each other, which shows in densities.
    const density = (count: number, bin: number, rows: number): number => count / ((edges[bin + 1] as number) - (edges[bin] as number)) / rows;
    alike = sum(inReference, (count, bin) => Math.sqrt(density(count, bin, reference.length) * density(inCurrent[bin] as number, bin, current.length)) * width);
  } else {
    const { reference, current } = countsOf(sample);
    const [rows, currentRows] = [total(reference), total(current)];
    alike = sum(reference, (count, at) => Math.sqrt((count / rows) * ((current[at] as number) / currentRows)));
  }
  return Math.sqrt(1 - Math.min(1, alike));
}

/** A share of 0 becomes 0.0001, or a millionth of the smallest one where that is no more than 0.0001. Evidently: get_binned_data. */
function filled(sample: Sample): { readonly reference: Float64Array; readonly current: Float64Array } {
  const fill = (shares: Float64Array): Float64Array => {
    const least = shares.reduce((low, share) => (share > 0 && share < low ? share : low), 1);
    return shares.map((share) => (share === 0 ? (least <= 0.0001 ? least / 1e6 : 0.0001) : share));
  };
  const { reference, current } = sharesOf(sample);
  return { reference: fill(reference), current: fill(current) };
}

function sum(shares: Float64Array, of: (share: number, at: number) => number): number {
  return shares.reduce((so, share, at) => so + of(share, at), 0);
}

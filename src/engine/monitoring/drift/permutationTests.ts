/** p-values by permutation: which part of random divisions of all values differ as much as the two data sets do. Seeded, so that they repeat. */
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { mersenne } from 'pure-rand/generator/mersenne';
import { hypergeometric } from './hypergeometric';
import { countsOf, NotJudged, total, type Numbers, type Sample } from './sample';
import { sortNumbers } from '../../analysis/sortNumbers';

const DIVISIONS_OF_COUNTS = 1000;
const DIVISIONS_OF_NUMBERS = 100;
/** Of more values on both sides together, half as many are drawn from each: every pair of values is looked at. */
const MOST_VALUES = 2_000;
/** Two statistics that differ by less are the same but for rounding. */
const ROUNDING = 1e-12;

/**
 * Of the total variation distance ½ Σ |r − c|, over 1,000 divisions. Evidently: tvd_stattest.py, which makes lists of all rows and draws
 * from those; here the counts of each division are drawn, which is the same distribution, and compared as whole numbers, so that
 * distances that are equal are never taken for different ones.
 * @param seed of Mersenne Twister; the same one, the same p-value
 */
export function totalVariation(sample: Sample, seed = 0): number {
  const { reference, current } = countsOf(sample);
  const [n1, n2] = [total(reference), total(current)];
  const both = reference.map((count, at) => count + (current[at] as number));
  const distance = (first: Float64Array): number => first.reduce((sum, count, at) => sum + Math.abs(count * n2 - ((both[at] as number) - count) * n1), 0);
  const observed = distance(reference);
  const random = mersenne(seed);
  const division = new Float64Array(both.length);
  let asFar = 0;
  for (let at = 0; at < DIVISIONS_OF_COUNTS; at += 1) {
    let [rows, draws] = [n1 + n2, n1];
    for (const [category, count] of both.entries()) {
      division[category] = hypergeometric(count, rows - count, draws, uniformFloat64(random));
      rows -= count;
      draws -= division[category];
    }
    asFar += distance(division) >= observed ? 1 : 0;
  }
  return asFar / DIVISIONS_OF_COUNTS;
}

/**
 * Of the maximum mean discrepancy with a Gaussian kernel as wide as the median distance within the reference (Gretton et al. 2012, JMLR 13,
 * §3 and §8), over 100 divisions. Evidently: mmd_stattest.py, which looks at all pairs of all values and so needs memory for the square of
 * their number; here 1,000 values are drawn from each data set where there are more than 2,000 in all.
 * @param seed of Mersenne Twister; the same one, the same p-value
 * @throws NotJudged for a single value on either side
 */
export function meanDiscrepancy({ reference, current }: Numbers, seed = 0): number {
  if (Math.min(reference.length, current.length) < 2) {
    throw new NotJudged('the test needs two values in each data set');
  }
  const random = mersenne(seed);
  const [few, many] = [MOST_VALUES / 2, reference.length + current.length > MOST_VALUES];
  const [x, y] = [reference, current].map((values) => (many && values.length > few ? drawn(values, few, (most) => uniformInt(random, 0, most)) : values)) as [Float64Array, Float64Array];
  const n = x.length + y.length;
  const kernel = kernelOf(x, y);
  const rows = Float64Array.from({ length: n }, (_, row) => kernel.subarray(row * n, (row + 1) * n).reduce((sum, value) => sum + value, 0));
  const all = rows.reduce((sum, value) => sum + value, 0);
  const order = Uint32Array.from({ length: n }, (_, at) => at);
  const discrepancy = (): number => {
    const [within, ofRows] = inside(kernel, rows, order.slice(0, x.length).sort());
    const between = ofRows - within;
    return within / (x.length * (x.length - 1)) + (all - ofRows - between) / (y.length * (y.length - 1)) - (2 * between) / (x.length * y.length);
  };
  const observed = discrepancy();
  let asFar = 0;
  for (let at = 0; at < DIVISIONS_OF_NUMBERS; at += 1) {
    shuffle(order, (most) => uniformInt(random, 0, most));
    asFar += discrepancy() >= observed - ROUNDING ? 1 : 0;
  }
  return asFar / DIVISIONS_OF_NUMBERS;
}

/** How alike each value is to each other one, 0 to 1; 0 to itself, which no sum counts. Row by row. */
function kernelOf(x: Float64Array, y: Float64Array): Float64Array {
  const values = new Float64Array(x.length + y.length);
  values.set(x);
  values.set(y, x.length);
  const variance = medianSquare(x) / 2 || 0.5;
  const kernel = new Float64Array(values.length ** 2);
  for (let row = 0; row < values.length; row += 1) {
    for (let column = 0; column < row; column += 1) {
      const alike = Math.exp(-(((values[row] as number) - (values[column] as number)) ** 2) / (2 * variance));
      kernel[row * values.length + column] = alike;
      kernel[column * values.length + row] = alike;
    }
  }
  return kernel;
}

/** The median of (a − b)² over all ordered pairs, those of a value with itself among them; NumPy's "nearest". */
function medianSquare(values: Float64Array): number {
  const n = values.length;
  const squares = new Float64Array(n * n);
  for (let a = 0; a < n; a += 1) {
    for (let b = 0; b < n; b += 1) {
      squares[a * n + b] = ((values[a] as number) - (values[b] as number)) ** 2;
    }
  }
  sortNumbers(squares, new Float64Array(squares.length));
  const place = (squares.length - 1) / 2;
  // A half is rounded to the even one.
  return squares[Number.isInteger(place) ? place : 2 * Math.round(place / 2)] as number;
}

/** Sums over the rows of a group: of their columns in the group, and of all columns. @param group ascending, so that memory is read forwards */
function inside(kernel: Float64Array, rows: Float64Array, group: Uint32Array): readonly [number, number] {
  let [within, ofRows] = [0, 0];
  for (let at = 0; at < group.length; at += 1) {
    const row = group[at] as number;
    const from = row * rows.length;
    for (let before = 0; before < at; before += 1) {
      within += kernel[from + (group[before] as number)] as number;
    }
    ofRows += rows[row] as number;
  }
  return [2 * within, ofRows];
}

/** So many of the values, without replacement (Fisher & Yates). */
function drawn(values: Float64Array, count: number, below: (most: number) => number): Float64Array {
  const order = Uint32Array.from({ length: values.length }, (_, at) => at);
  for (let at = 0; at < count; at += 1) {
    swap(order, at, at + below(order.length - 1 - at));
  }
  return Float64Array.from(order.subarray(0, count), (at) => values[at] as number);
}

function shuffle(order: Uint32Array, below: (most: number) => number): void {
  for (let at = order.length - 1; at > 0; at -= 1) {
    swap(order, at, below(at));
  }
}

function swap(order: Uint32Array, a: number, b: number): void {
  const kept = order[a] as number;
  order[a] = order[b] as number;
  order[b] = kept;
}

/** Epps-Singleton test of two samples. */
import { chiSquareTail } from './categoryTests';
import { NotJudged, type Numbers } from './sample';

/** Points, in half interquartile ranges, at which the characteristic functions are compared. */
const POINTS = [0.4, 0.8] as const;
const SIZE = 4;
const LEAST_VALUES = 5;

/**
 * p-value that both empirical characteristic functions are the same at two points (Epps & Singleton 1986; with the correction for small
 * samples of Goerg & Kaiser 2009), as scipy.stats.epps_singleton_2samp. Evidently: epps_singleton_stattest.py.
 * @throws NotJudged for less than five values, for half of all values being the same, and for values too few to estimate a covariance
 */
export function eppsSingleton({ reference, current }: Numbers): number {
  const [n1, n2] = [reference.length, current.length];
  const n = n1 + n2;
  if (Math.min(n1, n2) < LEAST_VALUES) {
    throw new NotJudged('the test needs five values in each data set');
  }
  const range = interquartileRange(reference, current);
  if (range === 0) {
    throw new NotJudged('the middle half of its values are the same, and the test measures in their range');
  }
  const [one, other] = [waves(reference, range / 2), waves(current, range / 2)];
  const covariance = one.covariance.map((value, at) => (n / n1) * value + (n / n2) * (other.covariance[at] as number));
  const difference = one.means.map((mean, at) => mean - (other.means[at] as number));
  const w = n * quadraticForm(covariance, difference);
  const correction = Math.max(n1, n2) < 25 ? 1 / (1 + n ** -0.45 + 10.1 * (n1 ** -1.7 + n2 ** -1.7)) : 1;
  return chiSquareTail(w * correction, SIZE);
}

/** Means and (biased) covariances of the cosines and sines at the points. */
function waves(values: Float64Array, scale: number): { readonly means: Float64Array; readonly covariance: Float64Array } {
  const columns = [...POINTS.map((t) => values.map((value) => Math.cos((t / scale) * value))), ...POINTS.map((t) => values.map((value) => Math.sin((t / scale) * value)))];
  const means = Float64Array.from(columns, (column) => column.reduce((sum, value) => sum + value, 0) / values.length);
  const covariance = Float64Array.from({ length: SIZE * SIZE }, (_, at) => {
    const [i, j] = [Math.floor(at / SIZE), at % SIZE];
    const [a, b, meanA, meanB] = [columns[i] as Float64Array, columns[j] as Float64Array, means[i] as number, means[j] as number];
    return a.reduce((sum, value, row) => sum + (value - meanA) * ((b[row] as number) - meanB), 0) / values.length;
  });
  return { means, covariance };
}

/** vᵀ M⁻¹ v of a positive definite matrix, by Cholesky: |L⁻¹ v|². */
function quadraticForm(matrix: Float64Array, v: Float64Array): number {
  const lower = new Float64Array(SIZE * SIZE);
  const solved = new Float64Array(SIZE);
  const at = (row: number, column: number): number => lower[row * SIZE + column] as number;
  for (let row = 0; row < SIZE; row += 1) {
    let rest = v[row] as number;
    for (let column = 0; column <= row; column += 1) {
      let value = matrix[row * SIZE + column] as number;
      for (let k = 0; k < column; k += 1) {
        value -= at(row, k) * at(column, k);
      }
      // numpy's matrix_rank would count such a one as 0.
      if (row === column && !(value > (matrix[row * SIZE + row] as number) * SIZE * Number.EPSILON)) {
        throw new NotJudged('its values are too few, or too much alike, to estimate how the test statistic varies');
      }
      lower[row * SIZE + column] = row === column ? Math.sqrt(value) : value / at(column, column);
      rest -= column < row ? at(row, column) * (solved[column] as number) : 0;
    }
    solved[row] = rest / at(row, row);
  }
  return solved.reduce((sum, value) => sum + value * value, 0);
}

/** Of both samples together; NumPy's default percentiles, by a straight line between the nearest two. */
function interquartileRange(reference: Float64Array, current: Float64Array): number {
  const together = new Float64Array(reference.length + current.length);
  together.set(reference);
  together.set(current, reference.length);
  together.sort();
  const at = (share: number): number => {
    const place = (together.length - 1) * share;
    const [below, above] = [together[Math.floor(place)] as number, together[Math.ceil(place)] as number];
    return below + (above - below) * (place - Math.floor(place));
  };
  return at(0.75) - at(0.25);
}

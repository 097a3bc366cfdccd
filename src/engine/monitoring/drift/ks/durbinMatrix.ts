/** Two-sided Kolmogorov-Smirnov for one sample, exactly, by powers of a small matrix. */

const SCALE = 2 ** 128;
const SCALE_EXPONENT = 128;

/**
 * P(Dₙ ≤ d) by Durbin's matrix (Marsaglia, Tsang & Wang 2003, "Evaluating Kolmogorov's Distribution", Journal of Statistical
 * Software 8(18)). With n·d = k − h, 0 ≤ h < 1, the matrix has 2k−1 rows; its n-th power is taken by squaring and scaled on the way.
 * @param d n·d above ½, and small: the work grows with (n·d)³
 */
export function durbinMatrix(n: number, d: number): number {
  const k = Math.ceil(n * d);
  const size = 2 * k - 1;
  let square = steps(size, k - n * d);
  let power: Float64Array | undefined;
  let [exponent, squareExponent] = [0, 0];
  for (let left = n; left > 0; left = Math.floor(left / 2)) {
    if (left % 2 === 1) {
      power = power === undefined ? square : product(power, square, size);
      exponent += squareExponent;
    }
    square = product(square, square, size);
    squareExponent *= 2;
    if ((square[(k - 1) * size + k - 1] as number) > SCALE) {
      square = square.map((value) => value / SCALE);
      squareExponent += SCALE_EXPONENT;
    }
  }
  // Times n! / nⁿ.
  let p = power?.[(k - 1) * size + k - 1] ?? 0;
  for (let i = 1; i <= n; i += 1) {
    p = (p * i) / n;
    if (p < 1 / SCALE) {
      p *= SCALE;
      exponent -= SCALE_EXPONENT;
    }
  }
  return p * 2 ** exponent;
}

/** The matrix H of the paper, row by row. */
function steps(size: number, h: number): Float64Array {
  const inverseFactorial = new Float64Array(size + 1);
  inverseFactorial[0] = 1;
  for (let i = 1; i <= size; i += 1) {
    inverseFactorial[i] = (inverseFactorial[i - 1] as number) / i;
  }
  const matrix = new Float64Array(size * size);
  for (let row = 0; row < size; row += 1) {
    for (let column = 1; column <= Math.min(row + 1, size - 1); column += 1) {
      matrix[row * size + column] = inverseFactorial[row - column + 1] as number;
    }
  }
  for (let i = 0; i < size; i += 1) {
    const edge = (i === size - 1 ? 1 - 2 * h ** size + Math.max(2 * h - 1, 0) ** size : 1 - h ** (i + 1)) * (inverseFactorial[i + 1] as number);
    matrix[i * size] = edge;
    matrix[(size - 1) * size + (size - 1 - i)] = edge;
  }
  return matrix;
}

function product(a: Float64Array, b: Float64Array, size: number): Float64Array {
  const into = new Float64Array(size * size);
  for (let row = 0; row < size; row += 1) {
    for (let middle = 0; middle < size; middle += 1) {
      const factor = a[row * size + middle] as number;
      if (factor !== 0) {
        for (let column = 0; column < size; column += 1) {
          into[row * size + column] = (into[row * size + column] as number) + factor * (b[middle * size + column] as number);
        }
      }
    }
  }
  return into;
}

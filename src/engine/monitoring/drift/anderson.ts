/** Anderson-Darling test of two samples. */
import { eachValue, NotJudged, type Numbers } from './sample';

/** Scholz & Stephens 1987, table 2: what the statistic exceeds with each probability is b₀ + b₁/√m + b₂/m; m is 1 for two samples. */
const LEVELS = [0.25, 0.1, 0.05, 0.025, 0.01, 0.005, 0.001] as const;
const B0 = [0.675, 1.281, 1.645, 1.96, 2.326, 2.573, 3.085] as const;
const B1 = [-0.245, 0.25, 0.678, 1.149, 1.822, 2.364, 3.615] as const;
const B2 = [-0.105, -0.305, -0.362, -0.391, -0.396, -0.345, -0.154] as const;
const CRITICAL = B0.map((b0, at) => b0 + (B1[at] as number) + (B2[at] as number));

/**
 * p-value as scipy.stats.anderson_ksamp gives it, between 0.001 and 0.25: the table's levels are all that is known, a parabola through
 * their logarithms is read between them (Scholz & Stephens 1987, "K-Sample Anderson-Darling Tests", JASA 82; with midranks, equation 7).
 * Evidently: anderson_darling_stattest.py.
 * @throws NotJudged for less than two distinct values, or four in all
 */
export function andersonDarling(numbers: Numbers): number {
  const [n1, n2] = [numbers.reference.length, numbers.current.length];
  const n = n1 + n2;
  let [before, inReference, inCurrent, first, second, distinct] = [0, 0, 0, 0, 0, 0];
  eachValue(numbers, (_, atReference, atCurrent) => {
    const here = atReference + atCurrent;
    const middle = before + here / 2;
    const weight = here / n / (middle * (n - middle) - (n * here) / 4);
    first += weight * (n * (inReference + atReference / 2) - middle * n1) ** 2;
    second += weight * (n * (inCurrent + atCurrent / 2) - middle * n2) ** 2;
    before += here;
    inReference += atReference;
    inCurrent += atCurrent;
    distinct += 1;
  });
  if (distinct < 2 || n < 4) {
    throw new NotJudged('the test needs two distinct values, and four values in all');
  }
  const statistic = ((n - 1) / n) * (first / n1 + second / n2);
  const a2 = (statistic - 1) / Math.sqrt(variance(n1, n2));
  if (a2 < Math.min(...CRITICAL)) {
    return LEVELS[0];
  }
  return a2 > Math.max(...CRITICAL) ? 0.001 : Math.exp(parabola(CRITICAL, LEVELS.map(Math.log), a2));
}

/** Of the statistic where both are alike: equation 4, for two samples. */
function variance(n1: number, n2: number): number {
  const n = n1 + n2;
  const inverses = 1 / n1 + 1 / n2;
  let [harmonic, g] = [0, 0];
  for (let i = 2; i < n; i += 1) {
    // 1/(n−1) + … + 1/(n−i+1), over i.
    harmonic += 1 / (n - i + 1);
    g += harmonic / i;
  }
  const h = harmonic + 1;
  const a = 4 * g - 6 + (10 - 6 * g) * inverses;
  const b = (2 * g - 4) * 4 + 16 * h + (2 * g - 14 * h - 4) * inverses - 8 * h + 4 * g - 6;
  const c = (6 * h + 2 * g - 2) * 4 + (4 * h - 4 * g + 6) * 2 + (2 * h - 6) * inverses + 4 * h;
  const d = (2 * h + 6) * 4 - 8 * h;
  return (a * n ** 3 + b * n ** 2 + c * n + d) / ((n - 1) * (n - 2) * (n - 3));
}

/** At x, the parabola that is nearest to the points by least squares, from orthogonal polynomials (Forsythe 1957). */
function parabola(xs: readonly number[], ys: readonly number[], x: number): number {
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const dot = (a: readonly number[], b: readonly number[]): number => a.reduce((sum, value, at) => sum + value * (b[at] as number), 0);
  const middle = mean(xs);
  const line = xs.map((at) => at - middle);
  const slope = dot(xs.map((at, i) => at * (line[i] as number)), line) / dot(line, line);
  const offset = dot(line, line) / xs.length;
  const curve = line.map((at, i) => ((xs[i] as number) - slope) * at - offset);
  return mean(ys) + (dot(ys, line) / dot(line, line)) * (x - middle) + (dot(ys, curve) / dot(curve, curve)) * ((x - slope) * (x - middle) - offset);
}

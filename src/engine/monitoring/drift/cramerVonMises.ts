/** Cramér-von Mises test of two samples. */
import gammaln from '@stdlib/math-base-special-gammaln';
import { gcd } from './ks/exactPaths';
import { eachValue, NotJudged, type Numbers } from './sample';

/** scipy counts exactly where no sample has more values. */
const FEW = 20;
/** Below it, the limiting distribution has nothing that float64 could hold. */
const NOTHING_BELOW = 0.003;
/** Terms of the series up to the first one below this are summed, as scipy does: p-values below it are not to be told apart. */
const LEAST_TERM = 1e-7;

/**
 * p-value as scipy.stats.cramervonmises_2samp (method="auto") has it: exact up to 20 values on both sides, else from the limiting
 * distribution; values that appear more than once have the mean of their ranks (Anderson 1962, "On the Distribution of the Two-Sample
 * Cramer-von Mises Criterion", Ann. Math. Statist. 33). Evidently: cramer_von_mises_stattest.py, whose exact counts are kept in float16
 * or float32 where their sum is more than the largest statistic, and are rounded then; elsewhere NumPy 2 ends it with an error.
 * @throws NotJudged for a single value on either side
 */
export function cramerVonMises(numbers: Numbers): number {
  const [n1, n2] = [numbers.reference.length, numbers.current.length];
  if (Math.min(n1, n2) < 2) {
    throw new NotJudged('the test needs two values in each data set');
  }
  const u = rankDistance(numbers);
  if (Math.max(n1, n2) <= FEW) {
    return exactTail(u, n1, n2);
  }
  const [n, k] = [n1 + n2, n1 * n2];
  const t = u / (k * n) - (4 * k - 1) / (6 * n);
  const expected = (1 + 1 / n) / 6;
  const variance = ((n + 1) * (4 * k * n - 3 * (n1 ** 2 + n2 ** 2) - 2 * k)) / (45 * n ** 2 * 4 * k);
  const normed = 1 / 6 + (t - expected) / Math.sqrt(45 * variance);
  return normed < NOTHING_BELOW ? 1 : Math.max(0, 1 - limitingDistribution(normed));
}

/** Σ (rank − place in its own sample)², each sample's times its size: U, equation 10 of Anderson 1962. */
function rankDistance(numbers: Numbers): number {
  let [before, inReference, inCurrent, first, second] = [0, 0, 0, 0, 0];
  const squares = (rank: number, from: number, count: number): number => {
    let sum = 0;
    for (let place = from + 1; place <= from + count; place += 1) {
      sum += (rank - place) ** 2;
    }
    return sum;
  };
  eachValue(numbers, (_, atReference, atCurrent) => {
    const rank = before + (atReference + atCurrent + 1) / 2;
    first += squares(rank, inReference, atReference);
    second += squares(rank, inCurrent, atCurrent);
    before += atReference + atCurrent;
    inReference += atReference;
    inCurrent += atCurrent;
  });
  return numbers.reference.length * first + numbers.current.length * second;
}

/**
 * The share of all orders of both samples whose statistic is no less: how often each value of it appears is counted from the corner of
 * the lattice of orders on (Xiao, Gordon & Yakovlev 2006, "A C++ Program for the Cramér-Von Mises Two-Sample Test", J. Stat. Soft. 17, §2).
 */
function exactTail(u: number, m: number, n: number): number {
  const lcm = (m * n) / gcd(m, n);
  const zeta = Math.floor((lcm ** 2 * (m + n) * (6 * u - m * n * (4 * m * n - 1))) / (6 * (m * n) ** 2));
  const [a, b] = [lcm / m, lcm / n];
  let row: ReadonlyMap<number, number>[] = Array.from({ length: m + 1 }, (_, v) => new Map(v === 0 ? [[0, 1]] : []));
  for (let step = 0; step <= n; step += 1) {
    let beside: ReadonlyMap<number, number> = new Map();
    row = row.map((below, v) => {
      const here = new Map<number, number>();
      for (const [value, count] of [...beside, ...below]) {
        const next = value + (a * v - b * step) ** 2;
        here.set(next, (here.get(next) ?? 0) + count);
      }
      beside = here;
      return here;
    });
  }
  const [all, beyond] = [...(row[m] ?? [])].reduce(([sum, tail], [value, count]) => [sum + count, tail + (value >= zeta ? count : 0)], [0, 0]);
  return beyond / all;
}

/** Of the statistic for infinitely many values: Csörgő & Faraway 1996, J. R. Statist. Soc. B 58, equation 1.2. */
function limitingDistribution(x: number): number {
  let sum = 0;
  for (let k = 0; ; k += 1) {
    const y = 4 * k + 1;
    const term = (Math.exp(gammaln(k + 0.5) - gammaln(k + 1)) / (Math.PI ** 1.5 * Math.sqrt(x))) * Math.sqrt(y) * besselTimesExp(y ** 2 / (16 * x));
    sum += term;
    if (Math.abs(term) < LEAST_TERM) {
      return sum;
    }
  }
}

/** Steps of the rule below: with twice as many, no digit changes. */
const STEP = 1 / 32;

/**
 * e^(−q) · K_¼(q), the modified Bessel function of the second kind, which no library for JavaScript has for orders that are not whole:
 * ∫₀^∞ e^(−q(1 + cosh t)) cosh(t/4) dt (Abramowitz & Stegun 9.6.24) by the trapezoidal rule, whose error falls exponentially with the step
 * for an integrand that falls doubly exponentially (Trefethen & Weideman 2014, SIAM Review 56, §5).
 */
function besselTimesExp(q: number): number {
  let sum = Math.exp(-2 * q) / 2;
  for (let t = STEP; ; t += STEP) {
    const value = Math.exp(-q * (1 + Math.cosh(t))) * Math.cosh(t / 4);
    sum += value;
    if (value <= sum * Number.EPSILON * STEP) {
      return sum * STEP;
    }
  }
}

/** Two-sample Kolmogorov-Smirnov test, two-sided. */
import type { Numbers } from '../sample';
import { equalSizes, gcd, unequalSizes } from './exactPaths';
import { kolmogorovTail } from './kolmogorovTail';

/** scipy's MAX_AUTO_N: up to here the p-value is exact. */
const EXACT_UP_TO = 10_000;

/**
 * p-value as scipy.stats.ks_2samp(method="auto"): exact while both samples have at most 10,000 values, else that of one sample of
 * n₁n₂/(n₁+n₂) values. Values that appear in both count at once.
 */
export function ks({ reference, current }: Numbers): number {
  const [n1, n2] = [reference.length, current.length];
  const d = statistic(reference, current);
  if (Math.max(n1, n2) > EXACT_UP_TO) {
    return kolmogorovTail(roundHalfEven((n1 * n2) / (n1 + n2)), d);
  }
  const h = Math.round(d * (n1 / gcd(n1, n2)) * n2);
  if (h === 0) {
    return 1;
  }
  return n1 === n2 ? equalSizes(n1, h) : unequalSizes(n1, n2, h);
}

/** sup |F₁ − F₂| */
export function statistic(reference: Float64Array, current: Float64Array): number {
  const [n1, n2] = [reference.length, current.length];
  let [r, c, most] = [0, 0, 0];
  while (r < n1 && c < n2) {
    const value = Math.min(reference[r] as number, current[c] as number);
    while (r < n1 && (reference[r] as number) <= value) {
      r += 1;
    }
    while (c < n2 && (current[c] as number) <= value) {
      c += 1;
    }
    most = Math.max(most, Math.abs(r / n1 - c / n2));
  }
  return most;
}

/** As NumPy rounds. */
function roundHalfEven(value: number): number {
  const rounded = Math.round(value);
  return rounded - value === 0.5 && rounded % 2 === 1 ? rounded - 1 : rounded;
}

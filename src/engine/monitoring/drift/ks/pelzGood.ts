/** Two-sided Kolmogorov-Smirnov for one large sample, by the first terms of its expansion. */

const PI2 = Math.PI ** 2;
const PI4 = Math.PI ** 4;
const PI6 = Math.PI ** 6;
const ROOT_2PI = Math.sqrt(2 * Math.PI);
/** Below e to this, nothing is left. */
const LEAST_LOG = -708;

/**
 * P(Dₙ ≤ d) ≈ K₀(z) + K₁(z)/√n + K₂(z)/n + K₃(z)/n^1.5 with z = d·√n (Pelz & Good 1976, "Approximating the Lower Tail-Areas of the
 * Kolmogorov-Smirnov One-Sample Statistic", Journal of the Royal Statistical Society B 38(2)); the sums are theirs, after Jacobi's theta
 * functions have been turned over, so that few terms are enough for small z.
 * @param d above 0
 */
export function pelzGood(n: number, d: number): number {
  const z = d * Math.sqrt(n);
  const z2 = z * z;
  const z4 = z2 * z2;
  const z6 = z4 * z2;
  const log = -PI2 / (8 * z2);
  if (log < LEAST_LOG) {
    return 0;
  }
  let [k0, k1, k2, k3] = [0, 0, 0, 0];
  const terms = Math.ceil((16 * z) / Math.PI);
  for (let k = terms; k >= 1; k -= 1) {
    const m2 = (2 * k - 1) ** 2;
    const [m4, m6] = [m2 * m2, m2 * m2 * m2];
    const weight = Math.exp(log * m2);
    k0 += weight;
    k1 += weight * (-z2 + (PI2 / 4) * m2);
    k2 += weight * (6 * z6 + 2 * z4 + ((2 * z4 - 5 * z2) * PI2 * m2) / 4 + (PI4 * (1 - 2 * z2) * m4) / 16);
    k3 += weight * (-30 * z6 - 90 * z4 * z4 + (PI2 * (135 * z4 - 96 * z6) * m2) / 4 + (PI4 * (212 * z4 - 60 * z2) * m4) / 16 + (PI6 * (5 - 30 * z2) * m6) / 64);
  }
  let [extra2, extra3] = [0, 0];
  for (let k = terms; k >= 1; k -= 1) {
    const weight = k * k * Math.exp((-PI2 * k * k) / (2 * z2));
    extra2 += weight;
    extra3 += weight * (3 * z2 - PI2 * k * k);
  }
  k0 *= ROOT_2PI / z;
  k1 *= ROOT_2PI / (6 * z4);
  k2 = (k2 * ROOT_2PI) / (72 * z ** 7) - (extra2 * PI2 * ROOT_2PI) / (36 * z2 * z);
  k3 = (k3 * ROOT_2PI) / (6480 * z ** 10) + (extra3 * PI2 * ROOT_2PI) / (216 * z6);
  return k0 + k1 / Math.sqrt(n) + k2 / n + k3 / n ** 1.5;
}

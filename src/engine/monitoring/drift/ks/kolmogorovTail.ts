/** Two-sided Kolmogorov-Smirnov for one sample. */
import { durbinMatrix } from './durbinMatrix';
import { pelzGood } from './pelzGood';
import { smirnovTail } from './smirnovTail';

/** Up to so many values, Durbin's matrix stays small wherever both tails count. */
const FEW = 140;

/**
 * P(Dₙ ≥ d), as scipy.stats.kstwo.sf has it. Which formula is exact enough where follows Simard & L'Ecuyer 2011, "Computing the
 * Two-Sided Kolmogorov-Smirnov Distribution" (Journal of Statistical Software 39(11)); where they take Pomeranz' recursion we take
 * Durbin's matrix, which is exact too.
 * @param n whole, above 0
 * @param d 0 to 1
 */
export function kolmogorovTail(n: number, d: number): number {
  const t = n * d;
  if (d >= 1) {
    return 0;
  }
  if (t <= 0.5) {
    return 1;
  }
  if (t <= 1) {
    // Ruben & Gambino: 1 − n!/nⁿ · (2t−1)ⁿ.
    let below = 1;
    for (let i = 1; i <= n; i += 1) {
      below *= (i / n) * (2 * t - 1);
    }
    return 1 - below;
  }
  if (t >= n - 1) {
    return 2 * (1 - d) ** n;
  }
  if (d >= 0.5) {
    return 2 * smirnovTail(n, d);
  }
  const tightness = t * d;
  if (n <= FEW ? tightness > 4 : tightness >= 2.2) {
    return tightness >= 370 ? 0 : Math.min(1, 2 * smirnovTail(n, d));
  }
  const below = n <= FEW || (n <= 100_000 && n * d ** 1.5 <= 1.4) ? durbinMatrix(n, d) : pelzGood(n, d);
  return Math.min(1, Math.max(0, 1 - below));
}

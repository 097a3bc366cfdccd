/** Student's t-test of two samples. */
import betainc from '@stdlib/math-base-special-betainc';
import { moments } from './moments';
import { NotJudged, type Numbers } from './sample';

/**
 * Two-sided p-value that both means are the same, with one variance for both (scipy.stats.ttest_ind): t² = (m₁−m₂)² / (s²·(1/n₁ + 1/n₂)),
 * p = I_{ν/(ν+t²)}(ν/2, ½) with ν = n₁ + n₂ − 2. Evidently: t_test.py.
 * @throws NotJudged where there is no variance to compare with
 */
export function tTest({ reference, current }: Numbers): number {
  const degrees = reference.length + current.length - 2;
  const [one, other] = [moments(reference), moments(current)];
  const variance = (one.squares + other.squares) / degrees;
  if (degrees < 1 || (variance === 0 && one.mean === other.mean)) {
    throw new NotJudged('its values do not vary, so there is nothing to hold a difference of means against');
  }
  if (!Number.isFinite(variance)) {
    throw new NotJudged('its values are too far apart to say how much they vary');
  }
  const t2 = (one.mean - other.mean) ** 2 / (variance * (1 / reference.length + 1 / current.length));
  return t2 === Number.POSITIVE_INFINITY ? 0 : betainc(degrees / (degrees + t2), degrees / 2, 0.5);
}

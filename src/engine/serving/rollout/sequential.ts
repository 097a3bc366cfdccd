/** Tests that may be looked at after every request: what they claim holds at all times at once, not only at one that was chosen before. */
import betainc from '@stdlib/math-base-special-betainc';
import gammaln from '@stdlib/math-base-special-gammaln';
import type { Moments, Verdict } from '../../../protocol/deployments';

/** Below so many labelled rows of either arm the normal approximation is not trusted. */
export const LEAST_LABELLED = 100;
/** The interval is tightest around so many rows. */
const TIGHTEST_AT = 2_000;

/**
 * Half the width of a confidence sequence for a difference of means: Waudby-Smith, Arbour, Sinha, Kennedy and Ramdas, "Time-uniform
 * central limit theory and asymptotic confidence sequences" (Annals of Statistics 52, 2024), equation 2: Robbins' normal mixture.
 * @param variance of the estimate of the difference, above 0
 * @param n rows that it stands on, of both arms
 * @param errorRate chance that the sequence ever leaves out the true difference, as n grows
 */
export function halfWidth(variance: number, n: number, errorRate: number): number {
  const logs = -2 * Math.log(errorRate);
  const rho2 = (logs + Math.log(logs + 1)) / TIGHTEST_AT;
  const mixed = n * rho2 + 1;
  return Math.sqrt(variance * n) * Math.sqrt((2 * mixed) / (n * n * rho2) * Math.log(Math.sqrt(mixed) / errorRate));
}

/** @returns whether ground truth tells the arms apart. Two-sided: `errorRate` is for better and worse together */
export function compareQuality(champion: Moments | null, challenger: Moments | null, errorRate: number): Verdict {
  const labelled = (champion?.n ?? 0) + (challenger?.n ?? 0);
  if (champion === null || challenger === null || Math.min(champion.n, challenger.n) < LEAST_LABELLED) {
    return { kind: 'too_few', difference: null, half_width: null, labelled, error_rate: errorRate };
  }
  const difference = challenger.mean - champion.mean;
  // Arms that are always right, or always wrong, have no spread yet; one row of the other kind among them is what can't be ruled out.
  const spread = ({ n, mean, variance }: Moments): number => Math.max(variance, mean === 0 || mean === 1 ? 1 / n : 0) / n;
  const width = halfWidth(spread(champion) + spread(challenger), labelled, errorRate);
  return { kind: difference > width ? 'better' : difference < -width ? 'worse' : 'open', difference, half_width: width, labelled, error_rate: errorRate };
}

/**
 * Evidence that something fails more often than `rate`: the likelihood of what was seen under rates above it, all held equally likely,
 * over that under `rate` itself. Under any rate up to `rate` it exceeds 1 / errorRate at any time with a chance of errorRate at most
 * (Ville's inequality for the mixture martingale; Robbins, "Statistical methods related to the law of the iterated logarithm", 1970).
 * @param failures of `tries`
 * @returns its natural logarithm
 */
export function failureEvidence(failures: number, tries: number, rate: number): number {
  const rest = tries - failures;
  // The integral of p^failures (1 - p)^rest over p from `rate` to 1 is the upper incomplete beta function.
  const tail = betainc(rate, failures + 1, rest + 1, true, true);
  const beta = gammaln(failures + 1) + gammaln(rest + 1) - gammaln(tries + 2);
  return beta + Math.log(tail) - Math.log(1 - rate) - failures * Math.log(rate) - rest * Math.log(1 - rate);
}

/** p-values of tests that compare how often categories appear. */
import erfc from '@stdlib/math-base-special-erfc';
import gammainc from '@stdlib/math-base-special-gammainc';
import { countsOf, NotJudged, total, type Counts, type Sample } from './sample';

/** P(X ≥ x) of a χ² distribution. @returns NaN for no degrees of freedom */
export function chiSquareTail(x: number, degrees: number): number {
  return degrees < 1 ? Number.NaN : x === Number.POSITIVE_INFINITY ? 0 : gammainc(x / 2, degrees / 2, true, true);
}

/**
 * Pearson's χ² of the current counts, with those of the reference, scaled to as many rows, as expected (scipy.stats.chisquare). A category
 * that the reference has not is expected 0 times: p is then 0. Evidently: chisquare_stattest.py.
 */
export function chiSquare(sample: Sample): number {
  return againstReference(sample, (observed, expected) => (observed - expected) ** 2 / expected);
}

/**
 * G = 2 Σ o · ln(o / e). Evidently (g_stattest.py) does not scale the reference, which scipy refuses where the rows are not as many on
 * both sides; here it is scaled, which is the same where Evidently has an answer.
 */
export function gTest(sample: Sample): number {
  return againstReference(sample, (observed, expected) => (observed === 0 ? 0 : 2 * observed * Math.log(observed / expected)));
}

function againstReference(sample: Sample, term: (observed: number, expected: number) => number): number {
  const { categories, reference, current } = countsOf(sample);
  if (categories.length < 2) {
    throw new NotJudged('both data sets have the same one value, and the test compares shares of several');
  }
  const scale = total(current) / total(reference);
  const statistic = current.reduce((sum, observed, at) => sum + term(observed, (reference[at] as number) * scale), 0);
  return chiSquareTail(Math.max(0, statistic), categories.length - 1);
}

/**
 * Two-sided test that the lowest category has the same share in both, by the normal distribution with a pooled variance; 1 where both have
 * one and the same category only. Evidently (z_stattest.py) takes 2 · (1 − Φ(|z|)), of which nothing is left beyond |z| = 8.3; this is
 * erfc(|z| / √2), the same number without the loss.
 */
export function zTest(sample: Sample): number {
  const { categories, reference, current } = countsOf(sample);
  if (categories.length === 1) {
    return 1;
  }
  const [n1, n2] = [total(reference), total(current)];
  const [p1, p2] = [1 - (reference[0] as number) / n1, 1 - (current[0] as number) / n2];
  const pooled = (p1 * n1 + p2 * n2) / (n1 + n2);
  return erfc(Math.abs((p1 - p2) / Math.sqrt(pooled * (1 - pooled) * (1 / n1 + 1 / n2))) / Math.SQRT2);
}

/** Tables that are as likely as the one at hand but for rounding (R's fisher.test takes the same). */
const AS_LIKELY = 1 + 1e-7;

/**
 * Fisher's exact test of two categories, two-sided: of all tables with these margins, the probability of those no likelier than this one
 * (scipy.stats.fisher_exact). Evidently (fisher_exact_stattest.py) wants as many rows on both sides, which the test does not need.
 * @throws NotJudged for more than two categories
 */
export function fisherExact(sample: Sample): number {
  const counts: Counts = countsOf(sample);
  if (counts.categories.length > 2) {
    throw new NotJudged(`Fisher's exact test compares two categories, and there are ${counts.categories.length}`);
  }
  const here = counts.reference[0] as number;
  const [n1, n2] = [total(counts.reference), total(counts.current)];
  const drawn = here + (counts.current[0] as number);
  const [least, most] = [Math.max(0, drawn - n2), Math.min(drawn, n1)];
  // How likely each table is, in multiples of this one: each from its neighbour, outward.
  let [unlikely, all] = [1, 1];
  const walk = (from: number, until: number, step: 1 | -1): void => {
    let likely = 1;
    for (let x = from; x !== until; x += step) {
      likely *= step === 1 ? ((n1 - x) * (drawn - x)) / ((x + 1) * (n2 - drawn + x + 1)) : (x * (n2 - drawn + x)) / ((n1 - x + 1) * (drawn - x + 1));
      all += likely;
      unlikely += likely <= AS_LIKELY ? likely : 0;
    }
  };
  walk(here, most, 1);
  walk(here, least, -1);
  return unlikely / all;
}

/** p-values of tests on ranks. */
import erfc from '@stdlib/math-base-special-erfc';
import { eachValue, NotJudged, type Numbers } from './sample';

/** scipy counts exactly where a sample has no more values than this, and no value appears twice. */
const FEW = 8;

/**
 * Mann-Whitney U, one-sided: p is small where the reference tends to be less than the current data. scipy.stats.mannwhitneyu(
 * alternative="less", method="auto"): exact for few values without ties, else the normal distribution with corrections for ties and
 * continuity. Evidently: mann_whitney_urank_stattest.py, where it is one-sided too.
 */
export function mannWhitney(numbers: Numbers): number {
  const [n1, n2] = [numbers.reference.length, numbers.current.length];
  let [before, ranks, ties] = [0, 0, 0];
  eachValue(numbers, (_, inReference, inCurrent) => {
    const together = inReference + inCurrent;
    ranks += inReference * (before + (together + 1) / 2);
    ties += together ** 3 - together;
    before += together;
  });
  const u = n1 * n2 - (ranks - (n1 * (n1 + 1)) / 2);
  if (ties === 0 && Math.min(n1, n2) <= FEW) {
    return exactTail(Math.min(n1, n2), Math.max(n1, n2), u);
  }
  const n = n1 + n2;
  const spread = Math.sqrt(((n1 * n2) / 12) * (n + 1 - ties / (n * (n - 1))));
  if (spread === 0 || Number.isNaN(spread)) {
    throw new NotJudged('all its values are the same, so there are no ranks');
  }
  return erfc((u - (n1 * n2) / 2 - 0.5) / spread / Math.SQRT2) / 2;
}

/**
 * P(U ≥ u) of two samples of `few` and `many` values: U is distributed like the area under a path on their lattice, whose numbers are the
 * coefficients of the Gaussian binomial (Mann & Whitney 1947). Summed from the thin end, where they are small.
 */
function exactTail(few: number, many: number, u: number): number {
  const most = few * many;
  const paths = new Float64Array(most + 1);
  paths[0] = 1;
  for (let i = 1; i <= few; i += 1) {
    // Times (1 − q^(many+i)), over (1 − q^i).
    for (let area = most; area >= many + i; area -= 1) {
      paths[area] = (paths[area] as number) - (paths[area - many - i] as number);
    }
    for (let area = i; area <= most; area += 1) {
      paths[area] = (paths[area] as number) + (paths[area - i] as number);
    }
  }
  const all = paths.reduce((sum, count) => sum + count, 0);
  const upTo = (area: number): number => paths.subarray(0, area + 1).reduce((sum, count) => sum + count, 0) / all;
  return u > most / 2 ? upTo(most - u) : 1 - (u === 0 ? 0 : upTo(u - 1));
}

/** Draws without replacement. */
import gammaln from '@stdlib/math-base-special-gammaln';

/**
 * How many of `drawn` balls from an urn of `marked` and `other` ones are marked: the distribution is searched from its mode outwards, so
 * that a draw costs about as many steps as its standard deviation (Devroye 1986, Non-Uniform Random Variate Generation, §X.1.4).
 * @param uniform 0 to 1
 */
export function hypergeometric(marked: number, other: number, drawn: number, uniform: number): number {
  const [least, most] = [Math.max(0, drawn - other), Math.min(marked, drawn)];
  const mode = Math.min(most, Math.max(least, Math.floor(((drawn + 1) * (marked + 1)) / (marked + other + 2))));
  const ways = (n: number, k: number): number => gammaln(n + 1) - gammaln(k + 1) - gammaln(n - k + 1);
  let [below, above] = [mode, mode];
  const likely = Math.exp(ways(marked, mode) + ways(other, drawn - mode) - ways(marked + other, drawn));
  let [likelyBelow, likelyAbove] = [likely, likely];
  let left = uniform - likely;
  while (left > 0 && (below > least || above < most)) {
    if (above < most) {
      likelyAbove *= ((marked - above) * (drawn - above)) / ((above + 1) * (other - drawn + above + 1));
      above += 1;
      left -= likelyAbove;
      if (left <= 0) {
        return above;
      }
    }
    if (below > least) {
      likelyBelow *= (below * (other - drawn + below)) / ((marked - below + 1) * (drawn - below + 1));
      below -= 1;
      left -= likelyBelow;
      if (left <= 0) {
        return below;
      }
    }
  }
  return mode;
}

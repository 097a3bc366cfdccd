/** Exact McNemar test of two classifiers on the same rows. */
import binomialCdf from '@stdlib/stats-base-dists-binomial-cdf';
import type { Classes, Given } from './answers';

export interface McNemar {
  /** rows on which only the new model is right */
  readonly wins: number;
  /** rows on which only the other one is right */
  readonly losses: number;
  /** two-sided: probability of a split at least as uneven when both are equally good */
  readonly p: number;
}

/**
 * p = min(1, 2 · P(X ≤ min(wins, losses))) with X ~ Binomial(wins + losses, ½); 1 when they never differ. As
 * statsmodels.stats.contingency_tables.mcnemar(exact=True) (McNemar 1947; Dietterich 1998, "Approximate statistical tests for comparing
 * supervised classification learning algorithms").
 */
export function mcnemar({ truth }: Classes, given: Given, other: Given): McNemar {
  let wins = 0;
  let losses = 0;
  for (const [row, is] of truth.entries()) {
    const right = given[row] === is;
    const otherRight = other[row] === is;
    wins += right && !otherRight ? 1 : 0;
    losses += !right && otherRight ? 1 : 0;
  }
  return { wins, losses, p: wins + losses === 0 ? 1 : Math.min(1, 2 * binomialCdf(Math.min(wins, losses), wins + losses, 0.5)) };
}

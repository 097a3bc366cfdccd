/** A rising curve from scores to how often the class is true at them. */

/** Corners of the curve, by ascending score; straight between them and level beyond. */
export interface Curve { readonly scores: readonly number[]; readonly shares: readonly number[] }

/** Scores that lie nearer are one (NumPy's float64 resolution, as sklearn has it). */
const RESOLUTION = 1e-15;

interface Block { weight: number; share: number; from: number }

/**
 * sklearn.isotonic.IsotonicRegression(out_of_bounds="clip").fit: the nearest rising curve by least squares, by pooling adjacent violators
 * (Best & Chakravarti 1990).
 * @param order rows by ascending score, at least one
 */
export function fitIsotonic(scores: Float64Array, yes: Uint8Array, order: Iterable<number>): Curve {
  const xs: number[] = [];
  const points: { weight: number; sum: number }[] = [];
  for (const row of order) {
    const [score, last] = [scores[row] as number, points.at(-1)];
    if (last === undefined || score - (xs.at(-1) as number) >= RESOLUTION) {
      xs.push(score);
      points.push({ weight: 1, sum: yes[row] as number });
    } else {
      last.weight += 1;
      last.sum += yes[row] as number;
    }
  }
  const blocks: Block[] = [];
  for (const [from, { weight, sum }] of points.entries()) {
    const block = { weight, share: sum / weight, from };
    for (let before = blocks.at(-1); before !== undefined && before.share >= block.share; before = blocks.at(-1)) {
      block.share = (before.share * before.weight + block.share * block.weight) / (before.weight + block.weight);
      block.weight += before.weight;
      block.from = before.from;
      blocks.pop();
    }
    blocks.push(block);
  }
  const corners = blocks.flatMap(({ share, from }, at) => {
    const to = (blocks[at + 1]?.from ?? xs.length) - 1;
    return from === to ? [{ score: xs[from] as number, share }] : [{ score: xs[from] as number, share }, { score: xs[to] as number, share }];
  });
  return { scores: corners.map(({ score }) => score), shares: corners.map(({ share }) => share) };
}

/** The curve at a score; NaN at NaN. */
export function onCurve({ scores, shares }: Curve, score: number): number {
  let [below, above] = [0, scores.length - 1];
  if (!(score > (scores[0] as number))) {
    return Number.isNaN(score) ? Number.NaN : shares[0] as number;
  }
  if (score >= (scores[above] as number)) {
    return shares[above] as number;
  }
  while (above - below > 1) {
    const middle = (below + above) >> 1;
    [below, above] = (scores[middle] as number) <= score ? [middle, above] : [below, middle];
  }
  const [x, y] = [scores[below] as number, shares[below] as number];
  return y + (((shares[above] as number) - y) / ((scores[above] as number) - x)) * (score - x);
}

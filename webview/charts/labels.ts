/** Where labels stand when their lines end too close together. */

/**
 * The places nearest to the wished ones (least sum of squares) at which no two labels overlap: the wishes less the room that the
 * labels above need are a monotone regression, solved by pooling adjacent violators (Ayer et al. 1955); its solution within bounds is
 * the unbounded one, clamped.
 * @param wishes centres in pixels, ascending
 * @param height of a label in pixels
 * @param top least and `bottom` greatest centre. Where there is not room for all, they run over `bottom`: ask `fitting` first.
 * @returns centres, in the same order
 */
export function apart(wishes: readonly number[], height: number, top: number, bottom: number): number[] {
  const pools: { sum: number; count: number }[] = [];
  wishes.forEach((wish, index) => {
    let pool = { sum: wish - index * height, count: 1 };
    for (let above = pools.at(-1); above !== undefined && above.sum / above.count >= pool.sum / pool.count; above = pools.at(-1)) {
      pool = { sum: pool.sum + above.sum, count: pool.count + above.count };
      pools.pop();
    }
    pools.push(pool);
  });
  const most = Math.max(top, bottom - (wishes.length - 1) * height);
  return pools.flatMap(({ sum, count }) => Array.from({ length: count }, () => Math.min(most, Math.max(top, sum / count)))).map((base, index) => base + index * height);
}

/** How many labels of this height have their centres between `top` and `bottom`. */
export function fitting(height: number, top: number, bottom: number): number {
  return Math.max(0, Math.floor((bottom - top) / height + 1e-9) + 1);
}

export interface Box { readonly x: number; readonly y: number; readonly width: number; readonly height: number }

/**
 * Of the candidates that lie in `within` and on none of `taken`, the one over which the fewest lines run; the first of these. Undefined
 * when there is none.
 */
export function freePlace(candidates: readonly Box[], taken: readonly Box[], within: Box, lines: (box: Box) => number): Box | undefined {
  const free = candidates.filter((box) => inside(box, within) && taken.every((other) => !overlap(box, other)));
  let best: { readonly box: Box; readonly crossed: number } | undefined;
  for (const box of free) {
    const crossed = lines(box);
    best = best === undefined || crossed < best.crossed ? { box, crossed } : best;
  }
  return best?.box;
}

function inside(box: Box, outer: Box): boolean {
  return box.x >= outer.x && box.y >= outer.y && box.x + box.width <= outer.x + outer.width && box.y + box.height <= outer.y + outer.height;
}

function overlap(a: Box, b: Box): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

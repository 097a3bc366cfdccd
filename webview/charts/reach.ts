/** What a pointer or a key reaches among curves. */
import { heightAt, nearestX, neighbourX, xRange, type Series } from './series';
import type { Range, Scale } from './scale';

/** Pixels within which a curve is under the pointer. */
export const REACH = 20;

/** The run whose line is nearest above or below a place in pixels; undefined when none is within `REACH`. */
export function nearestRun(all: readonly Series[], scales: { readonly x: Scale; readonly y: Scale }, x: number, y: number): string | undefined {
  let best: { readonly runId: string; readonly away: number } | undefined;
  const at = scales.x.toValue(x);
  for (const series of all) {
    const away = Math.abs(scales.y.toPixel(heightAt(series, at)) - y);
    if (away <= REACH && (best === undefined || away < best.away)) {
      best = { runId: series.look.run_id, away };
    }
  }
  return best?.runId;
}

/** Series with points in a part of the axis, so that the cursor never leaves it. */
export function inSight(all: readonly Series[], part: Range): Series[] {
  return all.filter((series) => {
    const own = xRange(series);
    return own !== undefined && own[0] <= part[1] && own[1] >= part[0];
  });
}

/** Where the cursor is after so many steps from point to point; it begins at the end that it comes from. */
export function stepped(all: readonly Series[], part: Range, cursor: number | undefined, direction: 1 | -1, times: number): number | undefined {
  let at = cursor ?? nearestX(inSight(all, part), direction === 1 ? part[0] : part[1]);
  for (let turn = cursor === undefined ? 1 : 0; turn < times && at !== undefined; turn++) {
    const next = neighbourX(all, at, direction);
    at = next !== undefined && next >= part[0] && next <= part[1] ? next : at;
  }
  return at;
}

/**
 * A wished zoom as far as there is anything to see.
 * @param least width that makes sense: one step, or a millisecond
 * @returns `all` when it shows all there is; undefined when it is too narrow
 */
export function zoomWithin(wish: Range, whole: Range, least = 1): Range | 'all' | undefined {
  const width = Math.min(wish[1] - wish[0], whole[1] - whole[0]);
  if (!(width >= least)) {
    return undefined;
  }
  const from = Math.min(whole[1] - width, Math.max(whole[0], wish[0]));
  return width >= (whole[1] - whole[0]) * 0.999 ? 'all' : [from, from + width];
}

/** Which part of the numbers a chart shows. */
import type { Band } from '../../src/protocol/table';
import { roomy, union, type Range } from './scale';
import { seen, valueRange, xRange, type Series } from './series';

const ROOM = 0.05;
/** A growing axis takes so much in advance, so that it needs to grow seldom. */
const ADVANCE = 0.1;
/** Axes of living curves move no more often than this, ms. */
export const AXIS_PAUSE = 1000;

export interface Domains { readonly x: Range; readonly y: Range }

/**
 * The smallest domains in which everything can be seen.
 * @param zoom x that is shown; undefined for all
 * @param raw whether the raw values are drawn behind the smoothed ones
 */
export function tightDomains(all: readonly Series[], band: Band | undefined, { zoom, raw, logX, logY }: { readonly zoom: Range | undefined; readonly raw: boolean; readonly logX: boolean; readonly logY: boolean }): Domains | undefined {
  const x = xDomain(all, band, zoom, logX);
  if (x === undefined) {
    return undefined;
  }
  const ranges = all.flatMap((series) => {
    const part = seen(series, x);
    const whole = part[0] === 0 && part[1] === series.x.length;
    const shown = !whole ? valueRange(series.shown, part, logY) : logY ? series.facts.shownAbove0 : series.facts.shown;
    return [shown, raw && series.raw !== series.shown ? valueRange(series.raw, part, logY) : undefined];
  });
  if (band !== undefined) {
    const inside = (_: number, index: number): boolean => (band.x[index] as number) >= x[0] && (band.x[index] as number) <= x[1];
    for (const values of [band.min, band.max]) {
      const part = Float64Array.from(values.filter(inside));
      ranges.push(valueRange(part, [0, part.length], logY));
    }
  }
  const y = union(ranges);
  return y === undefined ? { x, y: logY ? [0.1, 1] : [0, 1] } : { x, y: roomy(y, ROOM, logY) };
}

function xDomain(all: readonly Series[], band: Band | undefined, zoom: Range | undefined, log: boolean): Range | undefined {
  const whole = union([...all.map((series) => (log ? valueRange(series.x, [0, series.x.length], true) : xRange(series))), log ? undefined : extentOf(band)]);
  if (whole === undefined || (zoom !== undefined && zoom[1] > zoom[0] && !(log && zoom[0] <= 0))) {
    return whole === undefined ? undefined : zoom;
  }
  // One step alone stands in the middle.
  return whole[1] > whole[0] ? whole : roomy(whole, 0, log);
}

/** First and last x of a band. */
export function extentOf(band: Band | undefined): Range | undefined {
  return band === undefined || band.x.length === 0 ? undefined : [band.x[0] as number, band.x.at(-1) as number];
}

/** Domains of living curves: they hold still for `AXIS_PAUSE`, and then take more than they need. */
export class LivingDomains {
  #shown: Domains | undefined;
  #movedAt = -Infinity;

  get shown(): Domains | undefined {
    return this.#shown;
  }

  /** Takes the domains as they are: other runs, other axes, another zoom. */
  reset(domains: Domains | undefined, now: number): void {
    this.#shown = domains;
    this.#movedAt = now;
  }

  /**
   * After new points.
   * @param now ms of any steady clock
   * @param zoomed x is what the person has chosen, and holds
   * @returns `kept`; `moved`; or in how many ms to ask again
   */
  grow(tight: Domains | undefined, now: number, zoomed: boolean): 'kept' | 'moved' | number {
    const shown = this.#shown;
    if (tight === undefined || (shown !== undefined && holds(shown.x, tight.x) && holds(shown.y, tight.y))) {
      return 'kept';
    }
    const wait = this.#movedAt + AXIS_PAUSE - now;
    if (shown !== undefined && wait > 0) {
      return wait;
    }
    this.#shown = shown === undefined ? tight : { x: zoomed ? tight.x : grown(shown.x, tight.x), y: union([shown.y, tight.y]) ?? tight.y };
    this.#movedAt = now;
    return 'moved';
  }
}

function holds(outer: Range, inner: Range): boolean {
  return outer[0] <= inner[0] && outer[1] >= inner[1];
}

function grown(shown: Range, tight: Range): Range {
  const from = Math.min(shown[0], tight[0]);
  return [from, tight[1] > shown[1] ? tight[1] + (tight[1] - from) * ADVANCE : shown[1]];
}

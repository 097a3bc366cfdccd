/** Curves as arrays of numbers, ready to be drawn and asked. */
import type { Curve } from '../../src/protocol/table';
import { toNumber } from '../../src/wording/formatNumber';
import type { RunLook } from './runLook';
import type { Range } from './scale';
import { smoothed } from './smoothing';

/** What the horizontal axis counts: steps, Unix ms, or ms since the run's start. */
export type XKind = 'step' | 'time' | 'relative';

export interface Series {
  readonly look: RunLook;
  readonly curve: Curve;
  /** ascending */
  readonly x: Float64Array;
  /** as logged: NaN and infinities too */
  readonly raw: Float64Array;
  /** what the line shows: smoothed, or the same array as `raw` */
  readonly shown: Float64Array;
  readonly facts: SeriesFacts;
}

/** What is asked of a series at each new point, counted once. */
export interface SeriesFacts {
  /** NaN among the raw values */
  readonly missing: number;
  /** infinities among the raw values */
  readonly endless: number;
  /** finite raw values that a logarithmic axis can't show */
  readonly notAbove0: number;
  /** points whose x such an axis can't show */
  readonly xNotAbove0: number;
  /** finite values of the line; the second range of those above 0 */
  readonly shown: Range | undefined;
  readonly shownAbove0: Range | undefined;
}

export function seriesOf(look: RunLook, curve: Curve, x: XKind, smoothing: number): Series {
  const raw = Float64Array.from(curve.value, toNumber);
  const [shown, places] = [smoothed(raw, smoothing), xOf(curve, x)];
  return { look, curve, x: places, raw, shown, facts: factsOf(places, raw, shown) };
}

function factsOf(x: Float64Array, raw: Float64Array, shown: Float64Array): SeriesFacts {
  let [missing, endless, notAbove0] = [0, 0, 0];
  for (let index = 0; index < raw.length; index++) {
    const value = raw[index] as number;
    if (Number.isNaN(value)) {
      missing++;
    } else if (!Number.isFinite(value)) {
      endless++;
    } else if (value <= 0) {
      notAbove0++;
    }
  }
  const all: Range = [0, shown.length];
  return { missing, endless, notAbove0, xNotAbove0: lowerBound(x, Number.MIN_VALUE), shown: valueRange(shown, all, false), shownAbove0: valueRange(shown, all, true) };
}

function xOf(curve: Curve, x: XKind): Float64Array {
  if (x === 'step') {
    return Float64Array.from(curve.step);
  }
  const origin = x === 'time' ? 0 : curve.start_time;
  return Float64Array.from(curve.time, (time) => time - origin);
}

/** How a newer curve stands to the one that is drawn. Metrics are only ever added to, so as many points are the same points. */
export function growth(before: Curve, after: Curve): 'same' | 'appended' | 'other' {
  const length = before.step.length;
  if (before === after || (before.total === after.total && length === after.step.length && ends(before, length - 1, after))) {
    return 'same';
  }
  // A tail leaves out no more points than were left out before; a curve that was thinned afresh leaves out others.
  const added = after.total - before.total === after.step.length - length;
  return added && after.step.length > length && length > 0 && [0, length >> 1, length - 1].every((index) => ends(before, index, after)) ? 'appended' : 'other';
}

function ends(before: Curve, index: number, after: Curve): boolean {
  return before.step[index] === after.step[index] && before.time[index] === after.time[index] && Object.is(before.value[index], after.value[index]);
}

/** Index of the first element that is not less than `value`; the length when all are. */
export function lowerBound(sorted: Float64Array, value: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] as number) < value) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

/** Index of the point nearest to `x`, undefined past the run's own first and last point or without any. */
export function indexAt({ x }: Series, at: number): number | undefined {
  const length = x.length;
  if (length === 0 || at < (x[0] as number) || at > (x[length - 1] as number)) {
    return undefined;
  }
  const above = lowerBound(x, at);
  return above > 0 && at - (x[above - 1] as number) < (x[above] as number) - at ? above - 1 : above;
}

/** Height of the line at `at`, between its points; NaN in a gap and past its ends. */
export function heightAt({ x, shown }: Series, at: number): number {
  const above = lowerBound(x, at);
  if (above === x.length || (above === 0 && x[0] !== at)) {
    return NaN;
  }
  const [left, right] = [x[Math.max(0, above - 1)] as number, x[above] as number];
  const [low, high] = [shown[Math.max(0, above - 1)] as number, shown[above] as number];
  return right === left ? high : low + ((high - low) * (at - left)) / (right - left);
}

/** The x of any series that is nearest to `at`; undefined without points. */
export function nearestX(all: readonly Series[], at: number): number | undefined {
  let best: number | undefined;
  for (const { x } of all) {
    const above = lowerBound(x, at);
    for (const candidate of [x[above - 1], x[above]]) {
      if (candidate !== undefined && (best === undefined || Math.abs(candidate - at) < Math.abs(best - at))) {
        best = candidate;
      }
    }
  }
  return best;
}

/** The next x of any series after (`direction` 1) or before (−1) `at`. */
export function neighbourX(all: readonly Series[], at: number, direction: 1 | -1): number | undefined {
  let best: number | undefined;
  for (const { x } of all) {
    const from = lowerBound(x, at);
    const candidate = direction === 1 ? x[x[from] === at ? lastSame(x, from) + 1 : from] : x[from - 1];
    if (candidate !== undefined && (best === undefined || (candidate - best) * direction < 0)) {
      best = candidate;
    }
  }
  return best;
}

function lastSame(x: Float64Array, from: number): number {
  let index = from;
  while (x[index + 1] === x[from]) {
    index++;
  }
  return index;
}

/** First and last x. */
export function xRange({ x }: Series): Range | undefined {
  return x.length === 0 ? undefined : [x[0] as number, x[x.length - 1] as number];
}

/** Indices of what can be seen of a series within `range` of x: from one point before it to one behind it, the last not included. */
export function seen({ x }: Series, range: Range): Range {
  return [Math.max(0, lowerBound(x, range[0]) - 1), Math.min(x.length, lowerBound(x, range[1]) + 1)];
}

/** Least and greatest finite value between two indices; above 0 only, where `positive`. */
export function valueRange(values: Float64Array, [from, to]: Range, positive: boolean): Range | undefined {
  let [least, greatest] = [Infinity, -Infinity];
  for (let index = from; index < to; index++) {
    const value = values[index] as number;
    if (Number.isFinite(value) && (!positive || value > 0)) {
      least = value < least ? value : least;
      greatest = value > greatest ? value : greatest;
    }
  }
  return least <= greatest ? [least, greatest] : undefined;
}

/** The last point of the line within `range` of x that has a finite value; undefined without one. */
export function lastSeen(series: Series, range: Range): number | undefined {
  for (let index = Math.min(series.x.length, lowerBound(series.x, range[1] + Number.EPSILON * Math.abs(range[1]))) - 1; index >= 0 && (series.x[index] as number) >= range[0]; index--) {
    if (Number.isFinite(series.shown[index])) {
      return index;
    }
  }
  return undefined;
}

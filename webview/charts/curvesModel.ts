/** What a chart of curves is about, and what follows from it without any drawing. */
import { isBetter, type Direction } from '../../src/protocol/direction';
import type { Band, Curve } from '../../src/protocol/table';
import { countOf, formatNumber } from '../../src/wording/formatNumber';
import { formatDuration, formatExact } from '../../src/wording/formatTime';
import type { RunLook } from './runLook';
import type { Range } from './scale';
import { growth, seriesOf, type Series, type SeriesFacts, type XKind } from './series';

/** Up to so many selected runs each has its curve; above, a band stands for all of them. */
export const MOST_CURVES = 50;
/** With more curves than this their raw values behind the smoothed ones are only a fog. */
const MOST_RAW = 8;

export interface CurvesData {
  readonly metric: string;
  readonly direction: Direction;
  /** those that have a curve, in the order of the selection; with a band only the pinned and the hovered */
  readonly looks: readonly RunLook[];
  readonly curves: readonly Curve[];
  /** of all selected runs, where they are more than `MOST_CURVES` */
  readonly band?: Band;
  /** runs that the band is of */
  readonly bandRuns?: number;
  /** x from the first to the last point of all, where the curves hold only the part that is zoomed to */
  readonly whole?: Range;
  /** axes that are given: a window that moves on by itself. What is missing in it is no fault, and not noted */
  readonly window?: { readonly x: Range; readonly y: Range };
  /** the run that is drawn thicker; without it the one whose last value is best */
  readonly best?: string;
}

export interface CurvesOptions {
  readonly x: XKind;
  /** weight of TensorBoard's moving average, 0 to 0.99 */
  readonly smoothing: number;
  readonly logX: boolean;
  readonly logY: boolean;
}

export const PLAIN: CurvesOptions = { x: 'step', smoothing: 0, logX: false, logY: false };

export interface SeriesChange {
  readonly series: readonly Series[];
  /** series that differ from before, and from which point on; undefined when other runs, looks or axes leave nothing as it was */
  readonly changed: ReadonlyMap<Series, number> | undefined;
}

/** Series of new data, keeping the old ones that are the same. */
export function nextSeries(before: readonly Series[], data: CurvesData, options: CurvesOptions, optionsChanged: boolean): SeriesChange {
  const old = new Map(before.map((series) => [series.look.run_id, series]));
  const looks = new Map(data.looks.map((look) => [look.run_id, look]));
  const changed = new Map<Series, number>();
  let whole = optionsChanged;
  const series = data.curves.flatMap((curve) => {
    const look = looks.get(curve.run_id);
    if (look === undefined) {
      return [];
    }
    const known = old.get(curve.run_id);
    if (known === undefined || optionsChanged || !alike(known.look, look)) {
      whole = true;
      return [seriesOf(look, curve, options.x, options.smoothing)];
    }
    const grown = growth(known.curve, curve);
    if (grown === 'same') {
      return [known.look === look ? known : { ...known, look }];
    }
    const next = seriesOf(look, curve, options.x, options.smoothing);
    changed.set(next, grown === 'appended' ? known.x.length : 0);
    return [next];
  });
  return { series, changed: whole || series.length !== before.length ? undefined : changed };
}

/** Whether a curve is drawn the same way in the same place. */
function alike(a: RunLook, b: RunLook): boolean {
  return a.color === b.color && String(a.dash) === String(b.dash) && a.running === b.running;
}

/** Whether raw values are drawn behind smoothed ones. */
export function showsRaw(series: readonly Series[], { smoothing }: CurvesOptions): boolean {
  return smoothing > 0 && series.length <= MOST_RAW;
}

/** The run whose last finite value is best; undefined where nobody knows what better means, or there is only one. */
export function bestRun(series: readonly Series[], direction: Direction): string | undefined {
  let best: { readonly runId: string; readonly value: number } | undefined;
  for (const { look, raw } of series) {
    const value = raw.findLast((candidate) => Number.isFinite(candidate));
    if (value !== undefined && (best === undefined || isBetter(value, best.value, direction))) {
      best = { runId: look.run_id, value };
    }
  }
  return direction === 'unknown' || series.length < 2 ? undefined : best?.runId;
}

/** `step 32`, `4 min 10 s`, `2026-11-21 13:05:09` */
export function xWords(x: number, kind: XKind): string {
  return kind === 'step' ? `step ${formatNumber(x)}` : kind === 'relative' ? formatDuration(x) : formatExact(x);
}

export function directionWords(direction: Direction): string {
  return direction === 'unknown' ? '' : `${direction} is better`;
}

/** What a reader of the picture has to know: what is left out of it, and of what it is. */
export function notesOf(series: readonly Series[], data: CurvesData, options: CurvesOptions): string[] {
  const notes: string[] = [];
  if (data.band !== undefined) {
    notes.push(`band of ${countOf(data.bandRuns ?? Math.max(0, ...data.band.runs), 'run')}: least to greatest, middle half, median`);
  }
  const total = (of: (facts: SeriesFacts) => number): number => series.reduce((sum, { facts }) => sum + of(facts), 0);
  const left = options.logY ? total(({ notAbove0 }) => notAbove0) : 0;
  const leftX = options.logX ? total(({ xNotAbove0 }) => xNotAbove0) : 0;
  const [missing, endless] = [total((facts) => facts.missing), total((facts) => facts.endless)];
  if (left > 0) {
    notes.push(`${countOf(left, 'value')} ≤ 0 left out`);
  }
  if (leftX > 0) {
    notes.push(`${countOf(leftX, 'point')} at ${options.x === 'step' ? 'steps' : 'times'} ≤ 0 left out`);
  }
  if (missing > 0 && data.window === undefined) {
    notes.push(`${missing.toLocaleString('en-US')} NaN`);
  }
  if (endless > 0) {
    notes.push(`${endless.toLocaleString('en-US')} infinite, at the edge`);
  }
  return notes;
}

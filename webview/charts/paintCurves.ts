/** Curves, bands, single points and the marks of infinite values. */
import type { Band } from '../../src/protocol/table';
import { decimated, type Polyline } from './decimation';
import type { Area } from './layers';
import type { Range, Scale } from './scale';
import { seen, type Series } from './series';
import { runColor, type ChartTheme } from './theme';

export const LINE = 1.5;
export const THICK = 2.5;
const RAW_ALPHA = 0.3;
export const DIMMED_ALPHA = 0.14;
const DOT = 2.5;
const MARK = 4;

export interface CurvePlace {
  readonly context: CanvasRenderingContext2D;
  readonly area: Area;
  readonly x: Scale;
  readonly y: Scale;
  readonly theme: ChartTheme;
  /** device pixels per CSS pixel */
  readonly ratio: number;
}

let pixelsX = new Float64Array(1024);
let pixelsY = new Float64Array(1024);

/** Everything inside is cut at the plot's edges. */
export function clipped({ context, area }: CurvePlace, paint: () => void): void {
  context.save();
  context.beginPath();
  context.rect(area.left - 1, area.top - 1, area.right - area.left + 2, area.bottom - area.top + 2);
  context.clip();
  paint();
  context.restore();
}

/**
 * One run: its line, dots where a point has no neighbour, and arrows at the edge where values are infinite.
 * @param from index from which on; the line begins at the point before it
 */
export function paintSeries(place: CurvePlace, series: Series, style: { readonly width: number; readonly alpha: number; readonly raw: boolean }, from = 0): void {
  const { context, theme, x } = place;
  const [first, last] = seen(series, x.domain);
  const part: Range = [Math.max(first, from - 1), last];
  if (part[1] <= part[0]) {
    return;
  }
  context.strokeStyle = runColor(theme, series.look.color);
  context.fillStyle = context.strokeStyle;
  context.lineJoin = 'round';
  if (style.raw && series.raw !== series.shown) {
    context.globalAlpha = style.alpha * RAW_ALPHA;
    context.lineWidth = 1;
    context.setLineDash([]);
    strokePolyline(context, polylineOf(place, series.x, series.raw, part), 1);
  }
  context.globalAlpha = style.alpha;
  context.lineWidth = style.width;
  context.setLineDash(series.look.dash as number[]);
  strokePolyline(context, polylineOf(place, series.x, series.shown, part), DOT);
  context.setLineDash([]);
  paintInfinities(place, series, part);
  context.globalAlpha = 1;
}

function polylineOf({ x, y, ratio }: CurvePlace, xs: Float64Array, values: Float64Array, [from, to]: Range): Polyline {
  const length = to - from;
  if (pixelsX.length < length) {
    pixelsX = new Float64Array(length * 2);
    pixelsY = new Float64Array(length * 2);
  }
  for (let index = 0; index < length; index++) {
    const at = x.toPixel(xs[from + index] as number);
    pixelsX[index] = at;
    pixelsY[index] = Number.isNaN(at) ? NaN : y.toPixel(values[from + index] as number);
  }
  return decimated(pixelsX, pixelsY, 0, length, ratio);
}

function strokePolyline(context: CanvasRenderingContext2D, line: Polyline, dot: number): void {
  context.beginPath();
  let pen = false;
  const alone: number[] = [];
  for (let index = 0; index < line.length; index += 2) {
    const [x, y] = [line[index] as number, line[index + 1] as number];
    if (Number.isNaN(y)) {
      pen = false;
    } else if (pen) {
      context.lineTo(x, y);
    } else {
      context.moveTo(x, y);
      pen = true;
      if (index + 2 >= line.length || Number.isNaN(line[index + 3])) {
        alone.push(x, y);
      }
    }
  }
  context.stroke();
  for (let index = 0; index < alone.length; index += 2) {
    paintDot(context, alone[index] as number, alone[index + 1] as number, dot);
  }
}

export function paintDot(context: CanvasRenderingContext2D, x: number, y: number, radius: number): void {
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.fill();
}

function paintInfinities({ context, area, x }: CurvePlace, { x: xs, raw }: Series, [from, to]: Range): void {
  for (let index = from; index < to; index++) {
    const value = raw[index] as number;
    if (value === Infinity || value === -Infinity) {
      const at = x.toPixel(xs[index] as number);
      const [edge, inward] = value > 0 ? [area.top, MARK * 1.5] : [area.bottom, -MARK * 1.5];
      context.beginPath();
      context.moveTo(at, edge);
      context.lineTo(at - MARK, edge + inward);
      context.lineTo(at + MARK, edge + inward);
      context.closePath();
      context.fill();
    }
  }
}

/** Least to greatest, the middle half, and the median, in no run's colour. */
export function paintBand(place: CurvePlace, band: Band): void {
  const { context, theme } = place;
  context.fillStyle = theme.muted;
  for (const [low, high, alpha] of [[band.min, band.max, 0.14], [band.q25, band.q75, 0.24]] as const) {
    context.globalAlpha = alpha;
    fillBetween(place, band.x, low, high);
  }
  context.globalAlpha = 1;
  context.strokeStyle = theme.muted;
  context.lineWidth = LINE;
  strokePolyline(context, polylineOf(place, Float64Array.from(band.x), Float64Array.from(band.median), [0, band.x.length]), DOT);
}

function fillBetween({ context, area, x, y }: CurvePlace, xs: readonly number[], low: readonly number[], high: readonly number[]): void {
  // What a logarithmic axis can't show lies below its lower edge.
  const height = (value: number): number => {
    const at = y.toPixel(value);
    return Number.isNaN(at) ? area.bottom : at;
  };
  const alone = xs.length === 1;
  context.beginPath();
  xs.forEach((value, index) => context.lineTo(x.toPixel(value) - (alone ? DOT : 0), height(high[index] as number)));
  if (alone) {
    context.lineTo(x.toPixel(xs[0] as number) + DOT, height(high[0] as number));
    context.lineTo(x.toPixel(xs[0] as number) + DOT, height(low[0] as number));
  }
  for (let index = xs.length - 1; index >= 0; index--) {
    context.lineTo(x.toPixel(xs[index] as number) - (alone ? DOT : 0), height(low[index] as number));
  }
  context.closePath();
  context.fill();
}

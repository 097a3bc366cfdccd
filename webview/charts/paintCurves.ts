/** Curves, bands, single points and the marks of infinite values. */
import type { Band } from '../../src/protocol/table';
import { decimated, ribbonOf, type Polyline, type Ribbon } from './decimation';
import type { Area } from './area';
import type { Range, Scale } from './scale';
import { seen, type Series } from './series';
import { runColor, type ChartTheme } from './theme';

export const LINE = 1.5;
export const THICK = 2.5;
const RAW_ALPHA = 0.3;
export const DIMMED_ALPHA = 0.14;
const DOT = 2.5;
const MARK = 4;
const VEIL = 0.3;
/** From so many points in a column of pixels on a line is drawn as what it covers … */
const DENSE = 3;
/** … sooner among many, where nobody can follow a single zigzag, … */
const [CROWD, DENSE_IN_CROWD] = [12, 1.2];
/** … where it is longer than a few columns: the tail of a living curve is not. */
const MANY_COLUMNS = 16;

export interface CurvePlace {
  readonly context: CanvasRenderingContext2D;
  readonly area: Area;
  readonly x: Scale;
  readonly y: Scale;
  readonly theme: ChartTheme;
  /** device pixels per CSS pixel */
  readonly ratio: number;
}

export interface CurveStyle {
  readonly width: number;
  readonly alpha: number;
  /** raw values behind the smoothed ones */
  readonly raw: boolean;
  /** how many curves there are: among others a dense line lets them shine through, under a line of its means */
  readonly crowd: number;
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
export function paintSeries(place: CurvePlace, series: Series, style: CurveStyle, from = 0): void {
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
    paintLine(place, series.x, series.raw, part, 1, style.crowd);
  }
  context.globalAlpha = style.alpha;
  context.lineWidth = style.width;
  context.setLineDash(series.look.dash as number[]);
  paintLine(place, series.x, series.shown, part, DOT, style.crowd);
  context.setLineDash([]);
  if (series.facts.endless > 0) {
    paintInfinities(place, series, part);
  }
  context.globalAlpha = 1;
}

/** Strokes a line, or fills what it covers where strokes would lie upon each other. */
function paintLine({ context, x, y, ratio }: CurvePlace, xs: Float64Array, values: Float64Array, [from, to]: Range, dot: number, crowd: number): void {
  const veiled = crowd > 1;
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
  const columns = ((pixelsX[length - 1] as number) - (pixelsX[0] as number)) * ratio;
  if (length > columns * (crowd > CROWD ? DENSE_IN_CROWD : DENSE) && columns > MANY_COLUMNS) {
    const ribbon = ribbonOf(pixelsX, pixelsY, 0, length, ratio);
    const alpha = context.globalAlpha;
    context.globalAlpha = veiled ? alpha * VEIL : alpha;
    fillRibbon(context, ribbon);
    context.globalAlpha = alpha;
    if (veiled) {
      strokePolyline(context, pairs(ribbon.x, ribbon.mean), dot);
    }
  } else {
    strokePolyline(context, decimated(pixelsX, pixelsY, 0, length, ratio), dot);
  }
}

function pairs(x: Float64Array, y: Float64Array): Polyline {
  const line = new Float64Array(2 * x.length);
  for (let index = 0; index < x.length; index++) {
    line[2 * index] = x[index] as number;
    line[2 * index + 1] = y[index] as number;
  }
  return line;
}

function fillRibbon(context: CanvasRenderingContext2D, { x, least, greatest }: Ribbon): void {
  const half = context.lineWidth / 2;
  const dash = context.getLineDash();
  const period = dash.reduce((sum, part) => sum + part, 0);
  // Along a zigzag dashes would be noise: they are counted along the axis.
  const gap = (at: number): boolean => period > 0 && inGap(dash, at % period);
  context.beginPath();
  for (let start = 0; start < x.length; start++) {
    let end = start;
    while (end < x.length && !Number.isNaN(x[end]) && !gap(x[end] as number)) {
      end++;
    }
    if (end > start) {
      context.moveTo((x[start] as number) - half, (least[start] as number) - half);
      for (let index = start; index < end; index++) {
        context.lineTo(x[index] as number, (least[index] as number) - half);
      }
      context.lineTo((x[end - 1] as number) + half, (least[end - 1] as number) - half);
      context.lineTo((x[end - 1] as number) + half, (greatest[end - 1] as number) + half);
      for (let index = end - 1; index >= start; index--) {
        context.lineTo(x[index] as number, (greatest[index] as number) + half);
      }
      context.lineTo((x[start] as number) - half, (greatest[start] as number) + half);
      context.closePath();
    }
    start = end;
  }
  context.fill();
}

/** @param dash lengths of strokes and gaps in turns @param at within their sum */
function inGap(dash: readonly number[], at: number): boolean {
  let rest = at;
  return dash.findIndex((part) => (rest -= part) < 0) % 2 === 1;
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
  for (const [low, high, alpha] of theme.highContrast ? [[band.min, band.max, 0.3], [band.q25, band.q75, 0.4]] as const : [[band.min, band.max, 0.14], [band.q25, band.q75, 0.24]] as const) {
    context.globalAlpha = alpha;
    fillBetween(place, band.x, low, high);
  }
  context.globalAlpha = 1;
  context.strokeStyle = theme.muted;
  context.lineWidth = LINE;
  paintLine(place, Float64Array.from(band.x), Float64Array.from(band.median), [0, band.x.length], DOT, 1);
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

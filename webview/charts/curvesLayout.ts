/** Where the parts of a chart of curves stand. */
import type { Area, Size } from './area';
import type { CurvesOptions } from './curvesModel';
import type { Domains } from './domains';
import { axisWidth, numberTicks, xTicks, type Ticks } from './paintAxes';
import { scaleOf, type Range, type Scale } from './scale';
import type { ChartTheme } from './theme';

const [TOP, BOTTOM] = [8, 26];
/** Pixels for the names at the right: a share of the width, within bounds. */
const GUTTER: Range = [84, 176];
const GUTTER_SHARE = 0.27;

export interface CurvesLayout {
  readonly area: Area;
  readonly x: Scale;
  readonly y: Scale;
  readonly ticks: { readonly x: Ticks; readonly y: Ticks };
}

/** @param context measures words */
export function curvesLayout(context: CanvasRenderingContext2D, { width, height }: Size, domains: Domains, { x: kind, logX, logY }: CurvesOptions, theme: ChartTheme): CurvesLayout {
  const [top, bottom] = [TOP, Math.max(TOP + 1, height - BOTTOM)];
  const y = scaleOf(domains.y, [bottom, top], logY);
  const yTicks = numberTicks(y);
  const left = axisWidth(context, yTicks.words, theme);
  const right = Math.max(left + 1, width - Math.min(GUTTER[1], Math.max(GUTTER[0], width * GUTTER_SHARE)));
  const x = scaleOf(domains.x, [left, right], logX);
  return { area: { left, top, right, bottom }, x, y, ticks: { x: xTicks(x, kind, right - left), y: yTicks } };
}

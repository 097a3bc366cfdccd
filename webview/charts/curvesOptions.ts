/** Axes and room of a chart of curves, as Chart.js takes them. */
import type { ChartOptions } from 'chart.js';
import { durationAxis, mostTicks, numberAxis, timeAxis, type Axis } from './axes';
import type { CurvesOptions } from './curvesModel';
import type { Domains } from './domains';
import { HIDDEN_AXES, SHARED } from './plot';
import type { Range } from './scale';
import type { ChartTheme } from './theme';

const TOP = 8;
/** Pixels for the names at the right: a share of the width, within bounds. */
const GUTTER: Range = [84, 176];
const GUTTER_SHARE = 0.27;
/** What the words of the other axis take at least. */
const LEFT = 40;

/** @param domains undefined where there is nothing to show @param width of the chart in pixels */
export function curvesOptions(domains: Domains | undefined, options: CurvesOptions, theme: ChartTheme, width: number): ChartOptions<'curve'> {
  const right = Math.min(GUTTER[1], Math.max(GUTTER[0], width * GUTTER_SHARE));
  return {
    ...SHARED, layout: { autoPadding: false, padding: { top: TOP, right } },
    scales: domains === undefined ? HIDDEN_AXES : { x: xAxis(domains.x, options, theme, mostTicks(width - right - LEFT)), y: numberAxis('y', domains.y, options.logY, theme) },
  };
}

function xAxis(domain: Range, { x, logX }: CurvesOptions, theme: ChartTheme, most: number): Axis {
  return x === 'step' ? numberAxis('x', domain, logX, theme, { most, whole: true }) : (x === 'time' ? timeAxis : durationAxis)('x', domain, logX, theme, most);
}

/** The axes of parallel coordinates: scales of Chart.js side by side, each where its field stands. */
import type { ChartOptions } from 'chart.js';
import { axisOf } from './axes';
import type { Field } from './fields';
import { SHARED } from './plot';
import type { ChartTheme } from './theme';

/** Pixels around the axes, in which their names and the words beside the outer ones stand. */
export const PARALLEL_PADDING = { top: 44, bottom: 16, left: 56, right: 56 };
/** Chart.js sets words inside a plot right against their axis: this keeps them from it. */
const GAP = '\u2002';
const HALO = 4;

/** @param fields at least two @param fit a word, as far as there is room for it beside its axis */
export function parallelOptions(fields: readonly Field[], theme: ChartTheme, fit: (word: string) => string): ChartOptions<'scatter'> {
  const axes = fields.map((field, index) => {
    const { ticks, ...axis } = axisOf('y', field, theme, (word) => `${fit(word)}${GAP}`);
    return [`y${index}`, {
      ...axis, axis: 'y' as const, position: { x: index }, grid: { display: false }, border: { display: true, color: theme.muted, width: 1, z: 1 },
      ticks: { ...ticks, z: 1, color: theme.foreground, textStrokeColor: theme.background, textStrokeWidth: HALO },
    }] as const;
  });
  return {
    ...SHARED, layout: { autoPadding: false, padding: PARALLEL_PADDING },
    scales: { x: { type: 'linear', min: 0, max: fields.length - 1, display: false }, ...Object.fromEntries(axes) },
  };
}

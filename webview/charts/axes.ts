/** Axes as Chart.js takes them, in the look of the editor: words in its muted colour, faint lines across, no frame. */
import type { ChartOptions, Scale, Tick } from 'chart.js';
import type { Field } from './fields';
import type { Range } from './scale';
import { reachOf } from './fieldAxis';
import type { ChartTheme } from './theme';
import { durationTicks, durationWords, logTicks, logWords, MOST_TICKS, tickWords, timeTicks, timeWords } from './ticks';

export const AXIS_FONT = 11;
const TICK_ROOM = 60;
const [X_HEIGHT, LEAST_Y_WIDTH] = [26, 40];
const GRID_SHARE = 55;
const GRID_SHARE_HIGH_CONTRAST = 35;

export type Axis = NonNullable<NonNullable<ChartOptions<'scatter'>['scales']>[string]>;
export type Side = 'x' | 'y';
type Words = (values: readonly number[]) => string[];

/** An axis of plain numbers. @param whole ticks at whole numbers only */
export function numberAxis(side: Side, domain: Range, log: boolean, theme: ChartTheme, { most = MOST_TICKS, whole = false, fit = same } = {}): Axis {
  const { ticks, ...look } = lookOf(side, theme);
  const [min, max] = domain;
  return log
    ? { ...look, type: 'logarithmic', min, max, ticks: { ...ticks, callback: saying(logWords, fit) }, afterBuildTicks: at(logTicks(min, max, most)) }
    : { ...look, type: 'linear', min, max, ticks: { ...ticks, maxTicksLimit: most + 1, precision: whole ? 0 : undefined, callback: saying(tickWords, fit) } };
}

/** An axis of ms since a start, at round minutes and hours. */
export function durationAxis(side: Side, domain: Range, log: boolean, theme: ChartTheme, most: number): Axis {
  return clockAxis(side, domain, log, theme, durationWords, (log ? logTicks : durationTicks)(...domain, most));
}

/** An axis of Unix ms, at round times of the reader's own clock. */
export function timeAxis(side: Side, domain: Range, log: boolean, theme: ChartTheme, most: number): Axis {
  return clockAxis(side, domain, log, theme, timeWords, timeTicks(...domain, most));
}

/** Chart.js's own scale for times needs a library for dates, and knows no durations: only the ticks of these axes are ours. */
function clockAxis(side: Side, domain: Range, log: boolean, theme: ChartTheme, words: Words, values: readonly number[]): Axis {
  const { ticks, ...look } = lookOf(side, theme);
  return { ...look, type: log ? 'logarithmic' : 'linear', min: domain[0], max: domain[1], ticks: { ...ticks, callback: saying(words) }, afterBuildTicks: at(values) };
}

/** Ticks at these values in the place of those that the scale has made. */
function at(values: readonly number[]): (scale: Scale) => void {
  return (scale) => { scale.ticks = values.map((value) => ({ value })); };
}

/** Words of a tick, which depend on all of them. */
function saying(words: Words, fit = same) {
  return (_: number | string, index: number, all: readonly Tick[]): string => fit(words(all.map(({ value }) => value))[index] ?? '');
}

function same(word: string): string {
  return word;
}

/** The axis of a field: numbers, powers of ten where they span much, or categories. @param fit what is made of each word */
export function axisOf(side: Side, field: Field, theme: ChartTheme, fit: (word: string) => string = same): Axis {
  if (field.kind === 'number') {
    const { domain, log } = reachOf(field);
    // Charts of runs are large: they have room for one more.
    return numberAxis(side, domain, log, theme, { most: MOST_TICKS + 1, fit });
  }
  const { ticks, ...look } = lookOf(side, theme);
  // The first category stands lowest, as the least number does.
  return { ...look, type: 'category', labels: [...field.categories], offset: true, reverse: side === 'y', ticks: { ...ticks, autoSkip: true, callback: (place) => fit(field.categories[Number(place)] ?? '') } };
}

/** Words under, and the name of the axis at the right end below them. */
export function titled(axis: Axis, text: string, theme: ChartTheme): Axis {
  return { ...axis, title: { display: true, text, align: 'end', color: theme.foreground, font: { size: AXIS_FONT, family: theme.family }, padding: { top: 2, bottom: 0 } }, afterFit: undefined };
}

/** Narrow axes get fewer ticks. @param pixels length of the axis */
export function mostTicks(pixels: number): number {
  return Math.max(2, Math.min(MOST_TICKS, Math.floor(pixels / TICK_ROOM)));
}

function lookOf(side: Side, theme: ChartTheme) {
  return {
    border: { display: false },
    // A theme gives its colours in any form that CSS has.
    grid: { display: side === 'y', drawTicks: false, color: `color-mix(in srgb, ${theme.grid} ${theme.highContrast ? GRID_SHARE_HIGH_CONTRAST : GRID_SHARE}%, transparent)` },
    ticks: {
      color: theme.muted, font: { size: AXIS_FONT, family: theme.family }, padding: side === 'x' ? 6 : 8, includeBounds: false, autoSkip: false, maxRotation: 0,
    },
    afterFit: side === 'x' ? steadyHeight : steadyWidth,
  };
}

function steadyHeight(scale: Scale): void {
  scale.height = X_HEIGHT;
  [scale.paddingLeft, scale.paddingRight] = [0, 0];
}

/** In steps of 8 pixels, so that the plot doesn't wobble while values arrive. */
function steadyWidth(scale: Scale): void {
  scale.width = Math.max(LEAST_Y_WIDTH, Math.ceil((scale.width - 6) / 8) * 8);
  // Half of a word above the plot is no reason for it to begin lower.
  [scale.paddingTop, scale.paddingBottom] = [0, 0];
}

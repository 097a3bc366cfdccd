/** Grid lines and the words along the axes. */
import type { Area } from './area';
import type { Scale } from './scale';
import type { XKind } from './series';
import type { ChartTheme } from './theme';
import { durationTicks, durationWords, linearTicks, logTicks, logWords, MOST_TICKS, tickWords, timeTicks, timeWords } from './ticks';

export const AXIS_FONT = 11;
const GRID_ALPHA = 0.55;
const GRID_ALPHA_HIGH_CONTRAST = 0.35;
const TICK_ROOM = 60;

export interface Ticks { readonly values: readonly number[]; readonly words: readonly string[] }

/** Ticks of an axis of plain numbers. @param least smallest step between them */
export function numberTicks(scale: Scale, most = MOST_TICKS, least = 0): Ticks {
  const values = scale.log ? logTicks(...scale.domain, most) : linearTicks(...scale.domain, most, least);
  return { values, words: scale.log ? logWords(values) : tickWords(values) };
}

/** @param width pixels that the axis has: narrow ones get fewer ticks */
export function xTicks(scale: Scale, kind: XKind, width: number): Ticks {
  const most = Math.max(2, Math.min(MOST_TICKS, Math.floor(width / TICK_ROOM)));
  const [from, to] = scale.domain;
  if (kind === 'step') {
    return numberTicks(scale, most, 1);
  }
  if (kind === 'relative') {
    const values = scale.log ? logTicks(from, to, most) : durationTicks(from, to, most);
    return { values, words: durationWords(values) };
  }
  const values = timeTicks(from, to, most);
  return { values, words: timeWords(values) };
}

export function paintAxes(context: CanvasRenderingContext2D, area: Area, x: Scale, y: Scale, ticks: { readonly x: Ticks; readonly y: Ticks }, theme: ChartTheme): void {
  context.font = `${AXIS_FONT}px ${theme.family}`;
  context.fillStyle = theme.muted;
  context.strokeStyle = theme.grid;
  context.lineWidth = 1;
  context.textBaseline = 'middle';
  context.textAlign = 'right';
  ticks.y.values.forEach((value, index) => {
    const at = Math.round(y.toPixel(value)) + 0.5;
    context.globalAlpha = theme.highContrast ? GRID_ALPHA_HIGH_CONTRAST : GRID_ALPHA;
    context.beginPath();
    context.moveTo(area.left, at);
    context.lineTo(area.right, at);
    context.stroke();
    context.globalAlpha = 1;
    context.fillText(ticks.y.words[index] ?? '', area.left - 8, at);
  });
  context.textBaseline = 'top';
  context.textAlign = 'center';
  ticks.x.values.forEach((value, index) => {
    const word = ticks.x.words[index] ?? '';
    const half = context.measureText(word).width / 2;
    context.fillText(word, Math.max(half, x.toPixel(value)), area.bottom + 7);
  });
}

/** Room that the words of a vertical axis need, in pixels, in steps of 8 so that they don't wobble while values arrive. */
export function axisWidth(context: CanvasRenderingContext2D, words: readonly string[], theme: ChartTheme): number {
  context.font = `${AXIS_FONT}px ${theme.family}`;
  const widest = Math.max(0, ...words.map((word) => context.measureText(word).width));
  return Math.max(40, Math.ceil((widest + 10) / 8) * 8);
}

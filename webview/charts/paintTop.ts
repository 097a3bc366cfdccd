/** What lies over the curves: the lit run, the ends of living ones, the cursor, the part that is being chosen. */
import { AXIS_FONT } from './axes';
import { clipped, paintDot, paintSeries, THICK, type CurvePlace } from './paintCurves';
import type { InsideEnd, LineEnd, PlacedEnd } from './lineEnds';
import { indexAt, type Series } from './series';
import { runColor } from './theme';

const LEADER = 8;
const HALO = 3;

/** Lines from where a curve ends to where its name stands. */
export function paintLeaders({ context, area, theme }: CurvePlace, placed: readonly PlacedEnd[], faint: (runId: string) => boolean): void {
  context.lineWidth = 1;
  for (const { look, y, at } of placed) {
    context.globalAlpha = faint(look.run_id) ? 0.25 : 0.75;
    context.strokeStyle = runColor(theme, look.color);
    context.beginPath();
    context.moveTo(area.right + 2, y);
    context.lineTo(area.right + 2 + LEADER, at);
    context.lineTo(area.right + 2 + LEADER + 4, at);
    context.stroke();
  }
  context.globalAlpha = 1;
}

/** A dot with a ring: this one goes on. */
export function paintLivingEnd({ context, theme }: CurvePlace, { look, x, y }: LineEnd): void {
  context.fillStyle = runColor(theme, look.color);
  context.strokeStyle = context.fillStyle;
  paintDot(context, x, y, 3);
  context.globalAlpha = 0.6;
  context.lineWidth = 1;
  context.beginPath();
  context.arc(x, y, 6, 0, 2 * Math.PI);
  context.stroke();
  context.globalAlpha = 1;
}

/** A name inside the plot, with the background around its letters so that lines behind it don't hurt. */
export function paintInside({ context, theme }: CurvePlace, { look, box, text }: InsideEnd): void {
  context.font = `${AXIS_FONT}px ${theme.family}`;
  context.textAlign = 'left';
  context.textBaseline = 'middle';
  context.lineJoin = 'round';
  context.lineWidth = HALO;
  context.strokeStyle = theme.background;
  context.strokeText(text, box.x, box.y + box.height / 2);
  context.fillStyle = runColor(theme, look.color);
  context.fillText(text, box.x, box.y + box.height / 2);
}

export function paintLit(place: CurvePlace, series: Series, raw: boolean): void {
  clipped(place, () => paintSeries(place, series, { width: THICK + 0.5, alpha: 1, raw, crowd: 2 }));
}

/** The line at x, a dot on each curve there, and x itself in a small label on the axis. */
export function paintCursor(place: CurvePlace, at: number, label: string, lines: readonly Series[]): void {
  const { context, area, x, y, theme } = place;
  const pixel = Math.round(x.toPixel(at)) + 0.5;
  if (!(pixel >= area.left - 1 && pixel <= area.right + 1)) {
    return;
  }
  context.strokeStyle = theme.cursor;
  context.lineWidth = 1;
  context.beginPath();
  context.moveTo(pixel, area.top);
  context.lineTo(pixel, area.bottom);
  context.stroke();
  for (const series of lines) {
    const index = indexAt(series, at);
    const height = index === undefined ? NaN : y.toPixel(series.shown[index] as number);
    if (index !== undefined && height >= area.top - 1 && height <= area.bottom + 1) {
      context.fillStyle = theme.background;
      paintDot(context, x.toPixel(series.x[index] as number), height, 4);
      context.fillStyle = runColor(theme, series.look.color);
      paintDot(context, x.toPixel(series.x[index] as number), height, 3);
    }
  }
  paintAxisLabel(place, pixel, label);
}

function paintAxisLabel({ context, area, theme }: CurvePlace, pixel: number, label: string): void {
  context.font = `600 ${AXIS_FONT}px ${theme.family}`;
  const width = context.measureText(label).width + 12;
  const left = Math.max(0, Math.min(area.right - width + 24, pixel - width / 2));
  context.beginPath();
  context.roundRect(left, area.bottom + 3, width, 18, 3);
  // Themes give see-through colours too, and the axis must not shine through.
  for (const fill of [theme.background, theme.label]) {
    context.fillStyle = fill;
    context.fill();
  }
  if (theme.highContrast) {
    context.strokeStyle = theme.grid;
    context.stroke();
  }
  context.fillStyle = theme.foreground;
  context.textAlign = 'left';
  context.textBaseline = 'middle';
  context.fillText(label, left + 6, area.bottom + 12.5);
}

/** The part of the axis that a drag covers so far. */
export function paintChoice({ context, area, theme }: CurvePlace, from: number, to: number): void {
  const [left, right] = [Math.max(area.left, Math.min(from, to)), Math.min(area.right, Math.max(from, to))];
  context.globalAlpha = 0.3;
  context.fillStyle = theme.selection;
  context.fillRect(left, area.top, right - left, area.bottom - area.top);
  context.globalAlpha = 1;
  context.strokeStyle = theme.focus;
  context.lineWidth = 1;
  context.strokeRect(Math.round(left) + 0.5, area.top + 0.5, Math.round(right - left), area.bottom - area.top - 1);
}

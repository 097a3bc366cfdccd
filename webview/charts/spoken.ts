/** A chart of curves is a slider for a screen reader: the cursor's place, and the values there. */
import { formatNumber } from '../../src/wording/formatNumber';
import { xWords } from './curvesModel';
import type { LineEnd } from './lineEnds';
import type { Range } from './scale';
import { indexAt, type XKind } from './series';

const MOST_SPOKEN = 5;

/** Writes the slider's name, range, place and words. */
export function spoken(surface: HTMLElement, metric: string, range: Range | undefined, cursor: number | undefined, kind: XKind, ends: readonly LineEnd[]): void {
  const [from, to] = range ?? [0, 1];
  set(surface, 'aria-label', `${metric} by ${kind === 'step' ? 'step' : kind === 'time' ? 'time' : 'time since start'}. Arrow keys move the cursor.`);
  set(surface, 'aria-valuemin', String(from));
  set(surface, 'aria-valuemax', String(to));
  set(surface, 'aria-valuenow', String(Math.min(to, Math.max(from, cursor ?? to))));
  // Said only where it is heard: words for fifty charts at each move of the pointer would cost more than the charts.
  if (document.activeElement === surface || !surface.hasAttribute('aria-valuetext')) {
    set(surface, 'aria-valuetext', words(cursor, kind, ends));
  }
}

function words(cursor: number | undefined, kind: XKind, ends: readonly LineEnd[]): string {
  const values = ends.flatMap(({ look, series, index }) => {
    const at = cursor === undefined ? index : indexAt(series, cursor);
    return at === undefined ? [] : [`${look.name} ${formatNumber(series.raw[at] as number)}`];
  });
  const more = values.length > MOST_SPOKEN ? `, and ${values.length - MOST_SPOKEN} more` : '';
  return `${cursor === undefined ? 'last values' : xWords(cursor, kind)}: ${values.length === 0 ? 'no values' : values.slice(0, MOST_SPOKEN).join(', ')}${more}`;
}

function set(element: HTMLElement, name: string, value: string): void {
  if (element.getAttribute(name) !== value) {
    element.setAttribute(name, value);
  }
}

/** Where lines end, and which of their names have room beside them. */
import { isBetter, type Direction } from '../../src/protocol/direction';
import { apart, fitting, freePlace, type Box } from './labels';
import type { Area } from './area';
import type { RunLook } from './runLook';
import type { Scale } from './scale';
import { heightAt, lastSeen, type Series } from './series';

export const LABEL_HEIGHT = 15;
/** More names than this inside the plot hide what they name. */
const MOST_INSIDE = 3;
const BESIDE = 8;

export interface LineEnd {
  readonly look: RunLook;
  readonly series: Series;
  readonly index: number;
  /** pixels, within the plot */
  readonly x: number;
  readonly y: number;
}

export interface PlacedEnd extends LineEnd { readonly at: number }
export interface InsideEnd extends LineEnd { readonly box: Box; readonly text: string }

/** The last point of each line that lies in the plot. */
export function lineEnds(all: readonly Series[], area: Area, x: Scale, y: Scale): LineEnd[] {
  return all.flatMap((series) => {
    const index = lastSeen(series, x.domain);
    if (index === undefined) {
      return [];
    }
    const height = y.toPixel(series.shown[index] as number);
    return Number.isNaN(height) ? [] : [{ look: series.look, series, index, x: x.toPixel(series.x[index] as number), y: Math.min(area.bottom, Math.max(area.top, height)) }];
  });
}

/**
 * Names of running runs that are still under way stand at their dot, inside the plot, where there is room for them.
 * @param words the text at a line's end
 * @param measure width of a text in pixels
 */
export function endsInside(ends: readonly LineEnd[], area: Area, scales: { readonly x: Scale; readonly y: Scale }, words: (end: LineEnd) => string, measure: (text: string) => number): InsideEnd[] {
  const running = ends.filter(({ look, x }) => look.running === true && x < area.right - BESIDE);
  if (running.length > MOST_INSIDE) {
    return [];
  }
  const within = { x: area.left, y: area.top, width: area.right - area.left, height: area.bottom - area.top };
  const taken: Box[] = running.map((end) => ({ x: end.x - 5, y: end.y - 5, width: 10, height: 10 }));
  return running.flatMap((end) => {
    const text = words(end);
    const width = measure(text);
    const [right, left, below, above] = [end.x + BESIDE, end.x - BESIDE - width, end.y + 6, end.y - 6 - LABEL_HEIGHT];
    const corners = [0, 1].flatMap((lines) => [[right, below + lines * LABEL_HEIGHT], [right, above - lines * LABEL_HEIGHT], [left, above - lines * LABEL_HEIGHT], [left, below + lines * LABEL_HEIGHT]] as const);
    const box = freePlace(corners.map(([atX, atY]) => ({ x: atX, y: atY, width, height: LABEL_HEIGHT })), taken, within, (place) => crossing(ends, place, scales));
    if (box === undefined) {
      return [];
    }
    taken.push(box);
    return [{ ...end, box, text }];
  });
}

const SAMPLES = 6;

/** How often lines run through a box, looked at in a few places. */
function crossing(ends: readonly LineEnd[], box: Box, { x, y }: { readonly x: Scale; readonly y: Scale }): number {
  let crossed = 0;
  for (let sample = 0; sample < SAMPLES; sample++) {
    const at = x.toValue(box.x + (box.width * sample) / (SAMPLES - 1));
    for (const { series } of ends) {
      const height = y.toPixel(heightAt(series, at));
      crossed += height >= box.y && height <= box.y + box.height ? 1 : 0;
    }
  }
  return crossed;
}

/** Which names matter more when not all have room. */
export interface Importance {
  readonly direction: Direction;
  readonly best: string | undefined;
  readonly highlighted: string | undefined;
  readonly dimmed: ReadonlySet<string>;
}

/** Names beside the plot, kept apart: those that matter most, as many as fit, in the order of their lines. */
export function endsBeside(ends: readonly LineEnd[], area: Area, importance: Importance): { readonly placed: PlacedEnd[]; readonly left: number } {
  const [top, bottom] = [area.top + LABEL_HEIGHT / 2 - 2, area.bottom - LABEL_HEIGHT / 2 + 6];
  const room = fitting(LABEL_HEIGHT, top, bottom);
  // The last line is for how many more there are.
  const count = ends.length <= room ? ends.length : Math.max(0, room - 1);
  const chosen = ends.toSorted((a, b) => rank(b, importance) - rank(a, importance) || byValue(a, b, importance.direction)).slice(0, count);
  const inOrder = chosen.toSorted((a, b) => a.y - b.y || byValue(a, b, importance.direction));
  const places = apart(inOrder.map(({ y }) => y), LABEL_HEIGHT, top, count < ends.length ? bottom - LABEL_HEIGHT : bottom);
  return { placed: inOrder.map((end, index) => ({ ...end, at: places[index] as number })), left: ends.length - count };
}

function rank({ look }: LineEnd, { best, highlighted, dimmed }: Importance): number {
  return (look.run_id === highlighted ? 16 : 0) + (dimmed.has(look.run_id) ? 0 : 8) + (look.run_id === best ? 4 : 0) + (look.pinned === true ? 2 : 0);
}

function byValue(a: LineEnd, b: LineEnd, direction: Direction): number {
  const [first, second] = [a.series.raw[a.index] as number, b.series.raw[b.index] as number];
  return isBetter(first, second, direction) ? -1 : isBetter(second, first, direction) ? 1 : 0;
}

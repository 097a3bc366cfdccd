/** How the graph stands in its frame: pan and zoom as numbers. */
import type { Viewport } from '../../src/protocol/panels/lineagePanel';
import { CARD, type Layout, type Point } from './layout';

export interface Frame { readonly width: number; readonly height: number }

const LEAST = 0.25;
const MOST = 2;
/** A graph is not drawn smaller than this to fit as a whole: its names are to be read. */
const LEGIBLE = 0.7;
/** room around the graph, and above it for the names of the columns, px */
const MARGIN = 24;
const HEADING = 34;

/** The whole graph where that can be read, else as near to its focus as possible. */
export function fitted({ width, height, places }: Pick<Layout, 'width' | 'height' | 'places'>, focus: string, frame: Frame): Viewport {
  const [across, down] = [frame.width - 2 * MARGIN, frame.height - MARGIN - HEADING];
  const zoom = Math.max(LEGIBLE, Math.min(1, across / Math.max(1, width), down / Math.max(1, height)));
  const middle = places.get(focus) ?? { x: width / 2, y: height / 2 };
  return { x: along(middle.x, width, zoom, MARGIN, across), y: along(middle.y, height, zoom, HEADING, down), zoom };
}

/** Offset that shows all of a length, or else its `middle`, and nothing beyond its ends. */
function along(middle: number, length: number, zoom: number, start: number, room: number): number {
  const spare = room - length * zoom;
  return spare >= 0 ? start + spare / 2 : Math.min(start, Math.max(start + spare, start + room / 2 - middle * zoom));
}

/** Larger or smaller by a factor, what stands at `at` on screen staying there. */
export function zoomed({ x, y, zoom }: Viewport, factor: number, at: Point): Viewport {
  const next = Math.min(MOST, Math.max(LEAST, zoom * factor));
  return { x: at.x - ((at.x - x) * next) / zoom, y: at.y - ((at.y - y) * next) / zoom, zoom: next };
}

export function panned({ x, y, zoom }: Viewport, across: number, down: number): Viewport {
  return { x: x + across, y: y + down, zoom };
}

/** Moved as little as needed for the card at `point` to be in the frame. */
export function showing(viewport: Viewport, point: Point, frame: Frame): Viewport {
  const reach = (middle: number, half: number, offset: number, start: number, size: number): number => {
    const [low, high] = [middle * viewport.zoom + offset - half * viewport.zoom, middle * viewport.zoom + offset + half * viewport.zoom];
    return low < start ? offset + start - low : high > size - MARGIN ? offset - (high - size + MARGIN) : offset;
  };
  return { ...viewport, x: reach(point.x, CARD.width / 2, viewport.x, MARGIN, frame.width), y: reach(point.y, CARD.height / 2, viewport.y, HEADING, frame.height) };
}

/** The viewport in which what stood at `before` stands on screen where it stood, although the graph has it at `after` now. */
export function steady(viewport: Viewport, before: Point | undefined, after: Point | undefined): Viewport {
  return before === undefined || after === undefined ? viewport : panned(viewport, (before.x - after.x) * viewport.zoom, (before.y - after.y) * viewport.zoom);
}

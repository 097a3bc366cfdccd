/** Paths of the small charts. Pure. */
import type { HistoryPoint } from './columnHistory';

/** The threshold is never at the very top. */
const LEAST_TOP = 1.4;
/** What is beyond is drawn here: one wild window must not flatten all others. */
const MOST = 4;

/** All in px: the line, where 1 lies, and the windows that were judged. */
export interface SparkShape { readonly path: string; readonly threshold: number; readonly dots: readonly { readonly x: number; readonly y: number; readonly drifted: boolean }[] }

/** Points of the line, in pixels; a gap where a window was not judged. */
export function sparkPath(points: readonly HistoryPoint[], width: number, height: number, room: number): SparkShape {
  const top = Math.min(MOST, Math.max(LEAST_TOP, ...points.map(({ severity }) => severity ?? 0)));
  const y = (severity: number): number => height - room - (Math.min(severity, top) / top) * (height - 2 * room);
  const step = points.length < 2 ? 0 : (width - 2 * room) / (points.length - 1);
  let path = '';
  let before = false;
  const dots: { x: number; y: number; drifted: boolean }[] = [];
  points.forEach(({ severity, drifted }, at) => {
    if (severity !== null) {
      const place = { x: points.length < 2 ? width - room : room + at * step, y: y(severity), drifted };
      path += `${before ? 'L' : 'M'}${place.x.toFixed(1)} ${place.y.toFixed(1)}`;
      dots.push(place);
    }
    before = severity !== null;
  });
  return { path, threshold: y(1), dots };
}

/** Outline of a histogram: up, along and down for each bin. */
export function stepPath(edges: readonly number[], shares: readonly number[], x: (value: number) => number, y: (share: number) => number): string {
  const parts = shares.map((share, at) => `${at === 0 ? 'M' : 'L'}${x(edges[at] ?? 0).toFixed(1)} ${y(share).toFixed(1)}H${x(edges[at + 1] ?? 0).toFixed(1)}`);
  return parts.join('');
}

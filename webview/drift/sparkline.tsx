/** The scores of a column over the windows, small: how far they are from the threshold, which is the dashed line. */
import type { JSX } from 'preact';
import type { HistoryPoint } from './columnHistory';

const [WIDTH, HEIGHT, ROOM] = [120, 22, 2];
/** The threshold is never at the very top. */
const LEAST_TOP = 1.4;
/** What is beyond is drawn here: one wild window must not flatten all others. */
const MOST = 4;

/** Points of the line, in pixels; a gap where a window was not judged. Pure. */
export function sparkPath(points: readonly HistoryPoint[], width: number, height: number, room: number): { readonly path: string; readonly threshold: number; readonly dots: readonly { readonly x: number; readonly y: number; readonly drifted: boolean }[] } {
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

export function Sparkline({ points }: { readonly points: readonly HistoryPoint[] }): JSX.Element {
  const { path, threshold, dots } = sparkPath(points, WIDTH, HEIGHT, ROOM);
  const last = dots.at(-1);
  return (
    <svg class="spark" width={WIDTH} height={HEIGHT} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true">
      <line class="limit" x1={0} x2={WIDTH} y1={threshold} y2={threshold} />
      <path class="curve" d={path} />
      {last !== undefined && <circle class={last.drifted ? 'worse' : ''} cx={last.x} cy={last.y} r={2.5} />}
    </svg>
  );
}

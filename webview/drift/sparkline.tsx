/** The scores of a column over the windows, small: how far they are from the threshold, which is the dashed line. */
import type { JSX } from 'preact';
import type { HistoryPoint } from './columnHistory';
import { sparkPath } from './drawnPaths';

const [WIDTH, HEIGHT, ROOM] = [120, 22, 2];
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

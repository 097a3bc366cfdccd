/** How a column is distributed in the reference and in the window, one over the other. */
import type { JSX } from 'preact';
import { useRef } from 'preact/hooks';
import type { Distribution } from '../../src/protocol/drift';
import { linearTicks, tickWords } from '../charts/ticks';
import { stepPath } from './drawnPaths';
import { percent } from './driftWords';
import { useWidth } from './measured';

const HEIGHT = 170;
const [LEFT, RIGHT, TOP, BOTTOM] = [44, 12, 8, 22];
const SHARE_TICKS = 3;

export interface DistributionChartProps {
  readonly column: string;
  readonly distribution: Distribution;
  /** what the reference is called */
  readonly reference: string;
}

export function DistributionChart({ column, distribution, reference }: DistributionChartProps): JSX.Element {
  return (
    <figure class="distribution" aria-label={`Distributions of ${column}`}>
      <figcaption><span class="key reference" />{reference}<span class="key current" />this window</figcaption>
      {'edges' in distribution ? <Steps {...distribution} /> : <Shares {...distribution} />}
    </figure>
  );
}

function Steps({ edges, reference, current }: Extract<Distribution, { edges: readonly number[] }>): JSX.Element {
  const frame = useRef<HTMLDivElement>(null);
  const width = useWidth(frame, 560);
  const [from, to] = [edges[0] ?? 0, edges.at(-1) ?? 1];
  const most = Math.max(...reference, ...current, Number.MIN_VALUE);
  // Halves: the whole range may be more than a double holds.
  const x = (value: number): number => LEFT + ((value / 2 - from / 2) / (to / 2 - from / 2 || 1)) * (width - LEFT - RIGHT);
  const y = (share: number): number => HEIGHT - BOTTOM - (share / most) * (HEIGHT - TOP - BOTTOM);
  const base = `${y(0).toFixed(1)}`;
  const area = (shares: readonly number[]): string => `${stepPath(edges, shares, x, y)}V${base}H${x(from).toFixed(1)}Z`;
  const ticks = linearTicks(from, to, Math.max(2, Math.floor(width / 110)));
  const words = tickWords(ticks);
  return (
    <div ref={frame} class="frame">
      <svg width={width} height={HEIGHT} role="img" aria-label={spokenSteps(edges, reference, current)}>
        {linearTicks(0, most, SHARE_TICKS).map((share) => <g key={share}><line class="grid" x1={LEFT} x2={width - RIGHT} y1={y(share)} y2={y(share)} /><text class="tick" x={LEFT - 6} y={y(share) + 4} text-anchor="end">{percent(share)}</text></g>)}
        <path class="area reference" d={area(reference)} /><path class="area current" d={area(current)} />
        <path class="outline reference" d={stepPath(edges, reference, x, y)} /><path class="outline current" d={stepPath(edges, current, x, y)} />
        {ticks.map((tick, at) => <text key={tick} class="tick" x={x(tick)} y={HEIGHT - 6} text-anchor="middle">{words[at]}</text>)}
      </svg>
    </div>
  );
}

function spokenSteps(edges: readonly number[], reference: readonly number[], current: readonly number[]): string {
  const often = (shares: readonly number[]): string => {
    const at = shares.indexOf(Math.max(...shares));
    return tickWords([edges[at] ?? 0, edges[at + 1] ?? 0]).join(' to ');
  };
  return `Most of the reference is from ${often(reference)}, most of this window from ${often(current)}.`;
}

function Shares({ categories, reference, current, other }: Extract<Distribution, { categories: readonly string[] }>): JSX.Element {
  const most = Math.max(...reference, ...current, other?.reference ?? 0, other?.current ?? 0, Number.MIN_VALUE);
  const rows = [...categories.map((name, at) => ({ key: `c ${name}`, name, reference: reference[at] ?? 0, current: current[at] ?? 0 })), ...(other === undefined ? [] : [{ key: 'other', name: 'all others', ...other }])];
  return (
    <table class="shares">
      <thead class="unseen"><tr><th scope="col">category</th><th scope="col">share</th><th scope="col">reference</th><th scope="col">this window</th></tr></thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.key}>
            <th scope="row" title={row.name}>{row.name === '' ? '(empty)' : row.name}</th>
            <td class="bars" aria-hidden="true">
              <svg width="100%" height={16}>
                <rect class="area reference" x={0} y={1} height={6} width={`${(row.reference / most) * 100}%`} /><rect class="area current" x={0} y={8} height={6} width={`${(row.current / most) * 100}%`} />
              </svg>
            </td>
            <td class="number quiet">{percent(row.reference)}</td><td class="number">{percent(row.current)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

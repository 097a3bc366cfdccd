/** How a column is distributed, in one cell: its histogram, or the shares of its most frequent values. */
import type { JSX } from 'preact';
import type { ColumnProfile } from '../../src/protocol/profile';

const [WIDTH, HEIGHT] = [120, 20];
/** A bin with a value in it is seen. */
const LEAST = 1;
const GAP = 1;
const MOST = 20;

export function Spark({ column: { type, histogram, top } }: { readonly column: ColumnProfile }): JSX.Element {
  // Bars that are all 1 high tell nothing: no value appears twice.
  if (histogram === undefined && (top?.[0]?.count ?? 0) <= 1) {
    return <></>;
  }
  const counts = type === 'cat' || histogram === undefined ? top?.slice(0, MOST).map(({ count }) => count) ?? [] : histogram.counts;
  return (
    <svg class={`spark ${type === 'cat' || histogram === undefined ? 'categories' : ''}`} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} width={WIDTH} height={HEIGHT} aria-hidden="true">
      <path d={barsPath(counts)} />
    </svg>
  );
}

function barsPath(counts: readonly number[]): string {
  const most = Math.max(1, ...counts);
  const step = WIDTH / Math.max(1, counts.length);
  const wide = Math.max(1, Math.min(step - GAP, WIDTH / 6));
  return counts.map((count, at) => {
    const high = count === 0 ? 0 : Math.max(LEAST, (count / most) * HEIGHT);
    return count === 0 ? '' : `M${round(at * (wide + GAP < step ? wide + GAP * 2 : step))} ${HEIGHT}v${round(-high)}h${round(wide)}V${HEIGHT}z`;
  }).join('');
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

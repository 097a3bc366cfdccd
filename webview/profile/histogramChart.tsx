/** The histogram of a column, drawn by Chart.js; bins are told by pointer and by arrow keys. */
import type { Chart } from 'chart.js';
import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { ColumnProfile, ColumnValue } from '../../src/protocol/profile';
import { formatNumber } from '../../src/wording/formatNumber';
import { fill, plotIn, SHARED } from '../charts/plot';
import { type ChartTheme, readTheme, runColor, watchTheme } from '../charts/theme';
import { binText, timeEdge, valueText } from './words';

/** A bin, and how many values stand in it. */
interface Bin { readonly x: number; readonly y: number }

/** Percent of their colour that bins have beside the one that is told. */
const BEHIND = 45;

export interface HistogramChartProps { readonly column: ColumnProfile }

export function HistogramChart({ column }: HistogramChartProps): JSX.Element | null {
  const parent = useRef<HTMLDivElement>(null);
  const redraw = useRef<() => void>(null);
  const [told, setTold] = useState<number>();
  const latest = useRef({ column, told });
  latest.current = { column, told };
  useEffect(() => {
    if (parent.current === null) {
      return;
    }
    const chart = plotIn<'bar', Bin[]>(parent.current, 'bar');
    redraw.current = () => draw(chart, latest.current.column.histogram?.counts ?? [], latest.current.told);
    const end = watchTheme(redraw.current);
    return () => {
      end();
      chart.destroy();
    };
  }, []);
  useEffect(() => redraw.current?.());
  const { histogram } = column;
  if (histogram === undefined) {
    return null;
  }
  const bins = histogram.counts.length;
  const ends = [histogram.edges[0] ?? 0, histogram.edges.at(-1) ?? 0] as const;
  const edge = (value: number): string => (column.type === 'datetime' ? timeEdge(value) : formatNumber(value));
  const step = (by: number): void => setTold((before) => Math.max(0, Math.min(bins - 1, before === undefined ? (by > 0 ? 0 : bins - 1) : before + by)));
  return (
    <figure class="histogram">
      <figcaption aria-live="polite">{told === undefined ? `${bins} ${bins === 1 ? 'bin' : 'bins'}${column.sampled_rows === undefined ? '' : ` over ${column.sampled_rows.toLocaleString('en-US')} rows, drawn evenly`}` : binText(column, told)}</figcaption>
      <div
        class="histogram-plot" ref={parent} tabIndex={0} role="img" aria-label={`Histogram of ${column.name}, from ${edge(ends[0])} to ${edge(ends[1])}. Arrow keys tell its bins.`}
        onPointerMove={(event) => { const box = event.currentTarget.getBoundingClientRect(); setTold(Math.max(0, Math.min(bins - 1, Math.floor(((event.clientX - box.left) / box.width) * bins)))); }}
        onPointerLeave={() => setTold(undefined)} onBlur={() => setTold(undefined)}
        onKeyDown={(event) => {
          const by = { ArrowRight: 1, ArrowLeft: -1, Home: -bins, End: bins }[event.key];
          if (by !== undefined) {
            event.preventDefault();
            step(by);
          }
        }}
      />
      <Box column={column} ends={ends} />
      <div class="histogram-ends" aria-hidden="true"><span>{edge(ends[0])}</span><span>{edge(ends[1])}</span></div>
    </figure>
  );
}

function draw(chart: Chart<'bar', Bin[]>, counts: readonly number[], told: number | undefined): void {
  const theme = readTheme();
  chart.data.labels = counts.map((_, bin) => bin);
  fill(chart, [{ data: counts.map((count, bin) => ({ x: bin, y: count })), barPercentage: 1, categoryPercentage: counts.length > 1 ? 0.94 : 1, minBarLength: 1, inflateAmount: 0, backgroundColor: counts.map((count, bin) => (count === 0 ? 'transparent' : binColor(theme, told === undefined || told === bin))) }]);
  chart.options = { ...SHARED, layout: { padding: 0 }, scales: { x: { display: false, type: 'category', offset: true }, y: { display: false, min: 0 } } };
  chart.update();
}

function binColor(theme: ChartTheme, lit: boolean): string {
  const own = runColor(theme, 0);
  return lit ? own : `color-mix(in srgb, ${own} ${BEHIND}%, transparent)`;
}

/** Below the bins, on their scale: from 5 % to 95 %, the middle half, and the median. */
function Box({ column: { quantiles, type }, ends: [from, to] }: { readonly column: ColumnProfile; readonly ends: readonly [number, number] }): JSX.Element | null {
  const numbers = quantiles?.map((value) => numberOf(value, type)) ?? [];
  const [, low, first, median, third, high] = numbers;
  if (low === undefined || first === undefined || median === undefined || third === undefined || high === undefined || to <= from) {
    return null;
  }
  const at = (value: number): number => Math.max(0, Math.min(100, ((value - from) / (to - from)) * 100));
  const span = (a: number, b: number): { left: string; width: string } => ({ left: `${at(a)}%`, width: `${at(b) - at(a)}%` });
  return (
    <div class="box" title={`5 % to 95 %: ${valueText(quantiles?.[1])} to ${valueText(quantiles?.[5])}. Middle half: ${valueText(quantiles?.[2])} to ${valueText(quantiles?.[4])}. Median: ${valueText(quantiles?.[3])}.`} aria-hidden="true">
      <span class="whisker" style={span(low, high)} /><span class="half" style={span(first, third)} /><span class="median" style={{ left: `${at(median)}%` }} />
    </div>
  );
}

/** Times as the histogram has them: milliseconds since 1970. */
function numberOf(value: ColumnValue, type: ColumnProfile['type']): number {
  return typeof value === 'number' ? value : type === 'datetime' ? Date.parse(/Z$|^\d{4}-\d{2}-\d{2}$/.test(value) ? value : `${value}Z`) : Number(value);
}

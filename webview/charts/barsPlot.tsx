/** The bars beside the rows of a table, drawn by Chart.js: names and numbers stay words that can be reached and heard. */
import type { Chart } from 'chart.js';
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { fill, plotIn, SHARED } from './plot';
import type { Range } from './scale';
import { readTheme, watchTheme, type ChartTheme } from './theme';

/** A value, and its row. */
interface RowBar { readonly x: number; readonly y: number }

/** Pixels of a row, as charts.css has them, and of the bar in it. */
const [ROW, BAR] = [22, 8];
/** A value of 0 has a bar too. */
const LEAST = 1;

export interface BarsPlotProps {
  /** a row each; NaN has no bar */
  readonly values: readonly number[];
  /** values at the ends; a bar of 0 or of less than the first has no length */
  readonly span: Range;
  readonly color: (theme: ChartTheme, row: number) => string;
}

export function BarsPlot(props: BarsPlotProps): JSX.Element {
  const parent = useRef<HTMLDivElement>(null);
  const redraw = useRef<() => void>(null);
  const latest = useRef(props);
  latest.current = props;
  useEffect(() => {
    if (parent.current === null) {
      return;
    }
    const chart = plotIn<'bar', RowBar[]>(parent.current, 'bar');
    redraw.current = () => draw(chart, latest.current);
    const end = watchTheme(redraw.current);
    return () => {
      end();
      chart.destroy();
    };
  }, []);
  useEffect(() => redraw.current?.());
  return <div class="chart-bars-plot" ref={parent} style={{ height: `${props.values.length * ROW}px` }} />;
}

function draw(chart: Chart<'bar', RowBar[]>, { values, span, color }: BarsPlotProps): void {
  const theme = readTheme();
  const [from, to] = span;
  const base = Math.min(to, Math.max(from, 0));
  // An infinite value has the longest bar there is.
  const data = values.map((value, row) => ({ x: Math.min(to, Math.max(from, value)), y: row }));
  chart.data.labels = values.map((_, row) => row);
  fill(chart, [{ data, base, barThickness: BAR, minBarLength: LEAST, inflateAmount: 0, backgroundColor: values.map((_, row) => color(theme, row)) }]);
  chart.options = { ...SHARED, indexAxis: 'y', scales: { x: { display: false, min: from, max: to }, y: { display: false, type: 'category', offset: true } } };
  chart.update();
}

/** Any param or metric against any other, a point for each run. */
import type { JSX } from 'preact';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import { countOf } from '../../src/wording/formatNumber';
import { ChartEmpty, ChartFrame } from './chartFrame';
import type { ChartGroup } from './chartGroup';
import './charts.css';
import type { TitledChart } from './exportPng';
import { wordsOf } from './fieldAxis';
import { placeOf } from './fields';
import { NumbersTable } from './numbersTable';
import { ScatterChart } from './scatterChart';
import type { ScatterData } from './scatterModel';
import { watchTheme } from './theme';

export interface ScatterProps {
  readonly data: ScatterData;
  readonly group: ChartGroup;
  /** a run was clicked: it is to be selected, or no longer */
  readonly onPick: (runId: string) => void;
  /** the chart, for `chartsPng` */
  readonly drawn?: Map<string, TitledChart>;
}

export function Scatter({ data, group, onPick, drawn }: ScatterProps): JSX.Element {
  const parent = useRef<HTMLDivElement>(null);
  const chart = useRef<ScatterChart>(null);
  const pick = useRef(onPick);
  pick.current = onPick;
  const { looks, x, y } = data;
  const without = useMemo(() => looks.filter((_, run) => Number.isNaN(placeOf(x, run)) || Number.isNaN(placeOf(y, run))).length, [looks, x, y]);
  const title = `${y.key} against ${x.key}`;
  const nothing = without === looks.length;
  useEffect(() => {
    if (parent.current === null) {
      return;
    }
    const own = new ScatterChart(parent.current, group, (runId) => pick.current(runId));
    chart.current = own;
    drawn?.set('scatter', { title, word: '', chart: own });
    const end = watchTheme((theme) => own.setTheme(theme));
    return () => {
      end();
      own.destroy();
      drawn?.delete('scatter');
    };
  }, [group, nothing, title]);
  useEffect(() => chart.current?.show(data), [group, nothing, title, data]);
  const table = useMemo(() => ({
    caption: `Numbers of ${title}`, columns: [x.key, y.key], rows: looks.map((look, run) => ({ id: look.run_id, name: look.name, cells: [wordsOf(x, run), wordsOf(y, run)] })),
  }), [looks, x, y, title]);
  if (nothing) {
    return <ChartEmpty>{looks.length === 0 ? 'There are no runs to show. Take back the filter, or train one.' : `None of these runs has both ${x.key} and ${y.key}. Choose another pair.`}</ChartEmpty>;
  }
  return (
    <div class="chart-wide">
      <ChartFrame title={title} notes={[countOf(looks.length - without, 'run'), ...(without > 0 ? [`${countOf(without, 'run')} without both left out`] : [])]}>
        <div class="chart-parent chart-tall" ref={parent} />
        <NumbersTable {...table} />
      </ChartFrame>
    </div>
  );
}

/** Bars of how much of a metric's spread goes with each param. */
import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import type { Direction } from '../../src/protocol/direction';
import { countOf, formatNumber } from '../../src/wording/formatNumber';
import { BarsPlot } from './barsPlot';
import { ChartEmpty, ChartFrame } from './chartFrame';
import './charts.css';
import { useDrawnTable } from './drawnTable';
import type { TitledChart } from './exportPng';
import type { Field, NumberField } from './fields';
import { importances, LEAST_RUNS, shareWords, type ParamImportance } from './importance';
import type { Range } from './scale';
import type { ChartTheme } from './theme';

const MOST_SHOWN = 15;
const WHOLE: Range = [0, 1];

export interface ImportanceChartProps {
  readonly params: readonly Field[];
  readonly metric: NumberField;
  readonly direction: Direction;
  /** a param was clicked: to see it against the metric, say */
  readonly onPick: (param: string) => void;
  /** the chart, for `chartsPng` */
  readonly drawn?: Map<string, TitledChart>;
}

export function ImportanceChart(props: ImportanceChartProps): JSX.Element {
  const { params, metric, direction } = props;
  const found = useMemo(() => importances(params, metric, direction), [params, metric, direction]);
  const runs = metric.values.reduce((count, value) => count + (Number.isFinite(value) ? 1 : 0), 0);
  if (runs < LEAST_RUNS) {
    return <ChartEmpty>{`${countOf(runs, 'run')} with ${metric.key} ${runs === 1 ? 'is' : 'are'} too few to tell what matters. Show at least ${LEAST_RUNS}.`}</ChartEmpty>;
  }
  if (found.length === 0) {
    return <ChartEmpty>{`No param can be told apart: each is the same in all runs, or different in each. Show runs whose params differ.`}</ChartEmpty>;
  }
  return <Shares {...props} found={found} runs={runs} />;
}

function Shares({ metric, direction, onPick, drawn, found, runs }: ImportanceChartProps & { readonly found: readonly ParamImportance[]; readonly runs: number }): JSX.Element {
  const shown = found.slice(0, MOST_SHOWN);
  const title = `What ${metric.key} goes with`;
  const word = `share of the spread of ${metric.key} explained by each param alone`;
  const table = useDrawnTable(drawn, 'importance', title, `${word} · ${countOf(runs, 'run')}`);
  return (
    <ChartFrame title={title} word={word} notes={[countOf(runs, 'run')]}>
      <table ref={table} class="chart-shares">
        <thead>
          <tr><th scope="col">param</th><th scope="col">share</th><td />{direction === 'unknown' ? <td class="chart-share-best" /> : <th scope="col" class="chart-share-best">{`best mean ${metric.key}`}</th>}<th scope="col">runs</th></tr>
        </thead>
        <tbody>
          {shown.map(({ key, share, best, runs: own, groups }, index) => (
            <tr key={key} title={`${shareWords(share)} of the spread of ${metric.key} explained by ${key}: ${countOf(own, 'run')} in ${countOf(groups, 'group')}`}>
              <th scope="row"><button type="button" onClick={() => onPick(key)}>{key}</button></th>
              <td class="chart-share-value">{shareWords(share)}</td>
              <td class="chart-bar" aria-hidden="true">{index === 0 && <BarsPlot values={shown.map((param) => param.share || NaN)} span={WHOLE} color={shareColor} />}</td>
              <td>{best !== undefined && <>{formatNumber(best.mean)} <span class="chart-word">{`at ${best.words}`}</span></>}</td>
              <td class="chart-share-value">{own.toLocaleString('en-US')}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {found.length > MOST_SHOWN && <p class="chart-word">{`and ${countOf(found.length - MOST_SHOWN, 'param')} that explain less`}</p>}
    </ChartFrame>
  );
}

function shareColor({ foreground }: ChartTheme): string {
  return `color-mix(in srgb, ${foreground} 55%, transparent)`;
}

/** Metrics as bars, a group for each metric, a bar for each run. */
import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { isBetter, type Direction } from '../../src/protocol/direction';
import { alignedNumbers } from './alignedNumbers';
import { barSpan } from './barSpan';
import { BarsPlot } from './barsPlot';
import { ChartEmpty, ChartFrame } from './chartFrame';
import type { ChartGroup } from './chartGroup';
import './charts.css';
import { directionWords } from './curvesModel';
import { useDrawnTable } from './drawnTable';
import type { TitledChart } from './exportPng';
import type { NumberField } from './fields';
import type { RunLook } from './runLook';
import { runColor, type ChartTheme } from './theme';

/** More bars than this are no picture. */
const MOST_BARS = 30;
/** Percent of their colour that bars have beside one that is lit. */
const BEHIND = 30;

export interface BarsProps {
  readonly looks: readonly RunLook[];
  readonly metrics: readonly { readonly field: NumberField; readonly direction: Direction }[];
  readonly group: ChartGroup;
  /** bars begin at 0, or where the least value of the metric is, so that small differences are seen */
  readonly from: 'zero' | 'least';
  readonly onPick: (runId: string) => void;
  /** the charts that are drawn, for `chartsPng` */
  readonly drawn?: Map<string, TitledChart>;
}

export function Bars({ looks, metrics, group, from, onPick, drawn }: BarsProps): JSX.Element {
  const lit = useHighlighted(group);
  if (looks.length === 0 || metrics.length === 0) {
    return <ChartEmpty>Select runs in the table to see their metrics side by side.</ChartEmpty>;
  }
  return (
    <div class="charts">
      {metrics.map(({ field, direction }) => <MetricBars key={field.key} looks={looks} field={field} direction={direction} from={from} lit={lit} group={group} onPick={onPick} {...(drawn === undefined ? {} : { drawn })} />)}
    </div>
  );
}

interface MetricBarsProps extends Omit<BarsProps, 'metrics'> {
  readonly field: NumberField;
  readonly direction: Direction;
  readonly lit: string | undefined;
}

function MetricBars({ looks, field, direction, from, lit, group, onPick, drawn }: MetricBarsProps): JSX.Element {
  const all = looks.map((look, run) => ({ look, value: field.values[run] ?? NaN })).filter(({ value }) => !Number.isNaN(value));
  const sorted = all.toSorted((a, b) => (isBetter(a.value, b.value, direction) ? -1 : isBetter(b.value, a.value, direction) ? 1 : 0));
  const shown = sorted.slice(0, MOST_BARS);
  const values = shown.map(({ value }) => value);
  const words = alignedNumbers(values);
  const span = barSpan(values, from);
  const color = (theme: ChartTheme, row: number): string => {
    const own = runColor(theme, shown[row]?.look.color ?? 0);
    return lit === undefined || lit === shown[row]?.look.run_id ? own : `color-mix(in srgb, ${own} ${BEHIND}%, transparent)`;
  };
  const notes = [
    ...(from === 'least' ? [`bars begin at ${alignedNumbers([span[0]])[0]}`] : []),
    ...(sorted.length > shown.length ? [`the first ${shown.length} of ${sorted.length.toLocaleString('en-US')} runs`] : []),
    ...(looks.length > all.length ? [`${looks.length - all.length} without it`] : []),
  ];
  const table = useDrawnTable(shown.length === 0 ? undefined : drawn, field.key, field.key, [directionWords(direction), ...notes].filter((word) => word !== '').join(' · '));
  return (
    <ChartFrame title={field.key} word={directionWords(direction)} notes={notes}>
      <table ref={table} class="chart-bars" aria-label={field.key}>
        <tbody>
          {shown.map(({ look, value }, index) => (
            <tr key={look.run_id} class={lit === look.run_id ? 'chart-lit' : ''} onPointerEnter={() => group.hover(look.run_id)} onPointerLeave={() => group.hover(undefined)}>
              <th scope="row"><button type="button" onClick={() => onPick(look.run_id)} onFocus={() => group.hover(look.run_id)} onBlur={() => group.hover(undefined)}>{look.name}</button></th>
              <td class="chart-bar" aria-hidden="true">{index === 0 && <BarsPlot values={values} span={span} color={color} />}</td>
              <td class="chart-share-value" title={String(value)}>{words[index]}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </ChartFrame>
  );
}

/** The run that is lit in a group, followed. */
export function useHighlighted(group: ChartGroup): string | undefined {
  const [lit, setLit] = useState(group.highlighted);
  useEffect(() => group.onChange((change) => {
    if (change === 'highlight') {
      setLit(group.highlighted);
    }
  }), [group]);
  return lit;
}

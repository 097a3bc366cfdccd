/** Small multiples of curves: one chart for each metric, under one cursor and one zoom. */
import type { JSX } from 'preact';
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Direction } from '../../src/protocol/direction';
import { formatNumber } from '../../src/wording/formatNumber';
import { ChartEmpty, ChartFailed, ChartFrame, ChartLoading } from './chartFrame';
import type { ChartGroup } from './chartGroup';
import './charts.css';
import { CurvesChart } from './curvesChart';
import { directionWords, xWords, type CurvesData, type CurvesOptions } from './curvesModel';
import { curvesNumbers } from './curvesNumbers';
import type { TitledChart } from './exportPng';
import type { Loaded } from './loaded';
import { NumbersTable } from './numbersTable';
import type { Range } from './scale';
import { watchTheme } from './theme';

export interface MetricCurves {
  readonly metric: string;
  readonly direction: Direction;
  readonly loaded: Loaded<CurvesData>;
}

export interface CurvesProps {
  readonly metrics: readonly MetricCurves[];
  readonly options: CurvesOptions;
  readonly group: ChartGroup;
  /** a chart came into view or left it: only what is seen needs to be fetched and kept fresh */
  readonly onSeen: (metric: string, seen: boolean) => void;
  /** a curve was clicked */
  readonly onPick: (runId: string) => void;
  /** the charts that are drawn, for `chartsPng` */
  readonly drawn?: Map<string, TitledChart>;
  /** charts out of sight are drawn too, so that they can be exported; told when all are */
  readonly whole?: (() => void) | undefined;
  /** said when there are no metrics */
  readonly empty: string;
}

export function Curves({ metrics, options, group, onSeen, onPick, drawn, whole, empty }: CurvesProps): JSX.Element {
  const axis = useRef(options.x);
  useLayoutEffect(() => {
    if (axis.current !== options.x) {
      axis.current = options.x;
      group.forgetPlaces();
    }
  }, [group, options.x]);
  const waits = metrics.some(({ loaded }) => loaded.state === 'loading');
  useEffect(() => {
    // A chart paints in the frame after it has got its data.
    if (whole !== undefined && !waits) { requestAnimationFrame(() => requestAnimationFrame(whole)); }
  }, [whole, waits]);
  if (metrics.length === 0) {
    return <ChartEmpty>{empty}</ChartEmpty>;
  }
  return (
    <div class="charts-area">
      <ZoomLine group={group} options={options} />
      <div class="charts">
        {metrics.map((metric) => <LazyChart key={metric.metric} metric={metric} options={options} group={group} onSeen={onSeen} onPick={onPick} drawn={drawn} whole={whole} />)}
      </div>
    </div>
  );
}

/** Says that only a part is shown, and how to get back. */
function ZoomLine({ group, options }: { readonly group: ChartGroup; readonly options: CurvesOptions }): JSX.Element | null {
  const [zoom, setZoom] = useState(group.zoom);
  useEffect(() => {
    setZoom(group.zoom);
    return group.onChange((change) => {
      if (change === 'zoom') {
        setZoom(group.zoom);
      }
    });
  }, [group]);
  return zoom === undefined ? null : (
    <div class="chart-zoom" role="status">
      <span>{`Zoomed to ${partWords(zoom, options)}`}</span>
      <button type="button" class="chart-button" onClick={() => group.zoomBack()}>Back <kbd>Esc</kbd></button>
    </div>
  );
}

function partWords([from, to]: Range, { x }: CurvesOptions): string {
  return x === 'step' ? `steps ${formatNumber(Math.round(from))} to ${formatNumber(Math.round(to))}` : `${xWords(from, x)} to ${xWords(to, x)}`;
}

type LazyChartProps = Omit<CurvesProps, 'metrics' | 'empty'> & { readonly metric: MetricCurves };

function LazyChart({ metric, options, group, onSeen, onPick, drawn, whole }: LazyChartProps): JSX.Element {
  const place = useRef<HTMLDivElement>(null);
  const [inSight, setInSight] = useState(false);
  const seen = inSight || whole !== undefined;
  const { metric: key, loaded, direction } = metric;
  const latest = useRef(onSeen);
  latest.current = onSeen;
  useEffect(() => {
    const observer = new IntersectionObserver(([entry]) => {
      setInSight(entry?.isIntersecting === true);
    }, { rootMargin: '200px' });
    if (place.current !== null) {
      observer.observe(place.current);
    }
    return () => observer.disconnect();
  }, []);
  useEffect(() => {
    latest.current(key, seen);
    return () => latest.current(key, false);
  }, [key, seen]);
  const [notes, setNotes] = useState<readonly string[]>([]);
  return (
    <div class="chart-cell" ref={place}>
      <ChartFrame title={key} word={directionWords(direction)} notes={notes}>
        {!seen ? <div class="chart-place" />
          : loaded.state === 'loading' ? <ChartLoading what={key} />
            : loaded.state === 'failed' ? <ChartFailed message={loaded.message} retry={loaded.retry} />
              : loaded.value.curves.length === 0 && loaded.value.band === undefined ? <ChartEmpty>{`None of the selected runs has logged ${key}.`}</ChartEmpty>
                : <Drawn data={loaded.value} options={options} group={group} onPick={onPick} drawn={drawn} onNotes={setNotes} />}
      </ChartFrame>
    </div>
  );
}

interface DrawnProps {
  readonly data: CurvesData;
  readonly options: CurvesOptions;
  readonly group: ChartGroup;
  readonly onPick: (runId: string) => void;
  readonly drawn: Map<string, TitledChart> | undefined;
  readonly onNotes: (notes: readonly string[]) => void;
}

function Drawn({ data, options, group, onPick, drawn, onNotes }: DrawnProps): JSX.Element {
  const parent = useRef<HTMLDivElement>(null);
  const chart = useRef<CurvesChart>(null);
  const pick = useRef(onPick);
  pick.current = onPick;
  useEffect(() => {
    if (parent.current === null) {
      return;
    }
    const own = new CurvesChart(parent.current, group, onNotes, (runId) => pick.current(runId));
    chart.current = own;
    drawn?.set(data.metric, { title: data.metric, word: directionWords(data.direction), chart: own });
    const end = watchTheme((theme) => own.setTheme(theme));
    return () => {
      end();
      own.destroy();
      drawn?.delete(data.metric);
    };
  }, [group]);
  useEffect(() => chart.current?.show(data, options), [group, data, options]);
  const numbers = useMemo(() => curvesNumbers(data), [data]);
  return <><div class="chart-parent" ref={parent} /><NumbersTable {...numbers} /></>;
}

/** The charts over whole runs: scatter, parallel coordinates, importance and bars. */
import type { JSX } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import { Bars } from '../../charts/bars';
import { ChartGroup } from '../../charts/chartGroup';
import type { TitledChart } from '../../charts/exportPng';
import type { Field, NumberField } from '../../charts/fields';
import { ImportanceChart } from '../../charts/importanceChart';
import { Parallel } from '../../charts/parallel';
import type { Brushes } from '../../charts/parallelModel';
import { Scatter } from '../../charts/scatter';
import { toggled } from '../../ui/table/rowSelection';
import { differingParams } from '../answer';
import { columnId } from '../columnId';
import type { Comparison } from '../comparison';
import { keep, kept } from './kept';
import { Checkbox } from '../../ui/controls';
import { Opener } from '../../ui/opener';
import type { Offer } from '../menus';
import { metricKeys, useFields, useHoverTogether, useLooks } from './runLooks';

interface DrawnTabProps {
  readonly comparison: Comparison;
  /** charts that are drawn, for export */
  readonly drawn: Map<string, TitledChart>;
}

export type OpenList = (anchor: DOMRect, offer: () => Offer) => void;

/** Axes that a fresh parallel chart has at most. */
const AXES = 8;
/** Metrics that a page of bars has at most. */
const BARS = 12;
/** Params that importance is told of at most: those that differ, by number of runs. */
const WEIGHED = 60;

interface ScatterKept { readonly x?: string; readonly y?: string }
interface ParallelKept { readonly keys?: readonly string[]; readonly brushes?: Brushes }
interface BarsKept { readonly from?: 'zero' | 'least' }

/** Ids of the columns of both axes: the param that differs in most runs against the headline metric, until someone chooses. */
function scatterAxes(comparison: Comparison): readonly [string | undefined, string | undefined] {
  const { x, y } = kept<ScatterKept>(comparison, 'scatter');
  const [metric, second] = metricKeys(comparison);
  const ofMetric = (key: string | undefined): string | undefined => key === undefined ? undefined : columnId({ kind: 'metric', key });
  return [x ?? differingParams(comparison)[0] ?? ofMetric(second) ?? ofMetric(metric), y ?? ofMetric(metric)];
}

function useListedIds(comparison: Comparison): readonly string[] {
  const { lines } = comparison.arrangement;
  return useMemo(() => comparison.rowsOf(lines).map((row) => comparison.data.runs.ids[row] ?? ''), [lines]);
}

export function ScatterTab({ comparison, drawn }: DrawnTabProps): JSX.Element {
  const [group] = useState(() => new ChartGroup());
  useHoverTogether(comparison, group);
  const ids = useListedIds(comparison);
  const looks = useLooks(comparison, ids);
  const [x, y] = scatterAxes(comparison);
  const fields = useFields(comparison, [x, y].flatMap((id) => id ?? []), ids);
  const [horizontal, vertical = horizontal] = fields;
  const selected = useMemo(() => new Set(comparison.state.selected), [comparison.state.selected]);
  const data = useMemo(() => horizontal === undefined || vertical === undefined ? undefined : { looks, selected, x: horizontal, y: vertical }, [looks, selected, horizontal, vertical]);
  if (data === undefined) {
    return <p class="diff-empty">There are no params and metrics to draw yet. They appear here as soon as a run logs some.</p>;
  }
  return <Scatter data={data} group={group} drawn={drawn} onPick={(id) => comparison.select(toggled(comparison.state.selected, id))} />;
}

export function ScatterOptions({ comparison, openList }: { readonly comparison: Comparison; readonly openList: OpenList }): JSX.Element {
  const [x, y] = scatterAxes(comparison);
  return (
    <>
      <AxisChoice comparison={comparison} openList={openList} axis="x" id={x} />
      <AxisChoice comparison={comparison} openList={openList} axis="y" id={y} />
    </>
  );
}

function AxisChoice({ comparison, openList, axis, id }: { readonly comparison: Comparison; readonly openList: OpenList; readonly axis: 'x' | 'y'; readonly id: string | undefined }): JSX.Element {
  const offer = (): Offer => ({
    label: axis, search: 'Find a param or metric', empty: 'No column of that name.',
    entries: comparison.data.columns.filter(({ kind }) => kind !== 'tag').map((column) => ({ id: columnId(column), label: column.key, detail: column.kind, checked: columnId(column) === id })),
    choose: (chosen) => keep(comparison, 'scatter', { [axis]: chosen }),
  });
  return <Opener label={axis} value={id?.slice(id.indexOf(':') + 1) ?? 'none'} onOpen={(anchor) => openList(anchor, offer)} />;
}

function parallelIds(comparison: Comparison): readonly string[] {
  const own = kept<ParallelKept>(comparison, 'parallel').keys;
  const metrics = metricKeys(comparison).map((key) => columnId({ kind: 'metric', key }));
  return own ?? [...differingParams(comparison).slice(0, AXES - Math.min(2, metrics.length)), ...metrics.slice(0, 2)];
}

export function ParallelTab({ comparison, drawn }: DrawnTabProps): JSX.Element {
  const [group] = useState(() => new ChartGroup());
  useHoverTogether(comparison, group);
  const { selected } = comparison.state;
  const ids = parallelIds(comparison);
  const looks = useLooks(comparison, selected);
  const known = useMemo(() => looks.map(({ run_id: id }) => id), [looks]);
  const fields = useFields(comparison, ids, known);
  const { headline } = comparison;
  const measured = fields.find((field) => field.key === headline);
  const colorBy = useMemo(() => measured === undefined || headline === undefined || comparison.direction(headline) === 'unknown' ? undefined : { field: measured, lowerIsBetter: comparison.direction(headline) === 'lower' }, [measured, headline]);
  return (
    <Parallel
      looks={looks} fields={fields} colorBy={colorBy} brushes={kept<ParallelKept>(comparison, 'parallel').brushes ?? {}} group={group}
      onOrder={(keys) => keep(comparison, 'parallel', { keys: keys.flatMap((key) => ids.find((id) => id.slice(id.indexOf(':') + 1) === key) ?? []) })}
      onBrush={(brushes) => keep(comparison, 'parallel', { brushes })} onPick={(id) => comparison.revealRun(id)} drawn={drawn}
    />
  );
}

export function ParallelOptions({ comparison, openList }: { readonly comparison: Comparison; readonly openList: OpenList }): JSX.Element {
  const offer = (): Offer => {
    const ids = parallelIds(comparison);
    return {
      label: 'Axes', search: 'Find a param or metric', several: true, empty: 'No column of that name.',
      entries: comparison.data.columns.filter(({ kind }) => kind !== 'tag').map((column) => ({ id: columnId(column), label: column.key, detail: column.kind, checked: ids.includes(columnId(column)) })),
      choose: (id) => keep(comparison, 'parallel', { keys: toggled(parallelIds(comparison), id) }),
    };
  };
  return <Opener value="axes" onOpen={(anchor) => openList(anchor, offer)} />;
}

export function ImportanceTab({ comparison, drawn }: DrawnTabProps): JSX.Element {
  const ids = useListedIds(comparison);
  const { headline } = comparison;
  const params = comparison.data.columns.filter(({ kind, distinct }) => kind === 'param' && distinct > 1).slice(0, WEIGHED).map(columnId);
  const fields = useFields(comparison, [...params, ...(headline === undefined ? [] : [columnId({ kind: 'metric', key: headline })])], ids);
  const metric = fields.find((field): field is NumberField => field.key === headline && field.kind === 'number');
  const others = useMemo(() => fields.filter((field) => field !== metric), [fields, metric]);
  if (metric === undefined || headline === undefined) {
    return <p class="diff-empty">There is no metric to explain yet. Params are weighed against it as soon as runs log one.</p>;
  }
  return (
    <div class="chart-wide">
      <ImportanceChart
        params={others} metric={metric} direction={comparison.direction(headline)} drawn={drawn}
        onPick={(key) => comparison.change({ tab: 'scatter', charts: { ...comparison.state.charts, scatter: { x: columnId({ kind: 'param', key }), y: columnId({ kind: 'metric', key: headline }) } } })}
      />
    </div>
  );
}

export function BarsTab({ comparison, drawn }: DrawnTabProps): JSX.Element {
  const [group] = useState(() => new ChartGroup());
  useHoverTogether(comparison, group);
  const looks = useLooks(comparison, comparison.state.selected);
  const known = useMemo(() => looks.map(({ run_id: id }) => id), [looks]);
  const fields = useFields(comparison, metricKeys(comparison).slice(0, BARS).map((key) => columnId({ kind: 'metric', key })), known);
  const metrics = useMemo(() => fields.filter((field: Field): field is NumberField => field.kind === 'number').map((field) => ({ field, direction: comparison.direction(field.key) })), [fields]);
  return <Bars looks={looks} metrics={metrics} group={group} from={kept<BarsKept>(comparison, 'bars').from ?? 'zero'} onPick={(id) => comparison.revealRun(id)} drawn={drawn} />;
}

export function BarsOptions({ comparison }: { readonly comparison: Comparison }): JSX.Element {
  const least = kept<BarsKept>(comparison, 'bars').from === 'least';
  return <Checkbox checked={least} onChange={(checked) => keep(comparison, 'bars', { from: checked ? 'least' : 'zero' })}>begin at the least value</Checkbox>;
}

/** The columns of the compare panel's table: what each cell shows and says. */
import type { JSX } from 'preact';
import { EPOCH_PARAMS } from '../../src/protocol/condition';
import { isBetter } from '../../src/protocol/direction';
import type { ColumnSummary } from '../../src/protocol/table';
import { formatNumber } from '../../src/wording/formatNumber';
import { formatAge, formatDuration, formatExact } from '../../src/wording/formatTime';
import { conditionView } from '../ui/conditionView';
import { RunDot, runColor } from '../ui/runMark';
import type { GridColumn } from '../ui/table/gridColumn';
import { columnId } from './columnId';
import type { Comparison } from './comparison';
import { conditionOfRow } from './condition';
import { barLength, type MetricScale } from './metricScale';
import { differs } from './differing';

/** Numbers of more characters than this are shown with four significant digits. */
const LONG = 8;
const DIGIT = 7.6;
const BAR = 40;
const DELTA = 66;

/** What the cells need of the page beside the model. */
export interface CellContext {
  /** Unix ms */
  readonly now: () => number;
  readonly isSelected: (row: number) => boolean;
  readonly allSelected: () => 'none' | 'some' | 'all';
  readonly scale: (id: string) => MetricScale | undefined;
}

/** All columns, in their own order: the run, params that differ, the others, metrics, tags. */
export function tableColumns(comparison: Comparison, context: CellContext): readonly GridColumn[] {
  const { columns } = comparison.data;
  const of = (kind: ColumnSummary['kind']): readonly ColumnSummary[] => columns.filter((column) => column.kind === kind);
  const params = of('param');
  const [differing, same] = [params.filter((column) => differs(column, comparison.data.sent)), params.filter((column) => !differs(column, comparison.data.sent))];
  const metrics = of('metric');
  const { headline } = comparison;
  return [
    ...runColumns(comparison, context),
    ...roomFor('params · 1 differs', [...differing, ...same].map((column, index) => textColumn(comparison, column, index >= differing.length))),
    ...[...metrics.filter(({ key }) => key === headline), ...metrics.filter(({ key }) => key !== headline)].map((column) => metricColumn(comparison, context, column)),
    ...of('tag').map((column) => textColumn(comparison, column, false)),
  ];
}

function runColumns(comparison: Comparison, context: CellContext): readonly GridColumn[] {
  const { runs } = comparison.data;
  // Beside the pinned ones, which stand under "14 runs", these need no word of their own.
  const group = '';
  return [
    {
      id: 'run:selected', title: 'selected', group: 'run', align: 'start', width: 34, pinned: true,
      header: () => <Tick state={context.allSelected()} />,
      cell: (row) => <Tick state={context.isSelected(row) ? 'all' : 'none'} />,
      text: (row) => context.isSelected(row) ? 'selected' : 'not selected', spoken: true,
    },
    {
      id: 'run:name', title: 'name', group, align: 'start', width: 208, pinned: true, sortable: true, rowHeader: true,
      cell: (row) => (
        <span class="run-name">
          <RunDot color={comparison.color(row)} filled={context.isSelected(row)} />
          <a class="run-name-text">{runs.names[row]}</a>
          {comparison.baseline === row && <span class="codicon codicon-star-full baseline-star" role="img" aria-label="baseline" />}
        </span>
      ),
      text: (row) => comparison.baseline === row ? `${runs.names[row] ?? ''}, baseline` : runs.names[row] ?? '',
    },
    {
      id: 'run:state', title: 'state', group, align: 'start', width: 112, sortable: true,
      cell: (row) => {
        const condition = conditionOfRow(runs, row, context.now());
        const progress = condition === 'running' ? progressOf(comparison, row) : '';
        const { word, icon } = conditionView(condition);
        return <span class={`run-state ${condition}`}><span class={`codicon codicon-${icon} ${condition === 'running' ? 'codicon-modifier-spin' : ''}`} aria-hidden="true" />{progress === '' ? word : progress}</span>;
      },
      text: (row) => {
        const condition = conditionOfRow(runs, row, context.now());
        return condition === 'running' ? `running ${progressOf(comparison, row)}`.trim() : conditionView(condition).word;
      },
    },
    {
      id: 'run:age', title: 'age', group, align: 'start', width: 104, sortable: true,
      cell: (row) => <span class="quiet">{formatAge(runs.starts[row] ?? 0, context.now())}</span>,
      text: (row) => formatExact(runs.starts[row] ?? 0),
    },
    {
      id: 'run:duration', title: 'duration', group, align: 'end', width: 104, sortable: true, descendingFirst: true,
      cell: (row) => <span class="quiet">{durationOf(comparison, row, context.now())}</span>,
      text: (row) => durationOf(comparison, row, context.now()),
    },
  ];
}

function textColumn(comparison: Comparison, summary: ColumnSummary, muted: boolean): GridColumn {
  const id = columnId(summary);
  const text = (row: number): string => comparison.data.values(id)?.text(row) ?? '';
  const wide = summary.numeric ? 0 : 120;
  return {
    id, title: summary.key, group: summary.kind, align: summary.numeric ? 'end' : 'start', sortable: true, muted,
    width: clamp(summary.key.length * DIGIT + 30, Math.max(64, wide), 220),
    cell: (row) => {
      const values = comparison.data.values(id);
      if (values === undefined || !values.knows(row)) {
        return <span class="value-waiting" />;
      }
      const value = values.text(row);
      if (value === undefined) {
        return <span class="quiet">–</span>;
      }
      const shown = summary.numeric && value.length > LONG ? formatNumber(Number(value)) : value;
      // With a baseline each is a span, quiet or not: rows that take over one another's elements then change a class, not an element.
      return comparison.baseline === undefined ? shown : <span class={isSameAsBaseline(comparison, id, row) ? 'quiet' : ''}>{shown}</span>;
    },
    text,
  };
}

function metricColumn(comparison: Comparison, context: CellContext, summary: ColumnSummary): GridColumn {
  const id = columnId(summary);
  const direction = comparison.direction(summary.key);
  const value = (row: number): number => comparison.data.values(id)?.number(row) ?? Number.NaN;
  const hint = direction === 'unknown' ? undefined : `${direction} is better`;
  return {
    id, title: summary.key, group: summary.kind, align: 'end', sortable: true, descendingFirst: direction !== 'lower', hint,
    width: clamp(summary.key.length * DIGIT + 30, BAR + 66 + (comparison.baseline === undefined ? 16 : DELTA + 20), 260),
    cell: (row) => {
      const values = comparison.data.values(id);
      if (values === undefined || !values.knows(row)) {
        return <span class="value-waiting" />;
      }
      if (!values.has(row)) {
        return <span class="quiet">–</span>;
      }
      const number = values.number(row);
      const scale = context.scale(id);
      const drawn = context.isSelected(row);
      return (
        <span class="metric">
          <span class="metric-bar" aria-hidden="true" style={{ backgroundSize: `${Math.max(0.05, scale === undefined ? 0 : barLength(number, scale, direction === 'lower')) * BAR}px`, color: drawn ? runColor(comparison.color(row)) : undefined }} />
          <span class="metric-value">{scale === undefined ? formatNumber(number) : scale.write(number)}</span>
          {comparison.baseline !== undefined && <Delta comparison={comparison} id={id} row={row} write={scale?.write ?? formatNumber} />}
        </span>
      );
    },
    text: (row) => {
      const values = comparison.data.values(id);
      if (values === undefined || !values.has(row)) {
        return '';
      }
      const verdict = verdictOf(comparison, id, row);
      return `${values.number(row)}${verdict === undefined || verdict.delta === 0 ? '' : `, ${formatNumber(Math.abs(verdict.delta))} ${verdict.delta > 0 ? 'more' : 'less'} than the baseline${verdict.word === '' ? '' : `, ${verdict.word}`}`}`;
    },
  };
  // Kept last, so that the value stands beside what is said of it.
  function verdictOf(model: Comparison, column: string, row: number): { readonly delta: number; readonly word: 'better' | 'worse' | '' } | undefined {
    const { baseline } = model;
    const base = baseline === undefined || baseline === row ? Number.NaN : model.data.values(column)?.number(baseline) ?? Number.NaN;
    const own = value(row);
    return Number.isFinite(base) && Number.isFinite(own) ? { delta: own - base, word: isBetter(own, base, direction) ? 'better' : isBetter(base, own, direction) ? 'worse' : '' } : undefined;
  }
}

/** The change against the baseline: the arrow says up or down, its filling and colour better or worse. */
function Delta({ comparison, id, row, write }: { readonly comparison: Comparison; readonly id: string; readonly row: number; readonly write: (value: number) => string }): JSX.Element {
  const { baseline } = comparison;
  if (baseline === row) {
    return <span class="metric-delta quiet">baseline</span>;
  }
  const values = comparison.data.values(id);
  const delta = (values?.number(row) ?? Number.NaN) - (values?.number(baseline ?? -1) ?? Number.NaN);
  if (!Number.isFinite(delta)) {
    return <span class="metric-delta" />;
  }
  if (delta === 0) {
    return <span class="metric-delta quiet">±0</span>;
  }
  const direction = comparison.direction(id.slice('metric:'.length));
  const better = isBetter(delta, 0, direction);
  const word = direction === 'unknown' ? 'quiet' : better ? 'better' : 'worse';
  return (
    <span class={`metric-delta ${word}`}>
      <Arrow up={delta > 0} filled={better || direction === 'unknown'} />{write(Math.abs(delta))}
      <span class="unseen">{` ${delta > 0 ? 'more' : 'less'} than the baseline${direction === 'unknown' ? '' : better ? ', better' : ', worse'}`}</span>
    </span>
  );
}

/** A triangle; hollow means worse, so that it tells without colour as well. */
export function Arrow({ up, filled }: { readonly up: boolean; readonly filled: boolean }): JSX.Element {
  return (
    <svg class="arrow" viewBox="0 0 8 8" aria-hidden="true">
      <path d={up ? 'M4 1.2 7.2 6.8H.8Z' : 'M4 6.8 .8 1.2h6.4Z'} fill={filled ? 'currentColor' : 'none'} stroke="currentColor" />
    </svg>
  );
}

function Tick({ state }: { readonly state: 'none' | 'some' | 'all' }): JSX.Element {
  return <span class={`tick ${state}`} aria-hidden="true">{state !== 'none' && <span class={`codicon codicon-${state === 'all' ? 'check' : 'dash'}`} />}</span>;
}

function progressOf(comparison: Comparison, row: number): string {
  const step = comparison.data.runs.steps[row] ?? 0;
  const epochs = EPOCH_PARAMS.map((key) => Number(comparison.data.values(columnId({ kind: 'param', key }))?.text(row))).find((number) => Number.isInteger(number) && number > 0);
  return step === 0 ? '' : epochs === undefined || step > epochs ? `step ${step.toLocaleString('en-US')}` : `${step}/${epochs}`;
}

function durationOf(comparison: Comparison, row: number, now: number): string {
  const { runs } = comparison.data;
  const end = runs.ends[row] ?? (conditionOfRow(runs, row, now) === 'running' ? now : runs.activity[row] ?? now);
  return formatDuration(end - (runs.starts[row] ?? end));
}

function isSameAsBaseline(comparison: Comparison, id: string, row: number): boolean {
  const { baseline } = comparison;
  const values = comparison.data.values(id);
  return baseline !== undefined && baseline !== row && values?.text(baseline) === values?.text(row);
}

/** A lone narrow column grows until the words above it fit. */
function roomFor(words: string, columns: readonly GridColumn[]): readonly GridColumn[] {
  const [first, ...others] = columns;
  return first === undefined ? [] : [{ ...first, width: Math.max(first.width, Math.round(words.length * DIGIT) - others.reduce((sum, { width }) => sum + width, 0)) }, ...others];
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, Math.round(value)));
}

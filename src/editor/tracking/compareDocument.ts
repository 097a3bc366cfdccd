/** Several runs side by side as a plain read-only document: what differs first, each metric against the baseline. */
import { RunTag } from '../../protocol/runTags';
import type { Run } from '../../protocol/mlflow';
import { countOf, formatDelta, formatNumber, toNumber } from '../../wording/formatNumber';
import { formatAge, formatDuration } from '../../wording/formatTime';
import { textTable, type Alignment } from '../../wording/textTable';
import { shortenInside } from '../../wording/textWidth';
import { verdictOf } from './model';

export interface Comparison {
  /** Two or more. */
  readonly runs: readonly Run[];
  readonly experimentName: string;
  readonly experimentTags: Readonly<Record<string, string>>;
  readonly now: number;
}

const LONGEST_CELL = 28;
const page = { gap: '   ', indent: '  ' };
/** As many columns as stay readable beside each other; further runs go into a second block. */
const COLUMNS = 6;

/** The whole document. The reference is the pinned baseline when it is among the runs, else the first one. */
export function compareDocument(comparison: Comparison): string {
  const reference = referenceOf(comparison);
  const runs = [reference, ...comparison.runs.filter((run) => run !== reference)];
  const pinned = comparison.experimentTags[RunTag.baseline] === reference.info.run_id;
  const lines = [
    `${countOf(runs.length, 'run')} of ${comparison.experimentName}`,
    `▲ better, ▼ worse than ${reference.info.run_name}${pinned ? ', the baseline' : ', the first selected'}`,
  ];
  for (let start = 1; start < runs.length; start += COLUMNS - 1) {
    lines.push('', ...block(comparison, reference, runs.slice(start, start + COLUMNS - 1)));
  }
  return `${lines.join('\n')}\n`;
}

/** The run that the others are measured against. */
export function referenceOf(comparison: Comparison): Run {
  const pinned = comparison.runs.find((run) => run.info.run_id === comparison.experimentTags[RunTag.baseline]);
  const reference = pinned ?? comparison.runs[0];
  if (reference === undefined) {
    throw new Error('A comparison needs at least one run.');
  }
  return reference;
}

function block(comparison: Comparison, reference: Run, others: readonly Run[]): string[] {
  const runs = [reference, ...others];
  const align: Alignment[] = ['left', ...runs.map((): Alignment => 'right')];
  const params = new Map(keysOf(runs, paramsOf).map((key) => [key, runs.map((run) => paramsOf(run)[key])]));
  const differing = [...params].filter(([, values]) => new Set(values).size > 1);
  const same = [...params].filter(([, values]) => new Set(values).size === 1);
  const cells = (values: readonly (string | undefined)[]): string[] => values.map((value) => value === undefined ? '—' : shortenInside(value, LONGEST_CELL));
  const rows: { readonly title?: string; readonly cells: readonly string[] }[] = [
    { cells: ['', ...runs.map((run) => shortenInside(run.info.run_name, LONGEST_CELL))] },
    { cells: ['status', ...runs.map((run) => run.info.status.toLowerCase())] },
    { cells: ['started', ...runs.map((run) => formatAge(run.info.start_time, comparison.now))] },
    { cells: ['took', ...runs.map((run) => run.info.end_time === undefined ? '—' : formatDuration(run.info.end_time - run.info.start_time))] },
    ...metricRows(comparison, reference, runs).map((row, index) => ({ ...(index === 0 ? { title: 'METRICS' } : {}), cells: row })),
    ...differing.map(([key, values], index) => ({ ...(index === 0 ? { title: 'PARAMS THAT DIFFER' } : {}), cells: [key, ...cells(values)] })),
  ];
  const table = textTable(rows.map((row) => row.cells), { ...page, align });
  const lines = table.flatMap((line, index) => rows[index]?.title === undefined ? [line] : ['', rows[index].title, line]);
  if (same.length > 0) {
    lines.push('', 'PARAMS THAT ARE THE SAME', ...textTable(same.map(([key, values]) => [key, ...cells(values.slice(0, 1))]), { ...page, align: ['left', 'left'] }));
  }
  return lines;
}

function metricRows(comparison: Comparison, reference: Run, runs: readonly Run[]): string[][] {
  const byRun = runs.map((run) => metricsOf(run));
  const [own] = byRun;
  return keysOf(runs, metricsOf).map((key) => [key, ...byRun.map((values, index) => {
    const value = values[key];
    const base = own?.[key];
    if (value === undefined) {
      return '—';
    }
    if (index === 0 || base === undefined || runs[index] === reference) {
      return formatNumber(value);
    }
    const verdict = verdictOf(key, value, base, comparison.experimentTags);
    return `${formatNumber(value)} (${formatDelta(value - base)}) ${verdict === '' ? ' ' : verdict}`;
  })]);
}

function keysOf(runs: readonly Run[], valuesOf: (run: Run) => Record<string, unknown>): string[] {
  return [...new Set(runs.flatMap((run) => Object.keys(valuesOf(run))))].toSorted((a, b) => a.localeCompare(b));
}

function paramsOf(run: Run): Record<string, string> {
  return Object.fromEntries((run.data.params ?? []).map(({ key, value }) => [key, value]));
}

function metricsOf(run: Run): Record<string, number> {
  return Object.fromEntries((run.data.metrics ?? []).map(({ key, value }) => [key, toNumber(value)]));
}

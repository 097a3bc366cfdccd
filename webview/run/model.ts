/** What the run panel says, from what its host told: numbers and words in, view model out; no page, no clock of its own. */
import { isBetter, metricDirection, type Direction } from '../../src/protocol/direction';
import type { KeyValue, Run, WireNumber } from '../../src/protocol/mlflow';
import type { RunView } from '../../src/protocol/panels/runPanel';
import { RunTag } from '../../src/protocol/runTags';
import { formatNumber, toNumber } from '../../src/wording/formatNumber';
import { formatAge, formatDuration } from '../../src/wording/formatTime';

const HEADLINES = 3;

export interface Change {
  /** arrow of the direction: filled when better, hollow when worse or when nobody knows */
  readonly arrow: '▲' | '△' | '▼' | '▽' | '';
  /** absolute difference as people read it */
  readonly size: string;
  readonly verdict: 'better' | 'worse' | 'unknown' | 'same';
}

export interface MetricView {
  readonly key: string;
  readonly value: WireNumber;
  readonly text: string;
  readonly step: number;
  /** least and greatest so far; null where they are not known yet */
  readonly min: number | null;
  readonly max: number | null;
  readonly direction: Direction;
  readonly change: Change | null;
}

/** Tags as a record. */
export function tagsOf(run: Run): Readonly<Record<string, string>> {
  return Object.fromEntries((run.data.tags ?? []).map(({ key, value }) => [key, value]));
}

/** How `value` stands to the baseline's; null without one. */
export function changeOf(key: string, value: WireNumber, reference: WireNumber | undefined, experimentTags: Readonly<Record<string, string>>): Change | null {
  if (reference === undefined) {
    return null;
  }
  const [own, other] = [toNumber(value), toNumber(reference)];
  if (!Number.isFinite(own) || !Number.isFinite(other)) {
    return null;
  }
  if (own === other) {
    return { arrow: '', size: '±0', verdict: 'same' };
  }
  const direction = metricDirection(key, experimentTags);
  const verdict = direction === 'unknown' ? 'unknown' : isBetter(own, other, direction) ? 'better' : 'worse';
  const arrow = own > other ? (verdict === 'better' ? '▲' : '△') : (verdict === 'better' ? '▼' : '▽');
  return { arrow, size: formatNumber(Math.abs(own - other)), verdict };
}

/** All metrics by key, those of the machine left out; minima and maxima as far as the row tells them. */
export function metricsOf(view: RunView): MetricView[] {
  const ranges = new Map(view.row.metrics.map((metric) => [metric.key, metric]));
  return (view.run.data.metrics ?? []).filter(({ key }) => !isSystemMetric(key)).map(({ key, value, step }) => {
    const range = ranges.get(key);
    return {
      key, value, text: formatNumber(value), step, min: range?.min ?? null, max: range?.max ?? null,
      direction: metricDirection(key, view.experiment.tags), change: changeOf(key, value, view.baseline?.metrics[key], view.experiment.tags),
    };
  }).toSorted((a, b) => a.key.localeCompare(b.key, undefined, { numeric: true }));
}

/** Metrics that mlflow measures of the machine itself. */
export function isSystemMetric(key: string): boolean {
  return key.startsWith('system/');
}

/** The metrics that stand large: those that the user chose, as far as this run has them; else the first three of the row. */
export function headlinesOf(view: RunView): MetricView[] {
  const all = new Map(metricsOf(view).map((metric) => [metric.key, metric]));
  const chosen = view.headlines.flatMap((key) => all.get(key) ?? []);
  return chosen.length > 0 ? chosen : view.row.metrics.flatMap(({ key }) => all.get(key) ?? []).slice(0, HEADLINES);
}

/** Params by key. */
export function paramsOf(run: Run): KeyValue[] {
  return byKey(run.data.params ?? []);
}

/** Tags that a person or a script set; what the panel shows elsewhere, and what only machines read, comes apart. */
export function tagGroups(run: Run): { readonly own: KeyValue[]; readonly internal: KeyValue[] } {
  const shown = new Set<string>([RunTag.note, RunTag.runName]);
  const all = byKey((run.data.tags ?? []).filter(({ key }) => !shown.has(key)));
  return { own: all.filter(({ key }) => !isInternal(key)), internal: all.filter(({ key }) => isInternal(key)) };
}

function isInternal(key: string): boolean {
  return key.startsWith('mlflow.') || key.startsWith('slipway.') || key === RunTag.cellSource;
}

function byKey(pairs: readonly KeyValue[]): KeyValue[] {
  return pairs.toSorted((a, b) => a.key.localeCompare(b.key, undefined, { numeric: true }));
}

/** How long ago it ended, or began. */
export function ageOf(view: RunView, now: number): string {
  return formatAge(view.row.end_time ?? view.row.start_time, now);
}

/** How long it took, or has been taking. */
export function durationOf(view: RunView, now: number): string {
  const going = view.condition === 'running';
  const end = view.row.end_time ?? (going ? now : view.row.last_activity);
  return formatDuration(end - view.row.start_time);
}

/** Why it failed, in one line; empty when it did not or nobody knows. */
export function failureOf(view: RunView): string {
  const tags = tagsOf(view.run);
  const exit = tags[RunTag.exitCode];
  return tags[RunTag.failure] ?? (exit === undefined || exit === '0' || view.condition !== 'failed' ? '' : `It ended with exit code ${exit}.`);
}

export interface SourceView { readonly file: string; readonly path: string; readonly commit: string; readonly dirty: boolean }

/** Which code made the run; undefined when it does not say. */
export function sourceOf(run: Run): SourceView | undefined {
  const tags = tagsOf(run);
  const path = tags[RunTag.sourceName];
  return path === undefined || path === '' ? undefined : {
    path, file: path.split(/[\\/]/).at(-1) ?? path, commit: tags[RunTag.commit] ?? '', dirty: tags[RunTag.dirty] === 'true',
  };
}

/** The full value for hovering and copying. */
export function fullNumber(value: WireNumber): string {
  return String(value);
}

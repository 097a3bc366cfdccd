/** A run as the command line shows it: pure, runs in, text or plain documents out. */
import { formatNumber } from '../wording/formatNumber';
import { formatAge, formatDuration, formatExact } from '../wording/formatTime';
import { isBetter, metricDirection } from '../protocol/direction';
import { RunTag } from '../protocol/runTags';
import type { Metric, Run, WireNumber } from '../protocol/mlflow';
import { textTable, type Alignment } from '../wording/textTable';
import { shorten } from '../wording/textWidth';

/** The documented JSON of a run. */
export interface RunDocument {
  readonly run_id: string;
  readonly experiment_id: string;
  readonly name: string;
  readonly status: string;
  /** Unix time, ms */
  readonly start_time: number;
  readonly end_time: number | null;
  readonly params: Readonly<Record<string, string>>;
  /** latest values; "NaN", "Infinity" and "-Infinity" stand for what JSON can't write */
  readonly metrics: Readonly<Record<string, WireNumber>>;
  readonly tags: Readonly<Record<string, string>>;
}

const SHORT_ID = 8;
const COLUMNS = 4;

export function runDocument(run: Run): RunDocument {
  const { info, data } = run;
  return {
    run_id: info.run_id, experiment_id: info.experiment_id, name: info.run_name, status: info.status, start_time: info.start_time, end_time: info.end_time ?? null,
    params: Object.fromEntries((data.params ?? []).map(({ key, value }) => [key, value])),
    metrics: Object.fromEntries((data.metrics ?? []).map(({ key, value }) => [key, value])),
    tags: Object.fromEntries((data.tags ?? []).map(({ key, value }) => [key, value])),
  };
}

/** Keys of the metrics that say most: known direction first, then by how many of the runs have them; system metrics last. */
export function headlineKeys(runs: readonly Run[], most = COLUMNS): string[] {
  const counts = new Map<string, number>();
  for (const { key } of runs.flatMap((run) => run.data.metrics ?? [])) {
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const rank = (key: string): number => (key.startsWith('system/') ? 2 : metricDirection(key) === 'unknown' ? 1 : 0);
  return [...counts.keys()].toSorted((a, b) => rank(a) - rank(b) || (counts.get(b) ?? 0) - (counts.get(a) ?? 0) || (a < b ? -1 : 1)).slice(0, most);
}

/** The table of `slipway runs`. @param experiments name by id */
export function runsTable(runs: readonly Run[], experiments: ReadonlyMap<string, string>, now: number): string {
  const keys = headlineKeys(runs);
  const several = new Set(runs.map((run) => run.info.experiment_id)).size > 1;
  const titles = ['RUN', 'ID', ...(several ? ['EXPERIMENT'] : []), 'STATUS', 'STARTED', 'TOOK', ...keys];
  const align = titles.map((_, column): Alignment => column < titles.length - keys.length - 1 ? 'left' : 'right');
  const rows = runs.map((run) => [
    run.info.run_name, run.info.run_id.slice(0, SHORT_ID), ...(several ? [experiments.get(run.info.experiment_id) ?? run.info.experiment_id] : []),
    run.info.status.toLowerCase(), formatAge(run.info.start_time, now), took(run, now), ...keys.map((key) => valueOf(run, key)),
  ]);
  return textTable([titles, ...rows], { align, widest: 32 }).join('\n');
}

/** The page of `slipway show`. */
export function runPage(run: Run, experiment: string, now: number): string {
  const { info } = run;
  const tags = new Map((run.data.tags ?? []).map(({ key, value }) => [key, value]));
  const commit = tags.get(RunTag.commit);
  const source = tags.get(RunTag.sourceName);
  const head: [string, string | undefined][] = [
    ['experiment', experiment], ['id', info.run_id], ['status', tags.has(RunTag.failure) ? `${info.status.toLowerCase()}: ${tags.get(RunTag.failure)}` : info.status.toLowerCase()],
    ['started', `${formatAge(info.start_time, now)} (${formatExact(info.start_time)})`], ['took', took(run, now)],
    ['source', source === undefined ? undefined : `${source}${commit === undefined ? '' : ` @ ${commit.slice(0, 7)}${tags.get(RunTag.dirty) === 'true' ? ' with changes' : ''}`}`],
    ['user', info.user_id === '' ? undefined : info.user_id], ['artifacts', info.artifact_uri], ['note', tags.get(RunTag.note)],
  ];
  const metrics = (run.data.metrics ?? []).toSorted(byKey).map((metric) => [metric.key, formatNumber(metric.value), metric.step === 0 ? '' : `step ${metric.step}`]);
  const params = (run.data.params ?? []).toSorted(byKey).map(({ key, value }) => [key, value]);
  const sections = [
    [info.run_name, ...head.filter(([, value]) => value !== undefined && value !== '').map(([key, value]) => `  ${key.padEnd(10)}  ${value}`)].join('\n'),
    section('Metrics', metrics), section('Params', params),
  ];
  return sections.filter((text) => text !== '').join('\n\n');
}

/** The table of `slipway compare`: differing params first, then metrics with the best of each marked. */
export function comparison(runs: readonly Run[], experimentTags: Readonly<Record<string, string>>): string {
  const rows: string[][] = [['', ...runs.map((run) => shorten(run.info.run_name, 24))], ['status', ...runs.map((run) => run.info.status.toLowerCase())]];
  const params = rowsOf(runs, (run) => run.data.params ?? []);
  const differing = [...params].filter(([, values]) => new Set(values).size > 1);
  const same = [...params].filter(([, values]) => new Set(values).size === 1);
  rows.push(...differing.map(([key, values]) => [key, ...values.map((value) => value ?? '–')]));
  const keys = headlineKeys(runs, Number.MAX_SAFE_INTEGER);
  rows.push(...keys.map((key) => {
    const best = bestOf(runs, key, experimentTags);
    return [key, ...runs.map((run, index) => `${index === best ? '▲ ' : ''}${valueOf(run, key)}`)];
  }));
  const note = same.length === 0 ? '' : `\n\nthe same in all: ${same.map(([key, values]) => `${key}=${shorten(values[0] ?? '', 40)}`).join(', ')}`;
  return textTable(rows, { align: ['left', ...runs.map((): Alignment => 'right')], widest: 40 }).join('\n') + note;
}

/** `calm-fox-3 (1f0c9a2e)  accuracy 0.9667  f1 0.9665` */
export function runLine(run: Run): string {
  const metrics = headlineKeys([run], 3).map((key) => `  ${key} ${valueOf(run, key)}`).join('');
  return `${run.info.run_name} (${run.info.run_id.slice(0, SHORT_ID)})  ${run.info.status.toLowerCase()}${metrics}`;
}

/** Index of the run whose latest value is best; undefined where the direction is unknown or fewer than two runs have it. */
function bestOf(runs: readonly Run[], key: string, experimentTags: Readonly<Record<string, string>>): number | undefined {
  const direction = metricDirection(key, experimentTags);
  const values = runs.map((run) => Number(metricOf(run, key)?.value ?? Number.NaN));
  if (values.filter((value) => !Number.isNaN(value)).length < 2) {
    return undefined;
  }
  let best: number | undefined;
  for (const [index, value] of values.entries()) {
    const champion = best === undefined ? Number.NaN : values[best] ?? Number.NaN;
    if (!Number.isNaN(value) && direction !== 'unknown' && (best === undefined || isBetter(value, champion, direction))) {
      best = index;
    }
  }
  return best;
}

function rowsOf(runs: readonly Run[], pairs: (run: Run) => readonly { key: string; value: string }[]): Map<string, (string | undefined)[]> {
  const rows = new Map<string, (string | undefined)[]>();
  for (const [index, run] of runs.entries()) {
    for (const { key, value } of pairs(run)) {
      const row = rows.get(key) ?? runs.map(() => undefined);
      row[index] = value;
      rows.set(key, row);
    }
  }
  return new Map([...rows].toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

function metricOf(run: Run, key: string): Metric | undefined {
  return run.data.metrics?.find((metric) => metric.key === key);
}

function valueOf(run: Run, key: string): string {
  const metric = metricOf(run, key);
  return metric === undefined ? '–' : formatNumber(metric.value);
}

function took(run: Run, now: number): string {
  return formatDuration((run.info.end_time ?? now) - run.info.start_time);
}

function section(title: string, rows: readonly (readonly string[])[]): string {
  const align = rows[0]?.map((): Alignment => 'left');
  return align === undefined ? '' : [title, ...textTable(rows, { align, indent: '  ', widest: 80 })].join('\n');
}

function byKey(a: { readonly key: string }, b: { readonly key: string }): number {
  return a.key < b.key ? -1 : 1;
}

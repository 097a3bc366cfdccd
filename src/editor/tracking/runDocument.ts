/** A run as a plain read-only document. */
import { metricDirection } from '../../protocol/direction';
import type { RunRow } from '../../protocol/experiments';
import { RunTag } from '../../protocol/runTags';
import type { KeyValue, Run } from '../../protocol/mlflow';
import { countOf, formatNumber, toNumber } from '../../wording/formatNumber';
import { formatAge, formatDuration, formatExact } from '../../wording/formatTime';
import { textTable, type Alignment } from '../../wording/textTable';
import { conditionOf, trendOf } from './model';
import type { ArtifactFile } from './artifactList';

export interface RunPage {
  readonly run: Run;
  /** The row of the list, which knows minima, maxima and whether the run is lost. */
  readonly row: RunRow;
  readonly experimentName: string;
  readonly experimentTags: Readonly<Record<string, string>>;
  readonly artifacts: readonly ArtifactFile[];
  /** More files than are listed. */
  readonly artifactsCut: boolean;
  readonly now: number;
}

const HEADLINES = 3;
const LONGEST_VALUE = 100;

/** The whole document. */
export function runDocument(page: RunPage): string {
  const sections = [head(page), headlines(page), note(page), metrics(page), params(page), datasets(page), models(page), artifacts(page), tags(page)];
  return `${sections.filter((lines) => lines.length > 0).map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function head({ run, row, experimentName, experimentTags, now }: RunPage): string[] {
  const tag = tagsOf(run);
  const condition = conditionOf(row, now);
  const marks = [...(tag[RunTag.starred] === 'true' ? ['★'] : []), ...(experimentTags[RunTag.baseline] === row.run_id ? ['baseline'] : [])];
  const end = row.end_time ?? now;
  const times = row.end_time === null
    ? [`started ${formatAge(row.start_time, now)} (${formatExact(row.start_time)})`]
    : [formatAge(row.end_time, now), `${formatExact(row.start_time)}, took ${formatDuration(end - row.start_time)}`];
  return [
    [run.info.run_name, ...marks].join('  '),
    [experimentName, ...(row.lifecycle_stage === 'deleted' ? ['archived'] : []), condition, ...times].join(' · '),
    ...[originOf(tag, run.info.user_id)].filter((line) => line !== ''),
    ...[failureOf(tag)].filter((line) => line !== ''),
    `run ${run.info.run_id}`,
  ];
}

function originOf(tag: Readonly<Record<string, string>>, user: string): string {
  const source = tag[RunTag.sourceName];
  const commit = tag[RunTag.commit];
  const branch = tag[RunTag.branch];
  const origin = tag[RunTag.origin];
  return [
    ...(source === undefined ? [] : [`${source}${commit === undefined ? '' : ` @ ${commit.slice(0, 7)}`}${branch === undefined || branch === '' ? '' : ` (${branch})`}${tag[RunTag.dirty] === 'true' ? ', with uncommitted changes' : ''}`]),
    ...(origin === undefined ? [] : [{ terminal: 'from a terminal', job: 'trained by Slipway', debug: 'from a debug session', notebook: 'from a notebook' }[origin] ?? origin]),
    ...(user === '' ? [] : [`by ${user}`]),
  ].join(' · ');
}

function failureOf(tag: Readonly<Record<string, string>>): string {
  const exit = tag[RunTag.exitCode];
  return tag[RunTag.failure] ?? (exit === undefined || exit === '0' ? '' : `ended with exit code ${exit}`);
}

function headlines({ row, experimentTags }: RunPage): string[] {
  const shown = row.metrics.slice(0, HEADLINES);
  return shown.length === 0 ? [] : [shown.map((metric) => `${metric.key} ${formatNumber(toNumber(metric.value))} ${row.status === 'RUNNING' ? trendOf(metric, experimentTags) : ''}`.trim()).join('     ')];
}

function note({ run }: RunPage): string[] {
  const text = tagsOf(run)[RunTag.note];
  return text === undefined || text.trim() === '' ? [] : ['NOTE', ...text.split('\n').map((line) => `  ${line}`.trimEnd())];
}

function metrics({ run, row, experimentTags }: RunPage): string[] {
  const all = (run.data.metrics ?? []).toSorted((a, b) => a.key.localeCompare(b.key));
  if (all.length === 0) {
    return [];
  }
  const words = { higher: 'higher is better', lower: 'lower is better', unknown: '' };
  const rows = all.map((metric) => {
    const range = row.metrics.find((known) => known.key === metric.key);
    const spread = range !== undefined && range.min !== null && range.max !== null && range.min !== range.max ? [formatNumber(range.min), formatNumber(range.max)] : ['', ''];
    return [metric.key, formatNumber(metric.value), metric.step === 0 ? '' : String(metric.step), ...spread, words[metricDirection(metric.key, experimentTags)]];
  });
  return [`METRICS (${all.length})`, ...table([['', 'latest', 'step', 'min', 'max', ''], ...rows], ['left', 'right', 'right', 'right', 'right', 'left'])];
}

function params({ run }: RunPage): string[] {
  return pairs('PARAMS', run.data.params ?? []);
}

function tags({ run }: RunPage): string[] {
  const hidden = new Set<string>([RunTag.note, RunTag.runName, 'mlflow.log-model.history']);
  return pairs('TAGS', (run.data.tags ?? []).filter((tag) => !hidden.has(tag.key)));
}

function datasets({ run }: RunPage): string[] {
  const inputs = run.inputs?.dataset_inputs ?? [];
  return inputs.length === 0 ? [] : [`DATASETS (${inputs.length})`, ...table(inputs.map(({ dataset, tags: inputTags }) => [
    dataset.name, dataset.digest, inputTags?.find((tag) => tag.key === 'mlflow.data.context')?.value ?? '', dataset.source_type,
  ]), ['left', 'left', 'left', 'left'])];
}

function models({ run }: RunPage): string[] {
  const outputs = run.outputs?.model_outputs ?? [];
  return outputs.length === 0 ? [] : [`MODELS (${outputs.length})`, ...outputs.map((output) => `  ${output.model_id}`)];
}

function artifacts({ artifacts: files, artifactsCut }: RunPage): string[] {
  return files.length === 0 ? [] : [
    `ARTIFACTS (${artifactsCut ? `first ${files.length}` : countOf(files.length, 'file')})`,
    ...table(files.map((file) => [file.path, file.file_size === undefined ? '' : formatBytes(file.file_size)]), ['left', 'right']),
  ];
}

function pairs(title: string, values: readonly KeyValue[]): string[] {
  const sorted = values.toSorted((a, b) => a.key.localeCompare(b.key));
  return sorted.length === 0 ? [] : [`${title} (${sorted.length})`, ...table(sorted.map(({ key, value }) => [key, oneLine(value)]), ['left', 'left'])];
}

function table(rows: readonly (readonly string[])[], align: readonly Alignment[]): string[] {
  return textTable(rows, { align, gap: '   ', indent: '  ' });
}

function oneLine(text: string): string {
  const line = text.replaceAll(/\s*\n\s*/g, ' ⏎ ');
  return line.length > LONGEST_VALUE ? `${line.slice(0, LONGEST_VALUE - 1)}…` : line;
}

/** `512 B`, `1.5 kB`, `23 MB`: decimal units, as file managers count. */
export function formatBytes(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  const power = Math.min(units.length - 1, bytes < 1 ? 0 : Math.floor(Math.log10(bytes) / 3));
  const value = bytes / 1000 ** power;
  return `${power > 0 && value < 10 ? value.toFixed(1) : Math.round(value)} ${units[power] ?? 'B'}`;
}

function tagsOf(run: Run): Record<string, string> {
  return Object.fromEntries((run.data.tags ?? []).map(({ key, value }) => [key, value]));
}

/** What stands under a cell that made runs: rows in, texts out; no VS Code, no clock of its own. */
import type { RunRow } from '../../protocol/experiments';
import { isBetter, metricDirection } from '../../protocol/direction';
import { RunTag } from '../../protocol/runTags';
import { formatNumber, toNumber } from '../../wording/formatNumber';
import { formatDuration, formatElapsed } from '../../wording/formatTime';
import { shorten } from '../../wording/textWidth';
import { conditionOf, type RunCondition } from '../../protocol/condition';
import { failureOf, headlineOf, iconOf, stepsOf, trendOf, verdictOf } from '../tracking/model';

export interface CellContext {
  readonly now: number;
  /** Tags of a run's experiment, which tell which way is better. */
  tagsOf(row: RunRow): Readonly<Record<string, string>>;
  /** The pinned baseline of a run's experiment. */
  baselineOf(row: RunRow): RunRow | undefined;
}

export interface CellStatus {
  /** The run that stands for the cell: `$(circle-filled) calm-fox-3 · auc 0.914 ▲0.012 · 4 min`. */
  readonly run: { readonly text: string; readonly spoken: string; readonly row: RunRow };
  /** What the arrow is measured against, as a sentence; undefined without an arrow. */
  readonly measuredAgainst: string | undefined;
  /** A second item that opens these runs side by side, newest first; undefined where there is nothing to compare with. */
  readonly compare: { readonly text: string; readonly rows: readonly RunRow[] } | undefined;
}

/** Earlier runs that "the last" ones are. */
const LAST = 3;
const LONGEST_FAILURE = 60;

/**
 * @param rows all runs of one cell, newest first
 * @returns undefined for a cell that made none
 */
export function cellStatus(rows: readonly RunRow[], context: CellContext): CellStatus | undefined {
  const ids = new Set(rows.map((row) => row.run_id));
  // A nested run stands under its parent, unless another cell opened that one.
  const own = rows.filter((row) => !ids.has(row.tags[RunTag.parentRunId] ?? ''));
  const [newest] = own;
  if (newest === undefined) {
    return undefined;
  }
  const execution = newest.tags[RunTag.execution];
  const together = own.filter((row) => row === newest || (execution !== undefined && row.tags[RunTag.execution] === execution));
  const earlier = own.filter((row) => !together.includes(row)).slice(0, LAST);
  const { row, rank } = chosen(together, context);
  const measured = measure(row, earlier.find((other) => headlineOf(other)?.key === headlineOf(row)?.key), context);
  const condition = conditionOf(row, context.now);
  const nested = row.child_count > 0 ? [`+ ${row.child_count} nested`] : [];
  const facts = [...factsOf(row, condition, measured.text, context), ...nested, ...(rank === '' ? [] : [rank])];
  return {
    run: {
      text: `$(${iconOf(condition, '').id}) ${facts.join(' · ')}`,
      spoken: [`Run ${row.run_name}`, condition, ...facts.filter((fact) => fact !== row.run_name)].join(', '),
      row,
    },
    measuredAgainst: measured.against,
    compare: comparison(together, earlier),
  };
}

/** Of several runs of one execution: the one that runs, else the best, else the newest. */
function chosen(together: readonly RunRow[], context: CellContext): { row: RunRow; rank: string } {
  const [newest] = together;
  if (newest === undefined) {
    throw new Error('A cell without runs has no status.');
  }
  const count = together.length;
  if (count === 1) {
    return { row: newest, rank: '' };
  }
  const running = together.find((row) => conditionOf(row, context.now) === 'running');
  if (running !== undefined) {
    return { row: running, rank: `run ${count}` };
  }
  const key = headlineOf(newest)?.key;
  const direction = key === undefined ? 'unknown' : metricDirection(key, context.tagsOf(newest));
  const compared = together.filter((row) => headlineOf(row)?.key === key && Number.isFinite(valueOf(row)));
  const best = compared.reduce<RunRow | undefined>((found, row) => found === undefined || isBetter(valueOf(row), valueOf(found), direction) ? row : found, undefined);
  return direction === 'unknown' || best === undefined ? { row: newest, rank: `last of ${count}` } : { row: best, rank: `best of ${count}` };
}

function factsOf(row: RunRow, condition: RunCondition, measured: string, context: CellContext): string[] {
  const { now } = context;
  const value = measured === '' ? [] : [measured];
  const name = row.run_name || row.run_id;
  switch (condition) {
    case 'running': {
      const { step, epochs } = stepsOf(row);
      const headline = headlineOf(row);
      const trend = headline === undefined ? '' : trendOf(headline, context.tagsOf(row));
      const live = [...value.map((text) => trend === '' ? text : `${text} ${trend}`), ...(step === 0 ? [] : [epochs === undefined ? `step ${step}` : `epoch ${step}/${epochs}`])];
      return live.length === 0 ? [name] : live;
    }
    case 'scheduled': return [name, 'waiting'];
    case 'silent': return [name, ...value, `silent for ${formatElapsed(now - row.last_activity)}`];
    case 'lost': return [name, 'lost', ...value];
    case 'failed': return [name, shorten(failureOf(row), LONGEST_FAILURE), ...value];
    case 'killed': return [name, 'stopped', ...value];
    case 'finished': return [name, ...value, ...(row.end_time === null ? [] : [formatDuration(row.end_time - row.start_time)])];
  }
}

/** `auc 0.914 ▲0.012`: against the pinned baseline, else against the cell's run before. A running run has no verdict yet. */
function measure(row: RunRow, before: RunRow | undefined, context: CellContext): { text: string; against: string | undefined } {
  const headline = headlineOf(row);
  if (headline === undefined) {
    return { text: '', against: undefined };
  }
  const text = `${headline.key} ${formatNumber(toNumber(headline.value))}`;
  const baseline = context.baselineOf(row);
  const reference = baseline !== undefined && baseline.run_id !== row.run_id ? baseline : before;
  const other = reference?.metrics.find((metric) => metric.key === headline.key);
  if (reference === undefined || other === undefined || row.status === 'RUNNING') {
    return { text, against: undefined };
  }
  const [value, base] = [toNumber(headline.value), toNumber(other.value)];
  const verdict = verdictOf(headline.key, value, base, context.tagsOf(row));
  return verdict === '' ? { text, against: undefined } : {
    text: `${text} ${verdict}${formatNumber(Math.abs(value - base))}`,
    against: `${verdict} ${verdict === '▲' ? 'better' : 'worse'} than ${reference.run_name}, ${reference === baseline ? 'the baseline' : 'the run of this cell before'}`,
  };
}

function comparison(together: readonly RunRow[], earlier: readonly RunRow[]): CellStatus['compare'] {
  if (together.length > 1) {
    return { text: `compare all ${together.length}`, rows: together };
  }
  return earlier.length === 0 ? undefined : { text: earlier.length === 1 ? 'compare with the last' : `compare with the last ${earlier.length}`, rows: [...together, ...earlier] };
}

function valueOf(row: RunRow): number {
  return toNumber(headlineOf(row)?.value ?? Number.NaN);
}

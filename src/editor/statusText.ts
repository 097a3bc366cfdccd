/** What the status bar's item says: running runs and active jobs in, words out; no VS Code, no clock of its own. */
import type { RunRow } from '../protocol/experiments';
import type { Job } from '../protocol/jobs';
import { RunTag } from '../protocol/runTags';
import { formatNumber, toNumber } from '../wording/formatNumber';
import { shortenInside } from '../wording/textWidth';
import { conditionOf } from '../protocol/condition';
import { headlineOf } from './tracking/model';

export interface StatusView {
  readonly text: string;
  readonly tooltip: string;
  readonly spoken: string;
}

const LONGEST_KEY = 20;
const LISTED = 10;

/**
 * `$(pulse) Slipway: training 2, tracking 1 · auc 0.861`, undefined when nothing happens. What Slipway started trains; a run that comes
 * from elsewhere, a terminal or a notebook, is only tracked: whether it trains is its own affair.
 * @param runs runs without a parent, of which only those count that are known to run: neither lost nor long silent
 * @param jobs queued or running
 */
export function statusOf(runs: readonly RunRow[], jobs: readonly Job[], now: number): StatusView | undefined {
  const running = runs.filter((row) => row.lifecycle_stage === 'active' && conditionOf(row, now) === 'running').toSorted((a, b) => b.last_activity - a.last_activity);
  const tracked = running.filter((row) => row.tags[RunTag.job] === undefined);
  const trained = jobs.filter((job) => job.state === 'running');
  const waiting = jobs.filter((job) => job.state === 'queued');
  const counts = [...(trained.length > 0 ? [`training ${trained.length}`] : []), ...(tracked.length > 0 ? [`tracking ${tracked.length}`] : [])];
  if (counts.length === 0 && waiting.length === 0) {
    return undefined;
  }
  const words = counts.length === 0 ? `${waiting.length} waiting` : counts.join(', ');
  const [newest] = running;
  const value = newest === undefined ? [] : valueOf(newest);
  const lines = [...trained.map((job) => lineOf('training', job.name, running.find((row) => row.tags[RunTag.job] === job.job_id))),
    ...tracked.map((row) => lineOf('tracking', row.run_name, row)), ...waiting.map((job) => lineOf('waiting', job.name, undefined))];
  return {
    text: `$(pulse) Slipway: ${[words, ...value].join(' · ')}`,
    tooltip: [...lines.slice(0, LISTED), ...(lines.length > LISTED ? [`and ${lines.length - LISTED} more`] : [])].join('\n'),
    spoken: `Slipway, ${[words, ...value].join(', ')}`,
  };
}

function lineOf(what: string, name: string, row: RunRow | undefined): string {
  return [`${what} ${name}`, ...(row === undefined ? [] : valueOf(row))].join(' · ');
}

function valueOf(row: RunRow): string[] {
  const metric = headlineOf(row);
  return metric === undefined ? [] : [`${shortenInside(metric.key, LONGEST_KEY)} ${formatNumber(toNumber(metric.value))}`];
}

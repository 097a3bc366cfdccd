/** Metric histories as JSON text: whole, in pages, of many runs, or sampled for charts. */
import { Readable } from 'node:stream';
import { invalid } from '../mlflowErrors';
import { Limit } from './limits';
import type { PointTuple } from './metricStore';
import { decodePageToken, encodePageToken } from './pageToken';
import type { RunRow } from './runStore';
import { rangesOf, sampledSteps, type StepRange, thinned } from './sampling';
import type { Stores } from './stores';
import { checkRunId } from './validation';

export interface IntervalRequest { readonly runIds: readonly string[]; readonly key: string; readonly startStep?: number; readonly endStep?: number; readonly maxResults: number }

/** No limit, for SQLite. */
const ALL = -1;

export class HistoryService {
  constructor(private readonly stores: Stores, private readonly runOf: (runId: string) => RunRow) {}

  /** Ordered by time, step, value. @param maxResults points of a page; undefined: all */
  history(runId: string, key: string, maxResults: number | undefined, pageToken: string | undefined): string | Readable {
    const run = this.runOf(runId);
    const name = this.stores.names.find(key);
    const { offset } = decodePageToken(pageToken);
    if (name === undefined) {
      return '{}';
    }
    if (maxResults === undefined && offset === 0 && this.stores.metrics.isInOrder(run.id, name)) {
      return Readable.from(this.#whole(run, name, JSON.stringify(key)));
    }
    const limit = maxResults === undefined ? ALL : Math.min(maxResults, Limit.historyPage);
    const points = this.stores.metrics.history(run.id, name, limit === ALL ? ALL : limit + 1, offset);
    const more = limit !== ALL && points.length > limit;
    if (points.length === 0) {
      return '{}';
    }
    const text = writePoints(more ? points.slice(0, limit) : points, JSON.stringify(key), run.start, '');
    return `{"metrics":[${text}]${more ? `,"next_page_token":"${encodePageToken(offset + limit)}"` : ''}}`;
  }

  /** Sent as it is read: the text of a long history never stands in memory as one, and other requests are answered in between. */
  *#whole(run: RunRow, name: number, quotedKey: string): Generator<Buffer> {
    let empty = true;
    for (const text of this.stores.metrics.historyText(run.id, name, run.start, `},{"key":${quotedKey},"value":`)) {
      if (empty) {
        yield Buffer.from(`{"metrics":[{"key":${quotedKey},"value":`);
        empty = false;
      }
      yield text;
    }
    yield Buffer.from(empty ? '{}' : '}]}');
  }

  /** Histories of several runs, runs by id; an unknown run has none. */
  bulk(runIds: readonly string[], key: string, maxResults: number): string {
    if (runIds.length === 0) {
      throw invalid('GetMetricHistoryBulk request must specify at least one run_id.');
    }
    if (runIds.length > Limit.bulkRuns) {
      throw invalid(`GetMetricHistoryBulk request cannot specify more than ${Limit.bulkRuns} run_ids. Received ${runIds.length} run_ids.`);
    }
    const name = this.stores.names.find(key);
    let left = Math.min(maxResults, Limit.bulkRows);
    const texts: string[] = [];
    for (const runId of name === undefined ? [] : runIds.toSorted()) {
      checkRunId(runId);
      const run = this.stores.runs.byRunId(runId);
      const points = run === undefined || left === 0 ? [] : this.stores.metrics.history(run.id, name as number, left, 0);
      if (run !== undefined && points.length > 0) {
        left -= points.length;
        texts.push(writePoints(points, JSON.stringify(key), run.start, `,"run_id":${JSON.stringify(runId)}`));
      }
    }
    return `{"metrics":[${texts.join(',')}]}`;
  }

  /** Sampled histories: all points at the chosen steps, per run, by step, time, value. */
  interval(request: IntervalRequest): string {
    checkInterval(request);
    const runs = request.runIds.map((runId) => this.runOf(runId));
    const name = this.stores.names.find(request.key);
    if (name === undefined) {
      return '{}';
    }
    const ranges = runs.map((run) => this.#steps(run.id, name, request.startStep, request.endStep));
    const chosen = sampledSteps(ranges, request.maxResults);
    const texts: string[] = [];
    let left: number = Limit.bulkRows;
    for (const [index, run] of runs.entries()) {
      let points = chosen.flatMap((step) => (within(ranges[index] as readonly StepRange[], step) ? this.stores.metrics.pointsAt(run.id, name, step) : []));
      if (points.length > left) {
        // Thousands of points at one step (log_metric without a step): newer MLflow samples them by row, and so is done here.
        points = [...thinned(points, request.maxResults)];
      }
      left = Math.max(0, left - points.length);
      if (points.length > 0) {
        texts.push(writePoints(points, JSON.stringify(request.key), run.start, `,"run_id":${JSON.stringify(request.runIds[index])}`));
      }
    }
    return texts.length === 0 ? '{}' : `{"metrics":[${texts.join(',')}]}`;
  }

  #steps(run: number, key: number, first = -Infinity, last = Infinity): StepRange[] {
    const latest = this.stores.metrics.latest(run, key);
    if (latest === undefined) {
      return [];
    }
    const from = Math.max(first, latest.firstStep);
    const to = Math.min(last, latest.step);
    if (from > to) {
      return [];
    }
    // As many different steps as lie between the first and the last: none is missing, so nothing needs to be read.
    return latest.steps === latest.step - latest.firstStep + 1 ? [[from, to]] : rangesOf(this.stores.metrics.stepsBetween(run, key, from, to));
  }
}

function checkInterval({ runIds, startStep, endStep, maxResults }: IntervalRequest): void {
  if (runIds.length > Limit.bulkRuns) {
    throw invalid(`GetMetricHistoryBulkInterval request must specify at most ${Limit.bulkRuns} run_ids. Received ${runIds.length} run_ids.`);
  }
  if (maxResults < 1 || maxResults > Limit.intervalPoints) {
    throw invalid(`max_results must be between 1 and ${Limit.intervalPoints}.`);
  }
  if ((startStep === undefined) !== (endStep === undefined)) {
    throw invalid('If either start step or end step are specified, both must be specified.');
  }
  if (startStep !== undefined && endStep !== undefined && startStep > endStep) {
    throw invalid(`end_step must be greater than start_step. Found start_step=${startStep} and end_step=${endStep}.`);
  }
}

/** Whether a step is in ascending ranges, by bisection. */
function within(ranges: readonly StepRange[], step: number): boolean {
  let low = 0;
  let high = ranges.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const [first, last] = ranges[middle] as StepRange;
    if (step < first) {
      high = middle - 1;
    } else if (step > last) {
      low = middle + 1;
    } else {
      return true;
    }
  }
  return false;
}

/** @param suffix further fields of each point, as JSON that starts with a comma */
function writePoints(points: readonly PointTuple[], quotedKey: string, start: number, suffix: string): string {
  const head = `{"key":${quotedKey},"value":`;
  let text = '';
  for (let index = 0; index < points.length; index += 1) {
    const [step, time, value, isNan] = points[index] as PointTuple;
    text += `${index === 0 ? '' : ','}${head}${isNan === 1 ? '"NaN"' : value},"timestamp":${start + time},"step":${step}${suffix}}`;
  }
  return text;
}

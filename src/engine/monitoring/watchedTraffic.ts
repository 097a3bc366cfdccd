/** The traffic that a monitor watches: which windows are due, asked of the monitoring worker. */
import path from 'node:path';
import { statSync } from 'node:fs';
import type { AnswerColumn } from '../../protocol/monitors';
import type { Query, Table } from '../analysis/ask';
import type { ForkedWorker } from '../analysis/forkedWorker';
import { DeploymentFile, readDeploymentFile } from '../serving/deploymentFiles';
import { DeploymentPlan } from '../serving/servedModel';
import { championOf } from '../serving/standing';
import { taskOf, type Task } from '../serving/traffic/task';
import { askTraffic, errorsQuery, qualityOfSpans, type TrafficSource } from '../serving/traffic/qualityQuery';
import { trafficPaths } from '../serving/traffic/trafficFiles';
import type { ChampionAnswers } from './outcomesAsked';
import type { JudgeAsk, Judgement, KeepAsk, MonitorAnswer, MonitorAsk, Outcomes, OutcomesAsked, TruthsAsk, Watched } from './worker/ask';
import { versionRows, type VersionRows } from './worker/versionRows';
import { dueWindows, fullWindows, openWindow, SETTLE_MS, type TimeSpan } from './windows';

export type MonitorWorker = Pick<ForkedWorker<MonitorAsk, MonitorAnswer>, 'ask' | 'close'>;

/** Of a log that was not looked at for long, so much is cut at once. */
const MOST_ROWS = 100_000;
const ANSWERED = "coalesce(role, '') <> 'shadow'";

/** One labelled answer. */
export interface AnswerError { /** Unix ms */ readonly time: number; readonly wrong: boolean; /** |truth − prediction|; null: they are no numbers */ readonly amount: number | null }

export class WatchedTraffic {
  /** @param folder absolute path of the deployment's folder */
  constructor(readonly folder: string, private readonly worker: MonitorWorker) {}

  get watched(): Watched {
    return { folder: this.folder, signatures: this.#plan()?.arms.map(({ served }) => served.signature) ?? [] };
  }

  /** What a version predicts; undefined where nothing says so. */
  taskOf(model: string, version: string): Task | undefined {
    const served = this.#plan()?.arms.find((arm) => arm.model === model && arm.version === version)?.served;
    return served === undefined ? undefined : taskOf(served);
  }

  /** What the champion says of its answers. */
  get champion(): ChampionAnswers {
    const served = championOf(this.folder)?.served;
    const { classes, probabilities } = served?.kind === 'onnx' ? served : { classes: null, probabilities: null };
    return { task: served === undefined ? undefined : taskOf(served), classes, probabilities };
  }

  /** What the champion predicts; undefined where nothing says so. */
  get task(): Task | undefined {
    return this.champion.task;
  }

  /** What changes when something was labelled; and when anything was answered, sealed or labelled. */
  mark(): { readonly labels: string; readonly all: string } {
    const { lines, segments, feedback } = trafficPaths(this.folder);
    const sizes = (files: readonly string[]): string => files.map((file) => `${path.basename(file)} ${statSync(file, { throwIfNoEntry: false })?.size}`).join();
    const labels = sizes(feedback);
    return { labels, all: `${sizes([...lines, ...segments])};${labels}` };
  }

  /** Windows of a length that are over, oldest first. @throws AnalysisError */
  async dueByTime(next: number, now: number, every: number): Promise<TimeSpan[]> {
    const end = openWindow(now, every).from;
    const { rows } = await this.#ask(({ predictions, files }) => ({
      sql: `SELECT (epoch_ms(time) // ?) * ? AS start, count(*) FROM ${predictions} WHERE time >= make_timestamp_ms(?::BIGINT) AND time < make_timestamp_ms(?::BIGINT) GROUP BY 1`,
      values: [every, every, next, end], files,
    }));
    return dueWindows(new Map(rows.map(([start, count]) => [Number(start), Number(count)])), next, now, every);
  }

  /**
   * Windows of so many rows that are full, from a time on: the first ones, and how many rows the one after them has so far.
   * @throws AnalysisError
   */
  async dueByRows(next: number, now: number, rows: number): Promise<{ readonly windows: TimeSpan[]; readonly left: number }> {
    const table = await this.#ask(({ predictions, files }) => ({
      sql: `SELECT ms, count(*) FROM (SELECT epoch_ms(time) AS ms FROM ${predictions} WHERE time >= make_timestamp_ms(?::BIGINT) AND time < make_timestamp_ms(?::BIGINT) ORDER BY time LIMIT ?) GROUP BY ms ORDER BY ms`,
      values: [next, now - SETTLE_MS, Math.max(rows, MOST_ROWS)], files,
    }));
    return fullWindows(table.rows.map(([ms, count]) => [Number(ms), Number(count)] as const), rows);
  }

  /** How right the answers of each span were, as far as it is known now. @param spans at least one @throws AnalysisError */
  async labels(spans: readonly TimeSpan[]): Promise<VersionRows[][]> {
    const { rows } = await this.#ask((source) => qualityOfSpans(source, spans));
    return spans.map((_, index) => rows.filter((row) => row.at(-1) === index).map(versionRows).toSorted((a, b) => b.rows - a.rows));
  }

  /** The latest labelled answers of a span, oldest first: when they were given, and how wrong they were. @param most rows @throws AnalysisError */
  async errors(span: TimeSpan, most: number): Promise<AnswerError[]> {
    const { rows } = await this.#ask((source) => errorsQuery(source, span, most));
    return rows.toReversed().map(([time, right, amount]) => ({ time: Number(time), wrong: right !== true, amount: typeof amount === 'number' && Number.isFinite(amount) ? amount : null }));
  }

  /** @throws AnalysisError with a sentence where the reference can't be read, or a method is not known */
  async judge(ask: Omit<JudgeAsk, 'do' | 'watched'>): Promise<Judgement> {
    return (await this.worker.ask({ ...ask, do: 'judge', watched: this.watched })) as Judgement;
  }

  /** What became of the answers of a span, as far as it is known now. @throws AnalysisError */
  async outcomes(window: TimeSpan, asked: OutcomesAsked): Promise<Outcomes> {
    return (await this.worker.ask({ do: 'outcomes', watched: this.watched, window, asked })) as Outcomes;
  }

  /** @returns undefined while too few have come @throws AnalysisError */
  async truths(ask: Omit<TruthsAsk, 'do' | 'watched'>): Promise<AnswerColumn | undefined> {
    return ((await this.worker.ask({ ...ask, do: 'truths', watched: this.watched })) as AnswerColumn | null) ?? undefined;
  }

  /** @returns how many rows there were @throws AnalysisError */
  async keep(ask: Omit<KeepAsk, 'do' | 'watched'>): Promise<number> {
    return ((await this.worker.ask({ ...ask, do: 'keep', watched: this.watched })) as { readonly rows: number }).rows;
  }

  /** @param query is given what somebody got an answer to: copies for a shadow are left out */
  #ask(query: (source: TrafficSource) => Query): Promise<Table> {
    return askTraffic(this.folder, { rows: async (asked) => (await this.worker.ask({ ...asked, do: 'rows' })) as Table }, (source) => query({ ...source, predictions: `(SELECT * FROM ${source.predictions} WHERE ${ANSWERED})` }));
  }

  #plan(): DeploymentPlan | undefined {
    return readDeploymentFile(DeploymentPlan, path.join(this.folder, DeploymentFile.plan));
  }
}

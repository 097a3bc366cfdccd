/** What lists of experiments and runs show: SQL only. */
import type BetterSqlite from 'better-sqlite3';
import { FixedName } from './nameStore';

export interface ExperimentCounts { readonly experiment: number; readonly active: number; readonly running: number; readonly deleted: number; readonly touched: number }
export interface KeyCount { readonly key: number; readonly runs: number }
export interface BestRun { readonly uuid: Buffer | string; readonly value: number }
export type RowTuple = [id: number, uuid: Buffer | string, experiment: number, status: number, lost: number, deleted: number | null, start: number, finish: number | null, activity: number | null, name: string];
export type MetricTuple = [run: number, key: number, value: number | null, step: number, time: number, low: number | null, high: number | null];
export type TextTuple = [run: number, key: number, value: string];

export class OverviewStore {
  readonly #counts: BetterSqlite.Statement;
  readonly #keys: BetterSqlite.Statement;
  readonly #highest: BetterSqlite.Statement;
  readonly #lowest: BetterSqlite.Statement;
  readonly #rows: BetterSqlite.Statement;
  readonly #metrics: BetterSqlite.Statement;
  readonly #params: BetterSqlite.Statement;
  readonly #tags: BetterSqlite.Statement;
  readonly #children: BetterSqlite.Statement;

  constructor(sqlite: BetterSqlite.Database) {
    this.#counts = sqlite.prepare(`SELECT experiment, count(*) FILTER (WHERE deleted IS NULL) AS active, count(*) FILTER (WHERE status = 1 AND lost = 0 AND deleted IS NULL) AS running,
      count(deleted) AS deleted, max(start) AS touched FROM runs GROUP BY experiment`);
    this.#keys = sqlite.prepare(`SELECT m.key, count(*) AS runs FROM runs r CROSS JOIN latest_metrics m ON m.run = r.id
      WHERE r.experiment = ? AND r.deleted IS NULL GROUP BY m.key ORDER BY runs DESC, m.key`);
    const best = `SELECT r.uuid, m.value FROM latest_metrics m INDEXED BY latest_by_value CROSS JOIN runs r ON r.id = m.run
      WHERE m.key = ? AND m.value IS NOT NULL AND m.value < 1.7976931348623157e308 AND m.value > -1.7976931348623157e308 AND r.experiment = ? AND r.deleted IS NULL ORDER BY m.value`;
    this.#highest = sqlite.prepare(`${best} DESC LIMIT 1`);
    this.#lowest = sqlite.prepare(`${best} LIMIT 1`);
    const ids = '(SELECT value FROM json_each(?))';
    this.#rows = sqlite.prepare(`SELECT id, uuid, experiment, status, lost, deleted, start, finish, activity, name FROM runs WHERE id IN ${ids}`).raw();
    this.#metrics = sqlite.prepare(`SELECT run, key, value, step, time, low, high FROM latest_metrics WHERE run IN ${ids}`).raw();
    this.#params = sqlite.prepare(`SELECT run, key, substr(value, 1, 101) FROM params WHERE run IN ${ids}`).raw();
    this.#tags = sqlite.prepare(`SELECT t.run, t.key, substr(t.value, 1, 2001) FROM tags t JOIN names n ON n.id = t.key WHERE t.run IN ${ids}
      AND (n.name LIKE 'slipway.%' OR n.name LIKE 'mlflow.source.%' OR n.name IN ('mlflow.note.content', 'mlflow.user', 'mlflow.parentRunId'))`).raw();
    this.#children = sqlite.prepare(`SELECT t.value, count(*) FROM tags t JOIN runs r ON r.id = t.run
      WHERE t.key = ${FixedName.parent} AND t.value IN ${ids} AND r.deleted IS NULL GROUP BY t.value`).raw();
  }

  counts(): Map<number, ExperimentCounts> {
    return new Map((this.#counts.all() as ExperimentCounts[]).map((row) => [row.experiment, row]));
  }

  /** Keys of the active runs of an experiment, most common first. */
  keys(experiment: number): KeyCount[] {
    return this.#keys.all(experiment) as KeyCount[];
  }

  /** The active run with the greatest or least finite latest value. */
  best(experiment: number, key: number, direction: 'higher' | 'lower'): BestRun | undefined {
    return (direction === 'higher' ? this.#highest : this.#lowest).get(key, experiment) as BestRun | undefined;
  }

  rows(ids: readonly number[]): RowTuple[] {
    return this.#rows.all(JSON.stringify(ids)) as RowTuple[];
  }

  metrics(ids: readonly number[]): MetricTuple[] {
    return this.#metrics.all(JSON.stringify(ids)) as MetricTuple[];
  }

  params(ids: readonly number[]): TextTuple[] {
    return this.#params.all(JSON.stringify(ids)) as TextTuple[];
  }

  /** Only the tags that lists show. */
  tags(ids: readonly number[]): TextTuple[] {
    return this.#tags.all(JSON.stringify(ids)) as TextTuple[];
  }

  /** How many active children each of these run ids has. */
  children(runIds: readonly string[]): Map<string, number> {
    return new Map(this.#children.all(JSON.stringify(runIds)) as [string, number][]);
  }
}

/** Logged models (MLflow 3) with their params, tags and metrics: SQL only. */
import type BetterSqlite from 'better-sqlite3';
import type { KeyValue } from '../../protocol/mlflow';

export interface LoggedModelRow {
  readonly id: number;
  readonly model_id: string;
  readonly experiment: number;
  readonly name: string;
  readonly location: string;
  readonly model_type: string;
  readonly source_run: string;
  readonly status: number;
  readonly status_message: string | null;
  readonly created: number;
  readonly updated: number;
  readonly deleted: number | null;
}

export interface ModelMetricRow {
  readonly key: string;
  readonly time: number;
  readonly step: number;
  readonly run: string;
  readonly value: number | null;
  readonly dataset_name: string | null;
  readonly dataset_digest: string | null;
}

export class LoggedModelStore {
  readonly #find: BetterSqlite.Statement;
  readonly #insert: BetterSqlite.Statement;
  readonly #finish: BetterSqlite.Statement;
  readonly #delete: BetterSqlite.Statement;
  readonly #touch: BetterSqlite.Statement;
  readonly #setParam: BetterSqlite.Statement;
  readonly #setTag: BetterSqlite.Statement;
  readonly #deleteTag: BetterSqlite.Statement;
  readonly #params: BetterSqlite.Statement;
  readonly #tags: BetterSqlite.Statement;
  readonly #metrics: BetterSqlite.Statement;
  readonly #addMetric: BetterSqlite.Statement;

  constructor(private readonly sqlite: BetterSqlite.Database) {
    this.#find = sqlite.prepare('SELECT * FROM logged_models WHERE model_id = ?');
    this.#insert = sqlite.prepare('INSERT INTO logged_models (model_id, experiment, name, location, model_type, source_run, status, created, updated) VALUES (?, ?, ?, ?, ?, ?, 1, ?, ?)');
    this.#finish = sqlite.prepare('UPDATE logged_models SET status = ?, updated = ? WHERE id = ?');
    this.#delete = sqlite.prepare('UPDATE logged_models SET deleted = ?, updated = ? WHERE id = ?');
    this.#touch = sqlite.prepare('UPDATE logged_models SET updated = ? WHERE id = ?');
    this.#setParam = sqlite.prepare('INSERT OR REPLACE INTO logged_model_params (model, key, value) VALUES (?, ?, ?)');
    this.#setTag = sqlite.prepare('INSERT OR REPLACE INTO logged_model_tags (model, key, value) VALUES (?, ?, ?)');
    this.#deleteTag = sqlite.prepare('DELETE FROM logged_model_tags WHERE model = ? AND key = ?');
    this.#params = sqlite.prepare('SELECT key, value FROM logged_model_params WHERE model = ? ORDER BY key');
    this.#tags = sqlite.prepare('SELECT key, value FROM logged_model_tags WHERE model = ? ORDER BY key');
    this.#metrics = sqlite.prepare('SELECT key, time, step, run, value, dataset_name, dataset_digest FROM logged_model_metrics WHERE model = ? ORDER BY key, time, step');
    this.#addMetric = sqlite.prepare('INSERT OR REPLACE INTO logged_model_metrics (model, key, time, step, run, value, dataset_name, dataset_digest) VALUES (?, ?, ?, ?, ?, ?, ?, ?)');
  }

  find(modelId: string): LoggedModelRow | undefined {
    return this.#find.get(modelId) as LoggedModelRow | undefined;
  }

  insert(model: { modelId: string; experiment: number; name: string; location: string; modelType: string; sourceRun: string }, now: number): number {
    return Number(this.#insert.run(model.modelId, model.experiment, model.name, model.location, model.modelType, model.sourceRun, now, now).lastInsertRowid);
  }

  /** @param status MLflow's number: 1 pending, 2 ready, 3 upload failed */
  setStatus(id: number, status: number, now: number): void {
    this.#finish.run(status, now, id);
  }

  delete(id: number, now: number): void {
    this.#delete.run(now, now, id);
  }

  setParams(id: number, params: readonly KeyValue[], now: number): void {
    for (const { key, value } of params) {
      this.#setParam.run(id, key, value);
    }
    this.#touch.run(now, id);
  }

  setTags(id: number, tags: readonly KeyValue[], now: number): void {
    for (const { key, value } of tags) {
      this.#setTag.run(id, key, value);
    }
    this.#touch.run(now, id);
  }

  /** @returns whether there was such a tag */
  deleteTag(id: number, key: string): boolean {
    return this.#deleteTag.run(id, key).changes > 0;
  }

  params(id: number): KeyValue[] {
    return this.#params.all(id) as KeyValue[];
  }

  tags(id: number): KeyValue[] {
    return this.#tags.all(id) as KeyValue[];
  }

  metrics(id: number): ModelMetricRow[] {
    return this.#metrics.all(id) as ModelMetricRow[];
  }

  /** Keeps a metric that names a model; a model that is not here (another server's) is passed over. */
  addMetric(modelId: string, runId: string, metric: { key: string; dataset_name?: string; dataset_digest?: string }, point: { value: number; time: number; step: number }): void {
    const model = this.find(modelId);
    if (model !== undefined) {
      const value = Number.isNaN(point.value) ? null : point.value;
      this.#addMetric.run(model.id, metric.key, point.time, point.step, runId, value, metric.dataset_name ?? null, metric.dataset_digest ?? null);
    }
  }

  /** Runs a compiled search. */
  search(sql: string, parameters: readonly unknown[]): LoggedModelRow[] {
    return this.sqlite.prepare(sql).all(...parameters) as LoggedModelRow[];
  }
}

/** Versions of registered models and their tags: SQL only. Deleted ones are seen by nothing but the next number. */
import type BetterSqlite from 'better-sqlite3';
import type { KeyValue } from '../../protocol/mlflow';
import type { ModelStage } from '../../protocol/registry';

export interface VersionRow {
  readonly model: number;
  /** name of the registered model */
  readonly name: string;
  readonly version: number;
  readonly stage: ModelStage;
  readonly source: string;
  readonly location: string;
  readonly run_id: string;
  readonly run_link: string;
  readonly model_id: string;
  readonly description: string | null;
  readonly created: number;
  readonly updated: number;
}
export interface NewVersionRow { readonly model: number; readonly source: string; readonly location: string; readonly runId: string; readonly runLink: string; readonly modelId: string; readonly description: string }

/** Columns of a VersionRow from `model_versions v` and `registered_models m`. */
export const VERSION_SQL = 'SELECT v.*, m.name FROM model_versions v JOIN registered_models m ON m.id = v.model';

export class VersionStore {
  readonly #find: BetterSqlite.Statement;
  readonly #inStage: BetterSqlite.Statement;
  readonly #latest: BetterSqlite.Statement;
  readonly #newest: BetterSqlite.Statement;
  readonly #count: BetterSqlite.Statement;
  readonly #next: BetterSqlite.Statement;
  readonly #insert: BetterSqlite.Statement;
  readonly #describe: BetterSqlite.Statement;
  readonly #setStage: BetterSqlite.Statement;
  readonly #delete: BetterSqlite.Statement;
  readonly #touchAll: BetterSqlite.Statement;
  readonly #setTag: BetterSqlite.Statement;
  readonly #deleteTag: BetterSqlite.Statement;
  readonly #deleteTags: BetterSqlite.Statement;
  readonly #tags: BetterSqlite.Statement;
  readonly #tag: BetterSqlite.Statement;

  constructor(private readonly sqlite: BetterSqlite.Database) {
    this.#find = sqlite.prepare(`${VERSION_SQL} WHERE v.model = ? AND v.version = ? AND v.deleted IS NULL`);
    this.#inStage = sqlite.prepare(`${VERSION_SQL} WHERE v.model = ? AND v.stage = ? AND v.deleted IS NULL ORDER BY v.version`);
    this.#latest = sqlite.prepare(`${VERSION_SQL} WHERE v.model = @model
      AND v.version IN (SELECT MAX(version) FROM model_versions WHERE model = @model AND deleted IS NULL GROUP BY stage) ORDER BY v.version`);
    this.#newest = sqlite.prepare(`${VERSION_SQL} WHERE v.model = ? AND v.deleted IS NULL ORDER BY v.version DESC LIMIT ? OFFSET ?`);
    this.#count = sqlite.prepare('SELECT COUNT(*) FROM model_versions WHERE model = ? AND deleted IS NULL').pluck();
    this.#next = sqlite.prepare('SELECT COALESCE(MAX(version), 0) + 1 FROM model_versions WHERE model = ?').pluck();
    this.#insert = sqlite.prepare(`INSERT INTO model_versions (model, version, stage, source, location, run_id, run_link, model_id, description, created, updated)
      VALUES (?, ?, 'None', ?, ?, ?, ?, ?, ?, ?, ?)`);
    this.#describe = sqlite.prepare('UPDATE model_versions SET description = ?, updated = ? WHERE model = ? AND version = ?');
    this.#setStage = sqlite.prepare('UPDATE model_versions SET stage = ?, updated = ? WHERE model = ? AND version = ?');
    this.#delete = sqlite.prepare("UPDATE model_versions SET deleted = ?, updated = ?, description = NULL, source = '', location = '', run_id = '', run_link = '', model_id = '' WHERE model = ? AND version = ?");
    this.#touchAll = sqlite.prepare('UPDATE model_versions SET updated = ? WHERE model = ?');
    this.#setTag = sqlite.prepare('INSERT OR REPLACE INTO model_version_tags (model, version, key, value) VALUES (?, ?, ?, ?)');
    this.#deleteTag = sqlite.prepare('DELETE FROM model_version_tags WHERE model = ? AND version = ? AND key = ?');
    this.#deleteTags = sqlite.prepare('DELETE FROM model_version_tags WHERE model = ? AND version = ?');
    this.#tags = sqlite.prepare('SELECT key, value FROM model_version_tags WHERE model = ? AND version = ? ORDER BY key');
    this.#tag = sqlite.prepare('SELECT value FROM model_version_tags WHERE model = ? AND version = ? AND key = ?').pluck();
  }

  /** A stretch of its versions, newest first. */
  newest(model: number, limit: number, offset: number): VersionRow[] {
    return this.#newest.all(model, limit, offset) as VersionRow[];
  }

  count(model: number): number {
    return this.#count.get(model) as number;
  }

  find(model: number, version: number): VersionRow | undefined {
    return this.#find.get(model, version) as VersionRow | undefined;
  }

  inStage(model: number, stage: ModelStage): VersionRow[] {
    return this.#inStage.all(model, stage) as VersionRow[];
  }

  /** The newest version of each stage, by version. */
  latest(model: number): VersionRow[] {
    return this.#latest.all({ model }) as VersionRow[];
  }

  /** @returns its number: one more than any that the model ever had */
  insert(row: NewVersionRow, now: number): number {
    const version = Number(this.#next.get(row.model));
    this.#insert.run(row.model, version, row.source, row.location, row.runId, row.runLink, row.modelId, row.description, now, now);
    return version;
  }

  describe(model: number, version: number, description: string | undefined, now: number): void {
    this.#describe.run(description ?? null, now, model, version);
  }

  setStage(model: number, version: number, stage: ModelStage, now: number): void {
    this.#setStage.run(stage, now, model, version);
  }

  /** Leaves nothing of it but its number. */
  delete(model: number, version: number, now: number): void {
    this.#deleteTags.run(model, version);
    this.#delete.run(now, now, model, version);
  }

  /** All versions of a model have changed: it was renamed. */
  touchAll(model: number, now: number): void {
    this.#touchAll.run(now, model);
  }

  setTag(model: number, version: number, key: string, value: string): void {
    this.#setTag.run(model, version, key, value);
  }

  deleteTag(model: number, version: number, key: string): void {
    this.#deleteTag.run(model, version, key);
  }

  /** By key. */
  tags(model: number, version: number): KeyValue[] {
    return this.#tags.all(model, version) as KeyValue[];
  }

  tag(model: number, version: number, key: string): string | undefined {
    return this.#tag.get(model, version, key) as string | undefined;
  }

  /** Runs a compiled search. */
  search(sql: string, parameters: readonly unknown[]): VersionRow[] {
    return this.sqlite.prepare(sql).all(...parameters) as VersionRow[];
  }
}

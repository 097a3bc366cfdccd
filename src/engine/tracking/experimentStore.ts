/** Experiments and their tags: SQL only. */
import type BetterSqlite from 'better-sqlite3';
import type { KeyValue } from '../../protocol/mlflow';

export interface ExperimentRow {
  readonly id: number;
  readonly name: string;
  readonly location: string;
  readonly deleted: number;
  readonly created: number;
  readonly updated: number;
}

export class ExperimentStore {
  readonly #byId: BetterSqlite.Statement;
  readonly #byName: BetterSqlite.Statement;
  readonly #insert: BetterSqlite.Statement;
  readonly #locate: BetterSqlite.Statement;
  readonly #rename: BetterSqlite.Statement;
  readonly #setDeleted: BetterSqlite.Statement;
  readonly #deleteRuns: BetterSqlite.Statement;
  readonly #restoreRuns: BetterSqlite.Statement;
  readonly #setTag: BetterSqlite.Statement;
  readonly #deleteTag: BetterSqlite.Statement;
  readonly #touch: BetterSqlite.Statement;
  readonly #tags: BetterSqlite.Statement;

  constructor(private readonly sqlite: BetterSqlite.Database) {
    this.#byId = sqlite.prepare('SELECT * FROM experiments WHERE id = ?');
    this.#byName = sqlite.prepare('SELECT * FROM experiments WHERE name = ?');
    this.#insert = sqlite.prepare("INSERT INTO experiments (id, name, location, created, updated) VALUES (?, ?, '', ?, ?)");
    this.#locate = sqlite.prepare('UPDATE experiments SET location = ? WHERE id = ?');
    this.#rename = sqlite.prepare('UPDATE experiments SET name = ?, updated = ? WHERE id = ?');
    this.#setDeleted = sqlite.prepare('UPDATE experiments SET deleted = ?, updated = ? WHERE id = ?');
    this.#deleteRuns = sqlite.prepare('UPDATE runs SET deleted = ? WHERE experiment = ? AND deleted IS NULL');
    this.#restoreRuns = sqlite.prepare('UPDATE runs SET deleted = NULL WHERE experiment = ?');
    this.#setTag = sqlite.prepare('INSERT OR REPLACE INTO experiment_tags (experiment, key, value) VALUES (?, ?, ?)');
    this.#deleteTag = sqlite.prepare('DELETE FROM experiment_tags WHERE experiment = ? AND key = ?');
    this.#touch = sqlite.prepare('UPDATE experiments SET updated = ? WHERE id = ?');
    this.#tags = sqlite.prepare('SELECT key, value FROM experiment_tags WHERE experiment = ? ORDER BY key');
  }

  byId(id: number): ExperimentRow | undefined {
    return this.#byId.get(id) as ExperimentRow | undefined;
  }

  byName(name: string): ExperimentRow | undefined {
    return this.#byName.get(name) as ExperimentRow | undefined;
  }

  /** @param id null: the next one */
  insert(id: number | null, name: string, now: number, locationOf: (id: number) => string): number {
    const made = Number(this.#insert.run(id, name, now, now).lastInsertRowid);
    this.#locate.run(locationOf(made), made);
    return made;
  }

  rename(id: number, name: string, now: number): void {
    this.#rename.run(name, now, id);
  }

  /** Deletes the experiment and its runs softly. */
  delete(id: number, now: number): void {
    this.#setDeleted.run(1, now, id);
    this.#deleteRuns.run(now, id);
  }

  restore(id: number, now: number): void {
    this.#setDeleted.run(0, now, id);
    this.#restoreRuns.run(id);
  }

  setTag(id: number, key: string, value: string, now: number): void {
    this.#setTag.run(id, key, value);
    this.#touch.run(now, id);
  }

  /** @returns whether there was such a tag */
  deleteTag(id: number, key: string, now: number): boolean {
    const { changes } = this.#deleteTag.run(id, key);
    this.#touch.run(now, id);
    return changes > 0;
  }

  tags(id: number): KeyValue[] {
    return this.#tags.all(id) as KeyValue[];
  }

  /** Runs a compiled search. */
  search(sql: string, parameters: readonly unknown[]): ExperimentRow[] {
    return this.sqlite.prepare(sql).all(...parameters) as ExperimentRow[];
  }
}

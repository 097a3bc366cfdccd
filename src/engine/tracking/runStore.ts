/** Runs, their params and tags: SQL only. Ids here are the integers of the table `runs`. */
import type BetterSqlite from 'better-sqlite3';
import { runKey } from './ids';
import { FixedName, type NameStore } from './nameStore';

export interface RunRow {
  readonly id: number;
  readonly uuid: Buffer | string;
  readonly experiment: number;
  readonly status: number;
  readonly start: number;
  readonly finish: number | null;
  readonly deleted: number | null;
  readonly lost: number;
  readonly activity: number | null;
  readonly name: string;
  readonly user: string;
}

export class RunStore {
  readonly #byUuid: BetterSqlite.Statement;
  readonly #insert: BetterSqlite.Statement;
  readonly #update: BetterSqlite.Statement;
  readonly #setDeleted: BetterSqlite.Statement;
  readonly #setLost: BetterSqlite.Statement;
  readonly #setActivity: BetterSqlite.Statement;
  readonly #rename: BetterSqlite.Statement;
  readonly #param: BetterSqlite.Statement;
  readonly #insertParam: BetterSqlite.Statement;
  readonly #setTag: BetterSqlite.Statement;
  readonly #tag: BetterSqlite.Statement;
  readonly #deleteTag: BetterSqlite.Statement;
  readonly #living: BetterSqlite.Statement;
  readonly #withJob: BetterSqlite.Statement;
  readonly #withTag: BetterSqlite.Statement;

  constructor(sqlite: BetterSqlite.Database, private readonly names: NameStore) {
    this.#byUuid = sqlite.prepare('SELECT * FROM runs WHERE uuid = ?');
    this.#insert = sqlite.prepare('INSERT INTO runs (uuid, experiment, status, start, name, user) VALUES (?, ?, 1, ?, ?, ?)');
    this.#update = sqlite.prepare('UPDATE runs SET status = ?, finish = ?, name = ? WHERE id = ?');
    this.#setDeleted = sqlite.prepare('UPDATE runs SET deleted = ? WHERE id = ?');
    this.#setLost = sqlite.prepare('UPDATE runs SET lost = ? WHERE id = ?');
    this.#setActivity = sqlite.prepare('UPDATE runs SET activity = ? WHERE id = ?');
    this.#rename = sqlite.prepare('UPDATE runs SET name = ? WHERE id = ?');
    this.#param = sqlite.prepare('SELECT value FROM params WHERE run = ? AND key = ?').pluck();
    this.#insertParam = sqlite.prepare('INSERT INTO params (run, key, value) VALUES (?, ?, ?)');
    this.#setTag = sqlite.prepare('INSERT OR REPLACE INTO tags (run, key, value) VALUES (?, ?, ?)');
    this.#tag = sqlite.prepare('SELECT value FROM tags WHERE run = ? AND key = ?').pluck();
    this.#deleteTag = sqlite.prepare('DELETE FROM tags WHERE run = ? AND key = ?');
    this.#living = sqlite.prepare(`SELECT count(*) FROM runs INDEXED BY runs_running WHERE status = 1 AND lost = 0 AND deleted IS NULL AND start + coalesce(activity, 0) >= ?`).pluck();
    this.#withJob = sqlite.prepare(`SELECT r.uuid FROM tags t JOIN runs r ON r.id = t.run WHERE t.key = ${FixedName.job} AND t.value = ? ORDER BY r.start, r.id`).pluck();
    this.#withTag = sqlite.prepare('SELECT r.uuid FROM tags t JOIN runs r ON r.id = t.run WHERE t.key = ? AND t.value = ? ORDER BY r.start, r.id').pluck();
  }

  byRunId(runId: string): RunRow | undefined {
    return this.#byUuid.get(runKey(runId)) as RunRow | undefined;
  }

  insert(run: { runId: string; experiment: number; start: number; name: string; user: string }): number {
    return Number(this.#insert.run(runKey(run.runId), run.experiment, run.start, run.name, run.user).lastInsertRowid);
  }

  update(id: number, status: number, finish: number | null, name: string): void {
    this.#update.run(status, finish, name, id);
  }

  /** @param when Unix ms; null restores */
  setDeleted(id: number, when: number | null): void {
    this.#setDeleted.run(when, id);
  }

  setLost(id: number, lost: boolean): void {
    this.#setLost.run(lost ? 1 : 0, id);
  }

  /** @param sinceStart ms after the run's start */
  setActivity(id: number, sinceStart: number): void {
    this.#setActivity.run(sinceStart, id);
  }

  param(id: number, key: string): string | undefined {
    const name = this.names.find(key);
    return name === undefined ? undefined : this.#param.get(id, name) as string | undefined;
  }

  insertParam(id: number, key: string, value: string): void {
    this.#insertParam.run(id, this.names.intern(key), value);
  }

  /** Sets a tag; the tag of the run's name is its name. */
  setTag(id: number, key: string, value: string): void {
    const name = this.names.intern(key);
    if (name === FixedName.runName) {
      this.#rename.run(value, id);
    } else {
      this.#setTag.run(id, name, value);
    }
  }

  tag(id: number, key: string): string | undefined {
    const name = this.names.find(key);
    return name === undefined ? undefined : this.#tag.get(id, name) as string | undefined;
  }

  /** @returns whether there was such a tag */
  deleteTag(id: number, key: string): boolean {
    const name = this.names.find(key);
    if (name === FixedName.runName) {
      return this.#rename.run('', id).changes > 0;
    }
    return name !== undefined && this.#deleteTag.run(id, name).changes > 0;
  }

  /** Active runs that say RUNNING, are not known to be lost, and were written to since. @param since Unix ms */
  livingCount(since: number): number {
    return this.#living.get(since) as number;
  }

  /** Keys of `runs.uuid` of the runs with this tag, oldest first. */
  withTag(key: string, value: string): (Buffer | string)[] {
    const name = this.names.find(key);
    if (name === FixedName.job) {
      return this.#withJob.all(value) as (Buffer | string)[];
    }
    return name === undefined ? [] : this.#withTag.all(name, value) as (Buffer | string)[];
  }
}

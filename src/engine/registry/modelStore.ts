/** Registered models with their tags and aliases: SQL only. */
import type BetterSqlite from 'better-sqlite3';
import type { KeyValue } from '../../protocol/mlflow';

export interface ModelRow {
  readonly id: number;
  readonly name: string;
  readonly description: string;
  readonly created: number;
  readonly updated: number;
}
export interface AliasRow { readonly alias: string; readonly version: number }

export class ModelStore {
  readonly #byName: BetterSqlite.Statement;
  readonly #all: BetterSqlite.Statement;
  readonly #insert: BetterSqlite.Statement;
  readonly #describe: BetterSqlite.Statement;
  readonly #rename: BetterSqlite.Statement;
  readonly #touch: BetterSqlite.Statement;
  readonly #delete: readonly BetterSqlite.Statement[];
  readonly #setTag: BetterSqlite.Statement;
  readonly #deleteTag: BetterSqlite.Statement;
  readonly #tags: BetterSqlite.Statement;
  readonly #setAlias: BetterSqlite.Statement;
  readonly #deleteAlias: BetterSqlite.Statement;
  readonly #alias: BetterSqlite.Statement;
  readonly #aliases: BetterSqlite.Statement;

  constructor(private readonly sqlite: BetterSqlite.Database) {
    this.#byName = sqlite.prepare('SELECT * FROM registered_models WHERE name = ?');
    this.#all = sqlite.prepare('SELECT * FROM registered_models ORDER BY updated DESC, id DESC');
    this.#insert = sqlite.prepare('INSERT INTO registered_models (name, description, created, updated) VALUES (?, ?, ?, ?)');
    this.#describe = sqlite.prepare('UPDATE registered_models SET description = ?, updated = ? WHERE id = ?');
    this.#rename = sqlite.prepare('UPDATE registered_models SET name = ?, updated = ? WHERE id = ?');
    this.#touch = sqlite.prepare('UPDATE registered_models SET updated = ? WHERE id = ?');
    this.#delete = ['registered_model_tags', 'registered_model_aliases', 'model_version_tags', 'model_versions']
      .map((table) => sqlite.prepare(`DELETE FROM ${table} WHERE model = ?`))
      .concat(sqlite.prepare('DELETE FROM registered_models WHERE id = ?'));
    this.#setTag = sqlite.prepare('INSERT OR REPLACE INTO registered_model_tags (model, key, value) VALUES (?, ?, ?)');
    this.#deleteTag = sqlite.prepare('DELETE FROM registered_model_tags WHERE model = ? AND key = ?');
    this.#tags = sqlite.prepare('SELECT key, value FROM registered_model_tags WHERE model = ? ORDER BY key');
    this.#setAlias = sqlite.prepare('INSERT OR REPLACE INTO registered_model_aliases (model, alias, version) VALUES (?, ?, ?)');
    this.#deleteAlias = sqlite.prepare('DELETE FROM registered_model_aliases WHERE model = ? AND alias = ?');
    this.#alias = sqlite.prepare('SELECT version FROM registered_model_aliases WHERE model = ? AND alias = ?').pluck();
    this.#aliases = sqlite.prepare('SELECT alias, version FROM registered_model_aliases WHERE model = ? ORDER BY alias');
  }

  byName(name: string): ModelRow | undefined {
    return this.#byName.get(name) as ModelRow | undefined;
  }

  /** Last touched first. */
  all(): ModelRow[] {
    return this.#all.all() as ModelRow[];
  }

  /** @returns its id */
  insert(name: string, description: string, now: number): number {
    return Number(this.#insert.run(name, description, now, now).lastInsertRowid);
  }

  describe(id: number, description: string, now: number): void {
    this.#describe.run(description, now, id);
  }

  rename(id: number, name: string, now: number): void {
    this.#rename.run(name, now, id);
  }

  touch(id: number, now: number): void {
    this.#touch.run(now, id);
  }

  /** Deletes it with all its versions, tags and aliases. */
  delete(id: number): void {
    for (const statement of this.#delete) {
      statement.run(id);
    }
  }

  setTag(id: number, key: string, value: string): void {
    this.#setTag.run(id, key, value);
  }

  deleteTag(id: number, key: string): void {
    this.#deleteTag.run(id, key);
  }

  /** By key. */
  tags(id: number): KeyValue[] {
    return this.#tags.all(id) as KeyValue[];
  }

  setAlias(id: number, alias: string, version: number): void {
    this.#setAlias.run(id, alias, version);
  }

  deleteAlias(id: number, alias: string): void {
    this.#deleteAlias.run(id, alias);
  }

  /** The version that an alias points to. */
  aliasVersion(id: number, alias: string): number | undefined {
    return this.#alias.get(id, alias) as number | undefined;
  }

  /** By alias. */
  aliases(id: number): AliasRow[] {
    return this.#aliases.all(id) as AliasRow[];
  }

  /** Runs a compiled search. */
  search(sql: string, parameters: readonly unknown[]): ModelRow[] {
    return this.sqlite.prepare(sql).all(...parameters) as ModelRow[];
  }
}

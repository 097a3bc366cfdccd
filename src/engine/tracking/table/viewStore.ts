/** Named views of comparisons, kept with the project: SQL only. */
import type BetterSqlite from 'better-sqlite3';

/** `state` is JSON text. */
export interface ViewRow { readonly name: string; readonly state: string; readonly updated: number }

export class ViewStore {
  readonly #all: BetterSqlite.Statement;
  readonly #count: BetterSqlite.Statement;
  readonly #keep: BetterSqlite.Statement;
  readonly #delete: BetterSqlite.Statement;
  readonly #has: BetterSqlite.Statement;
  readonly #rename: BetterSqlite.Statement;

  constructor(sqlite: BetterSqlite.Database) {
    this.#all = sqlite.prepare('SELECT name, state, updated FROM views ORDER BY name');
    this.#count = sqlite.prepare('SELECT count(*) FROM views WHERE name <> ?').pluck();
    this.#keep = sqlite.prepare('INSERT OR REPLACE INTO views (name, state, updated) VALUES (?, ?, ?)');
    this.#delete = sqlite.prepare('DELETE FROM views WHERE name = ?');
    this.#has = sqlite.prepare('SELECT 1 FROM views WHERE name = ?');
    this.#rename = sqlite.prepare('UPDATE views SET name = @to WHERE name = @name');
  }

  /** By name. */
  all(): ViewRow[] {
    return this.#all.all() as ViewRow[];
  }

  /** How many there are beside one of this name. */
  others(name: string): number {
    return this.#count.get(name) as number;
  }

  keep({ name, state, updated }: ViewRow): void {
    this.#keep.run(name, state, updated);
  }

  has(name: string): boolean {
    return this.#has.get(name) !== undefined;
  }

  /** @returns whether there was one of this name */
  rename(name: string, to: string): boolean {
    return this.#rename.run({ name, to }).changes > 0;
  }

  /** @returns whether there was one of this name */
  delete(name: string): boolean {
    return this.#delete.run(name).changes > 0;
  }
}

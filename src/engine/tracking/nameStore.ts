/** Names of metrics, params and tags and the small integers that stand for them. SQL only, with a cache of both directions. */
import type BetterSqlite from 'better-sqlite3';

/** Fixed by the schema, since partial indexes name them. */
export const FixedName = { runName: 1, parent: 2, job: 3 } as const;
const MAX_CACHED = 50_000;

export class NameStore {
  readonly #find: BetterSqlite.Statement;
  readonly #insert: BetterSqlite.Statement;
  readonly #text: BetterSqlite.Statement;
  readonly #ids = new Map<string, number>();
  readonly #texts = new Map<number, string>();
  readonly #quoted = new Map<number, string>();

  constructor(sqlite: BetterSqlite.Database) {
    this.#find = sqlite.prepare('SELECT id FROM names WHERE name = ?').pluck();
    this.#insert = sqlite.prepare('INSERT INTO names (name) VALUES (?)');
    this.#text = sqlite.prepare('SELECT name FROM names WHERE id = ?').pluck();
  }

  /** @returns the id of a name, undefined when nothing was ever logged under it */
  find(name: string): number | undefined {
    const cached = this.#ids.get(name);
    if (cached !== undefined) {
      return cached;
    }
    const id = this.#find.get(name) as number | undefined;
    if (id !== undefined) {
      this.#remember(name, id);
    }
    return id;
  }

  /** The id of a name, made when it is new. Call it inside a write only. */
  intern(name: string): number {
    // A new id is cached when it is next looked up, not here: this write may still be undone.
    return this.find(name) ?? Number(this.#insert.run(name).lastInsertRowid);
  }

  text(id: number): string {
    const cached = this.#texts.get(id);
    if (cached !== undefined) {
      return cached;
    }
    const name = this.#text.get(id) as string;
    this.#remember(name, id);
    return name;
  }

  /** The name as a JSON string. */
  quoted(id: number): string {
    let quoted = this.#quoted.get(id);
    if (quoted === undefined) {
      quoted = JSON.stringify(this.text(id));
      this.#quoted.set(id, quoted);
    }
    return quoted;
  }

  /** Forgets what may have been read inside a write that was undone. */
  forget(): void {
    this.#ids.clear();
    this.#texts.clear();
    this.#quoted.clear();
  }

  #remember(name: string, id: number): void {
    if (this.#ids.size >= MAX_CACHED) {
      this.forget();
    }
    this.#ids.set(name, id);
    this.#texts.set(id, name);
  }
}

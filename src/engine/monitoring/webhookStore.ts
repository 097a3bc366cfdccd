/** The outbox of webhooks: SQL only. */
import type BetterSqlite from 'better-sqlite3';

export interface Delivery {
  readonly id: number;
  readonly url: string;
  /** JSON text */
  readonly body: string;
  /** that failed */
  readonly tries: number;
}

export class WebhookStore {
  readonly #add: BetterSqlite.Statement;
  readonly #all: BetterSqlite.Statement;
  readonly #tried: BetterSqlite.Statement;
  readonly #remove: BetterSqlite.Statement;

  constructor(sqlite: BetterSqlite.Database) {
    this.#add = sqlite.prepare('INSERT INTO webhook_deliveries (url, body, tries) VALUES (?, ?, 0)');
    this.#all = sqlite.prepare('SELECT id, url, body, tries FROM webhook_deliveries ORDER BY id');
    this.#tried = sqlite.prepare('UPDATE webhook_deliveries SET tries = ? WHERE id = ?');
    this.#remove = sqlite.prepare('DELETE FROM webhook_deliveries WHERE id = ?');
  }

  add(url: string, body: string): Delivery {
    return { id: Number(this.#add.run(url, body).lastInsertRowid), url, body, tries: 0 };
  }

  /** Oldest first. */
  all(): Delivery[] {
    return this.#all.all() as Delivery[];
  }

  tried(id: number, tries: number): void {
    this.#tried.run(tries, id);
  }

  remove(id: number): void {
    this.#remove.run(id);
  }
}

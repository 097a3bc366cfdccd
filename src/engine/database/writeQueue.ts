/** Group commit: all writes of one turn of the event loop share one transaction and one fsync, and are answered after it. */
import type BetterSqlite from 'better-sqlite3';
import { storeErrorFrom } from './storeError';

interface Waiting {
  readonly work: () => unknown;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
}

type Outcome = { readonly done: true; readonly value: unknown } | { readonly done: false; readonly error: unknown };

export class WriteQueue {
  #waiting: Waiting[] = [];
  #scheduled = false;
  #closed = false;
  readonly #undoListeners: (() => void)[] = [];
  readonly #begin: BetterSqlite.Statement;
  readonly #commit: BetterSqlite.Statement;
  readonly #rollback: BetterSqlite.Statement;
  readonly #savepoint: BetterSqlite.Statement;
  readonly #release: BetterSqlite.Statement;
  readonly #undo: BetterSqlite.Statement;

  constructor(private readonly sqlite: BetterSqlite.Database, private readonly file: string) {
    this.#begin = sqlite.prepare('BEGIN IMMEDIATE');
    this.#commit = sqlite.prepare('COMMIT');
    this.#rollback = sqlite.prepare('ROLLBACK');
    this.#savepoint = sqlite.prepare('SAVEPOINT one');
    this.#release = sqlite.prepare('RELEASE one');
    this.#undo = sqlite.prepare('ROLLBACK TO one');
  }

  /**
   * Queues synchronous work on the database. It runs inside the transaction of this turn, undone alone if it throws.
   * @returns what `work` returned, after the commit has reached the disk
   * @throws what `work` threw; a StoreError when the transaction as a whole could not be committed
   */
  write<T>(work: () => T): Promise<T> {
    if (this.#closed) {
      return Promise.reject(new Error('The engine is closing and takes no more writes.'));
    }
    return new Promise<T>((resolve, reject) => {
      this.#waiting.push({ work, resolve: resolve as (value: unknown) => void, reject });
      if (!this.#scheduled) {
        this.#scheduled = true;
        // The check phase comes right after the poll phase: every request that arrived in this turn has queued by then.
        setImmediate(() => this.flush());
      }
    });
  }

  /** Calls `listener` whenever a write has been undone, so that caches of what it made can be dropped. */
  onUndo(listener: () => void): void {
    this.#undoListeners.push(listener);
  }

  /** Commits what is queued now. Called by the event loop, and once more before the database closes. */
  flush(): void {
    this.#scheduled = false;
    const batch = this.#waiting;
    if (batch.length === 0) {
      return;
    }
    this.#waiting = [];
    let outcomes: Outcome[];
    try {
      this.#begin.run();
      outcomes = batch.length === 1 ? [this.#alone(batch[0] as Waiting)] : batch.map((waiting) => this.#apart(waiting));
      if (this.sqlite.inTransaction) {
        this.#commit.run();
      }
    } catch (error) {
      this.#abandon();
      const told = storeErrorFrom(error, this.file) ?? error;
      for (const waiting of batch) {
        waiting.reject(told);
      }
      return;
    }
    for (const [index, outcome] of outcomes.entries()) {
      const waiting = batch[index] as Waiting;
      if (outcome.done) {
        waiting.resolve(outcome.value);
      } else {
        waiting.reject(outcome.error);
      }
    }
  }

  /** Takes no more writes, after committing those that wait. */
  close(): void {
    this.#closed = true;
    this.flush();
  }

  /** One write alone needs no savepoint: its failure undoes the transaction, which held nothing else. */
  #alone({ work }: Waiting): Outcome {
    try {
      return { done: true, value: work() };
    } catch (error) {
      this.#abandon();
      return { done: false, error: storeErrorFrom(error, this.file) ?? error };
    }
  }

  #apart({ work }: Waiting): Outcome {
    this.#savepoint.run();
    try {
      const value = work();
      this.#release.run();
      return { done: true, value };
    } catch (error) {
      if (!this.sqlite.inTransaction) {
        // SQLite itself rolled everything back (disk full, I/O error): none of this batch may be acknowledged.
        throw error;
      }
      this.#undo.run();
      this.#release.run();
      this.#tellUndone();
      return { done: false, error: storeErrorFrom(error, this.file) ?? error };
    }
  }

  #abandon(): void {
    if (this.sqlite.inTransaction) {
      this.#rollback.run();
    }
    this.#tellUndone();
  }

  #tellUndone(): void {
    for (const listener of this.#undoListeners) {
      listener();
    }
  }
}

/** Numbered changes of the schema. Each runs once, in one transaction with the number that records it. */
import type BetterSqlite from 'better-sqlite3';
import { closeSync, copyFileSync, fsyncSync, openSync, renameSync } from 'node:fs';
import type { EngineLog } from '../engineLog';
import { FIRST_SCHEMA } from './firstSchema';
import { GATES_SCHEMA } from './gatesSchema';
import { MONITORING_SCHEMA } from './monitoringSchema';
import { REGISTRY_SCHEMA } from './registrySchema';
import { RETRAINING_SCHEMA } from './retrainingSchema';
import { StoreError } from './storeError';

export interface Migration {
  /** 1, 2, 3, … without gaps: the value of `user_version` after it */
  readonly number: number;
  readonly sql: string;
}

export const MIGRATIONS: readonly Migration[] = [
  { number: 1, sql: FIRST_SCHEMA },
  // Saved views of comparisons; the state is JSON that only the panel reads.
  { number: 2, sql: 'CREATE TABLE views (name TEXT PRIMARY KEY, state TEXT NOT NULL, updated INTEGER NOT NULL);' },
  { number: 3, sql: REGISTRY_SCHEMA },
  { number: 4, sql: GATES_SCHEMA },
  { number: 5, sql: MONITORING_SCHEMA },
  { number: 6, sql: RETRAINING_SCHEMA },
  // What other programs are still to be told: alerts go through webhooks.
  { number: 7, sql: 'CREATE TABLE webhook_deliveries (id INTEGER PRIMARY KEY, url TEXT NOT NULL, body TEXT NOT NULL, tries INTEGER NOT NULL);' },
];

/**
 * Brings a store to the newest schema. A file that holds data is copied to `<file>.before-<number>` first.
 * @throws StoreError 'newer' when the store was written by a later version; then it is not touched
 */
export function migrate(sqlite: BetterSqlite.Database, file: string, log: EngineLog, migrations: readonly Migration[] = MIGRATIONS): void {
  const present = Number(sqlite.pragma('user_version', { simple: true }));
  const newest = migrations.at(-1)?.number ?? 0;
  if (present > newest) {
    throw new StoreError('newer', `The store ${file} was written by a newer Slipway (schema ${present}; this one knows ${newest}). Update Slipway, or open a folder with a store of its own. Nothing was changed.`);
  }
  const due = migrations.filter((migration) => migration.number > present);
  const first = due[0];
  if (first === undefined) {
    return;
  }
  if (present > 0) {
    backUp(sqlite, file, `${file}.before-${first.number}`);
    log.info(`store: schema ${present} is brought to ${newest}; the file as it was stands in ${file}.before-${first.number}`);
  }
  sqlite.transaction(() => {
    for (const migration of due) {
      sqlite.exec(migration.sql);
      sqlite.pragma(`user_version = ${migration.number}`);
    }
  }).immediate();
}

/** The exclusive lock is held, so after a checkpoint the file alone is the whole store and nobody writes it meanwhile. */
function backUp(sqlite: BetterSqlite.Database, file: string, target: string): void {
  sqlite.pragma('wal_checkpoint(TRUNCATE)');
  const partial = `${target}.partial`;
  copyFileSync(file, partial);
  const descriptor = openSync(partial, 'r+');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  renameSync(partial, target);
}

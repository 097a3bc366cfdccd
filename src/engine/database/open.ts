/** Opens a store: one file, one engine, nothing acknowledged that a power cut could take back. */
import BetterSqlite from 'better-sqlite3';
import { randomUUID } from 'node:crypto';
import { accessSync, constants, existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { makeFolder } from '../../connection/makeFolder';
import type { EngineLog } from '../engineLog';
import { MIGRATIONS, migrate, type Migration } from './migrations';
import { storeErrorFrom } from './storeError';
import { WriteQueue } from './writeQueue';

export interface Database {
  readonly sqlite: BetterSqlite.Database;
  readonly writes: WriteQueue;
  /** absolute path of the .slipway folder */
  readonly folder: string;
  /** random id, written into the store when it was made */
  readonly storeId: string;
  /** Commits what is queued and closes the file. */
  close(): void;
}

export const DATABASE_FILE = 'slipway.db';

/**
 * Opens (or makes) the store in `folder` and takes its exclusive lock.
 * @throws StoreError that says what is wrong and what to do: locked, newer, corrupt, read-only, full
 */
export function openDatabase(folder: string, log: EngineLog, migrations: readonly Migration[] = MIGRATIONS): Database {
  const file = path.join(folder, DATABASE_FILE);
  let sqlite: BetterSqlite.Database | undefined;
  try {
    prepareFolder(folder);
    mustBeWritable(folder, file);
    sqlite = new BetterSqlite(file, { timeout: 250 });
    configure(sqlite);
    migrate(sqlite, file, log, migrations);
    return finish(sqlite, file, folder);
  } catch (error) {
    sqlite?.close();
    throw storeErrorFrom(error, file) ?? error;
  }
}

function prepareFolder(folder: string): void {
  makeFolder(path.join(folder, 'artifacts'));
  const ignore = path.join(folder, '.gitignore');
  if (!existsSync(ignore)) {
    writeFileSync(ignore, '*\n');
  }
}

/** SQLite would open a read-only file all the same and then fail with an error that tells of locks. */
function mustBeWritable(folder: string, file: string): void {
  accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
  if (existsSync(file)) {
    accessSync(file, constants.R_OK | constants.W_OK);
  }
}

function configure(sqlite: BetterSqlite.Database): void {
  // Before the first touch of the WAL: its index then lives in this process' memory and the lock is held until close.
  sqlite.pragma('locking_mode = EXCLUSIVE');
  sqlite.pragma('journal_mode = WAL');
  sqlite.pragma('synchronous = FULL');
  sqlite.pragma('fullfsync = ON');
  sqlite.pragma('checkpoint_fullfsync = ON');
  sqlite.pragma('foreign_keys = OFF');
  sqlite.pragma('trusted_schema = OFF');
  sqlite.pragma('case_sensitive_like = ON');
  sqlite.pragma('temp_store = MEMORY');
  sqlite.pragma('cache_size = -16000');
  sqlite.pragma('journal_size_limit = 16777216');
  sqlite.exec('BEGIN EXCLUSIVE; COMMIT');
}

function finish(sqlite: BetterSqlite.Database, file: string, folder: string): Database {
  sqlite.prepare("INSERT OR IGNORE INTO meta (key, value) VALUES ('store_id', ?)").run(randomUUID());
  const storeId = String(sqlite.prepare("SELECT value FROM meta WHERE key = 'store_id'").pluck().get());
  const writes = new WriteQueue(sqlite, file);
  return {
    sqlite, writes, folder, storeId,
    close: () => {
      writes.close();
      sqlite.close();
    },
  };
}

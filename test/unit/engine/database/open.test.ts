import BetterSqlite from 'better-sqlite3';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { MIGRATIONS } from '../../../../src/engine/database/migrations';
import { openDatabase } from '../../../../src/engine/database/open';
import { StoreError, storeErrorFrom } from '../../../../src/engine/database/storeError';
import { keptLog } from '../silentLog';

let folder: string;
beforeEach(() => {
  folder = path.join(mkdtempSync(path.join(tmpdir(), 'slipway-store-')), '.slipway');
});
afterEach(() => rmSync(path.dirname(folder), { recursive: true, force: true }));

function failure(work: () => unknown): StoreError {
  try {
    work();
  } catch (error) {
    expect(error).toBeInstanceOf(StoreError);
    return error as StoreError;
  }
  throw new Error('it did not fail');
}

test('a new store ignores itself in git, keeps its id and survives power cuts', () => {
  const first = openDatabase(folder, keptLog());
  expect(first.sqlite.pragma('journal_mode', { simple: true })).toBe('wal');
  expect(first.sqlite.pragma('synchronous', { simple: true })).toBe(2);
  expect(first.sqlite.pragma('locking_mode', { simple: true })).toBe('exclusive');
  first.close();
  expect(readFileSync(path.join(folder, '.gitignore'), 'utf8')).toBe('*\n');
  const second = openDatabase(folder, keptLog());
  expect(second.storeId).toBe(first.storeId);
  second.close();
});

test('a store that is open elsewhere is refused with a message that says so', () => {
  const first = openDatabase(folder, keptLog());
  const error = failure(() => openDatabase(folder, keptLog()));
  expect(error.kind).toBe('locked');
  expect(error.message).toMatch(/Another process holds the store/);
  first.close();
  openDatabase(folder, keptLog()).close();
});

test('a store of a newer version is not touched', () => {
  openDatabase(folder, keptLog()).close();
  const file = path.join(folder, 'slipway.db');
  const sqlite = new BetterSqlite(file);
  sqlite.pragma('user_version = 99');
  sqlite.close();
  const before = readFileSync(file);
  const error = failure(() => openDatabase(folder, keptLog()));
  expect(error.kind).toBe('newer');
  expect(error.message).toMatch(/newer Slipway \(schema 99; this one knows \d+\).*Update Slipway/s);
  expect(readFileSync(file).equals(before)).toBe(true);
});

test('a damaged store is left as it is', () => {
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, 'slipway.db');
  writeFileSync(file, 'this is no database, whatever its name says. '.repeat(200));
  const error = failure(() => openDatabase(folder, keptLog()));
  expect(error.kind).toBe('corrupt');
  expect(error.message).toMatch(/damaged and was left as it is/);
  expect(readFileSync(file, 'utf8')).toMatch(/^this is no database/);
});

test('a path that can hold no store is told', () => {
  writeFileSync(path.dirname(folder) + '/file', '');
  expect(failure(() => openDatabase(path.join(path.dirname(folder), 'file', '.slipway'), keptLog())).kind).toBe('io');
});

test('a file system that takes no folders is told', () => {
  expect(['io', 'read-only']).toContain(failure(() => openDatabase(process.platform === 'linux' ? '/proc/slipway/.slipway' : '/dev/null/.slipway', keptLog())).kind);
});

test.each([['ENOENT', 'io'], ['EROFS', 'read-only'], ['EACCES', 'read-only'], ['SQLITE_READONLY_DIRECTORY', 'read-only'], ['SQLITE_FULL', 'full'], ['ENOSPC', 'full'], ['SQLITE_IOERR_WRITE', 'full'], ['SQLITE_IOERR_READ', 'io'], ['SQLITE_CORRUPT_VTAB', 'corrupt']])('%s is told as %s', (code, kind) => {
  const error = storeErrorFrom(Object.assign(new Error('raw'), { code }), '/p/slipway.db');
  expect(error?.kind).toBe(kind);
  expect(error?.message).toContain('/p/slipway.db');
});

test('a migration keeps a copy of the file as it was, and runs once', () => {
  const first = openDatabase(folder, keptLog());
  first.sqlite.prepare("INSERT INTO meta (key, value) VALUES ('mark', 'old')").run();
  first.close();
  const further = [...MIGRATIONS, { number: MIGRATIONS.length + 1, sql: "UPDATE meta SET value = 'new' WHERE key = 'mark'; CREATE TABLE added (x)" }];
  const log = keptLog();
  const second = openDatabase(folder, log, further);
  expect(second.sqlite.prepare("SELECT value FROM meta WHERE key = 'mark'").pluck().get()).toBe('new');
  second.close();
  const copy = path.join(folder, `slipway.db.before-${further.length}`);
  const kept = new BetterSqlite(copy, { readonly: true });
  expect(kept.prepare("SELECT value FROM meta WHERE key = 'mark'").pluck().get()).toBe('old');
  kept.close();
  expect(log.lines.join()).toContain(copy);
  rmSync(copy);
  openDatabase(folder, keptLog(), further).close();
  expect(existsSync(copy)).toBe(false);
});

test('a migration that fails leaves the store at its old schema', () => {
  openDatabase(folder, keptLog()).close();
  const broken = [...MIGRATIONS, { number: MIGRATIONS.length + 1, sql: 'CREATE TABLE half (x); THIS IS NOT SQL' }];
  expect(() => openDatabase(folder, keptLog(), broken)).toThrow(/syntax error/);
  const again = openDatabase(folder, keptLog());
  expect(again.sqlite.prepare("SELECT count(*) FROM sqlite_master WHERE name = 'half'").pluck().get()).toBe(0);
  again.close();
});

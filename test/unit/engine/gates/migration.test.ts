// Promise: a store from before gates opens, its log is as it was, and still nobody can change it.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { MIGRATIONS } from '../../../../src/engine/database/migrations';
import { openDatabase } from '../../../../src/engine/database/open';
import { keptLog } from '../silentLog';

test('the log of a store from before gates stays, and stays unchangeable', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'slipway-migration-'));
  try {
    const old = openDatabase(folder, keptLog(), MIGRATIONS.filter(({ number }) => number <= 3));
    old.sqlite.prepare("INSERT INTO audit (time, model, name, action, alias, version, was, became, who, client, reason) VALUES (1, 1, 'iris', 'alias_set', 'champion', 2, '1', '2', 'ada', 'mlflow', 'because')").run();
    old.close();
    const { sqlite, close } = openDatabase(folder, keptLog());
    expect(sqlite.prepare('SELECT who, reason, gate_verdict, gate_id FROM audit').get()).toEqual({ who: 'ada', reason: 'because', gate_verdict: '', gate_id: '' });
    expect(() => sqlite.prepare("UPDATE audit SET gate_verdict = 'passed'").run()).toThrow('the audit log is never changed');
    expect(() => sqlite.prepare('DELETE FROM audit').run()).toThrow('the audit log is never shortened');
    close();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

import BetterSqlite from 'better-sqlite3';
import { expect, test } from 'vitest';
import { StoreError } from '../../../../src/engine/database/storeError';
import { WriteQueue } from '../../../../src/engine/database/writeQueue';

function queue(): { sqlite: BetterSqlite.Database; writes: WriteQueue; insert: (value: number) => unknown; values: () => unknown[] } {
  const sqlite = new BetterSqlite(':memory:');
  sqlite.exec('CREATE TABLE t (v INTEGER UNIQUE)');
  const insert = sqlite.prepare('INSERT INTO t VALUES (?)');
  const select = sqlite.prepare('SELECT v FROM t ORDER BY v').pluck();
  return { sqlite, writes: new WriteQueue(sqlite, 'memory'), insert: (value) => insert.run(value), values: () => select.all() };
}

test('writes of one turn share one transaction', async () => {
  const { sqlite, writes, insert, values } = queue();
  const seen: boolean[] = [];
  await Promise.all([1, 2, 3].map((value) => writes.write(() => {
    seen.push(sqlite.inTransaction);
    insert(value);
  })));
  expect(seen).toEqual([true, true, true]);
  expect(values()).toEqual([1, 2, 3]);
  expect(sqlite.inTransaction).toBe(false);
});

test('a bad write undoes only itself', async () => {
  const { writes, insert, values } = queue();
  const outcomes = await Promise.allSettled([
    writes.write(() => insert(1)),
    writes.write(() => {
      insert(2);
      throw new Error('no');
    }),
    writes.write(() => insert(1)),
    writes.write(() => insert(3)),
  ]);
  expect(outcomes.map((outcome) => outcome.status)).toEqual(['fulfilled', 'rejected', 'rejected', 'fulfilled']);
  expect(values()).toEqual([1, 3]);
});

test('a bad write alone undoes its transaction, and the next one works', async () => {
  const { writes, insert, values } = queue();
  let undone = 0;
  writes.onUndo(() => {
    undone += 1;
  });
  await expect(writes.write(() => {
    insert(1);
    throw new Error('no');
  })).rejects.toThrow('no');
  await writes.write(() => insert(2));
  expect(values()).toEqual([2]);
  expect(undone).toBe(1);
});

test('a full disk refuses all writes of the turn and acknowledges none', async () => {
  const { sqlite, writes, insert, values } = queue();
  await writes.write(() => insert(1));
  sqlite.pragma(`max_page_count = ${String(sqlite.pragma('page_count', { simple: true }))}`);
  const big = sqlite.prepare('CREATE TABLE big AS SELECT zeroblob(100000) AS b');
  const outcomes = await Promise.allSettled([writes.write(() => insert(2)), writes.write(() => big.run())]);
  const rejected = outcomes.filter((outcome) => outcome.status === 'rejected');
  expect(rejected.length).toBeGreaterThan(0);
  expect(rejected.every(({ reason }) => reason instanceof StoreError && reason.kind === 'full')).toBe(true);
  // What was acknowledged is there, what was refused is not.
  expect(values()).toEqual(outcomes[0]?.status === 'fulfilled' ? [1, 2] : [1]);
});

test('closing commits what waits and takes no more', async () => {
  const { writes, insert, values } = queue();
  const waiting = writes.write(() => insert(1));
  writes.close();
  await waiting;
  expect(values()).toEqual([1]);
  await expect(writes.write(() => insert(2))).rejects.toThrow(/closing/);
});

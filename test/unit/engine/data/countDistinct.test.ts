// Promise: distinct values are the same in one pass and in many; beyond that they are an estimate, and it is said so.
import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { countDistinct, type Limits } from '../../../../src/engine/data/countDistinct';

const limits: Limits = { atOnce: 1_000_000, bytes: 2 ** 30, passes: 8, few: 10 };
let instance: DuckDBInstance;
let connection: DuckDBConnection;
beforeAll(async () => {
  instance = await DuckDBInstance.create(':memory:');
  connection = await instance.connect();
  await connection.run("CREATE TABLE t AS SELECT CASE WHEN i % 10 < 3 THEN 'often' WHEN i % 10 < 5 THEN 'sometimes' ELSE 'v' || i END AS text, i % 4 AS few FROM range(10000) r(i)");
});
afterAll(() => {
  connection.closeSync();
  instance.closeSync();
});

const about = { present: 10_000, size: 8 };

test.each([['one pass', limits], ['seven passes', { ...limits, atOnce: 1500 }], ['as many as its bytes need', { ...limits, bytes: 20_000 }]])('exact in %s', async (_, own) => {
  const { distinct, distinct_exact: exact, top } = await countDistinct(connection, 't', 'text', about, true, own);
  expect([distinct, exact]).toEqual([5002, true]);
  expect(top?.slice(0, 4)).toEqual([{ value: 'often', count: 3000 }, { value: 'sometimes', count: 2000 }, { value: 'v1005', count: 1 }, { value: 'v1006', count: 1 }]);
});

test('an estimate where there are too many', async () => {
  const { distinct, distinct_exact: exact, top, top_exact: exactTop } = await countDistinct(connection, 't', 'text', about, true, { ...limits, atOnce: 100 });
  expect([exact, exactTop]).toEqual([false, false]);
  expect(Math.abs(distinct - 5002) / 5002).toBeLessThan(0.25);
  expect(top?.slice(0, 2)).toEqual([{ value: 'often', count: 3000 }, { value: 'sometimes', count: 2000 }]);
});

test('exact where they are few, however many rows there are', async () => {
  expect(await countDistinct(connection, 't', 'few', about, false, { ...limits, atOnce: 100 })).toEqual({ distinct: 4, distinct_exact: true });
});

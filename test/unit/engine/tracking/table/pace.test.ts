/** A script that trains is not kept waiting by a panel that reads much. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Curves } from '../../../../../src/protocol/table';
import { runEngine, type RunningEngine } from '../../runningEngine';

let running: RunningEngine;
beforeEach(async () => {
  running = await runEngine();
});
afterEach(() => running.stop());

const POINTS = 1_000_000;

test('a metric that is logged while a million points are read is acknowledged before they are', async () => {
  const { body } = await running.ask('POST', '/api/2.0/mlflow/runs/create', { experiment_id: '0', start_time: 1_000 });
  const run = (body as { run: { info: { run_id: string } } }).run.info.run_id;
  const metric = (step: number): Promise<{ status: number }> => running.ask('POST', '/api/2.0/mlflow/runs/log-metric', { run_id: run, key: 'm', value: 1, timestamp: 2_000, step });
  await metric(-1);
  const { sqlite } = running.engine.database;
  sqlite.exec(`WITH RECURSIVE c(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM c WHERE i < ${POINTS - 1}) INSERT INTO metric_points SELECT p.run, p.key, c.i, c.i, c.i / 7.0, 0 FROM c, metric_points p WHERE p.step = -1`);
  const ended: string[] = [];
  const read = running.ask('POST', '/slipway/v1/curves', { run_ids: [run], key: 'm', points: 100 }).then((answer) => {
    ended.push('read');
    return answer.body as Curves;
  });
  // The read has the connection's turn first: this is taken in while it goes on.
  const written = metric(POINTS).then(({ status }) => {
    ended.push('written');
    return status;
  });
  const [curves, status] = await Promise.all([read, written]);
  expect([ended, status]).toEqual([['written', 'read'], 200]);
  expect(curves.curves[0]?.total).toBeGreaterThanOrEqual(POINTS + 1);
});

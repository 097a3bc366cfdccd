// Makes an experiment of many runs: the newest are logged through the engine's API as training scripts would, the others are copied from them.
import path from 'node:path';
import BetterSqlite from 'better-sqlite3';

const api = '/api/2.0/mlflow';
const AT_ONCE = 12;
const MINUTE = 60_000;
/** Runs that are logged; of more, the older ones are copies with numbers of their own. */
const LOGGED = 1000;

/** Up to 1,000 finished runs with `params` params, a third of which differ, and `metrics` metrics; the newest `curves` have `points` points of two metrics. */
export async function logRuns(engine, { experiment, count, params = 20, metrics = 20, curves = 0, points = 0 }) {
  const { experiment_id: id } = await engine.request('POST', `${api}/experiments/create`, { name: experiment });
  const now = Date.now();
  let next = 0;
  const worker = async () => {
    for (;;) {
      const index = next;
      if (index >= Math.min(count, LOGGED)) return;
      next += 1;
      const start = now - (index + 1) * MINUTE;
      const { run } = await engine.request('POST', `${api}/runs/create`, { experiment_id: id, run_name: `trial-${count - index}`, start_time: start });
      await engine.request('POST', `${api}/runs/log-batch`, {
        run_id: run.info.run_id, tags: [],
        params: Array.from({ length: params }, (_, at) => ({ key: `param_${at}`, value: at % 3 === 0 ? String(((index + 1) * (at + 7) * 7919) % 1000 / 1000) : at % 3 === 1 ? ['adam', 'sgd', 'lamb'][(index + at) % 3] : '42' })),
        metrics: Array.from({ length: metrics }, (_, at) => ({ key: at === 0 ? 'auc' : at === 1 ? 'loss' : `metric_${at}`, value: Math.abs(Math.sin(index * 12.9898 + at * 78.233)), step: 0, timestamp: start })),
      });
      if (index < curves) {
        for (let from = 0; from < points; from += 500) {
          const part = Array.from({ length: Math.min(500, points - from) }, (_, at) => from + at);
          await engine.request('POST', `${api}/runs/log-batch`, {
            run_id: run.info.run_id, tags: [], params: [],
            metrics: part.flatMap((step) => [{ key: 'auc', value: 1 - Math.exp(-step / 400) * (0.4 + (index % 5) / 20), step, timestamp: start + step }, { key: 'loss', value: Math.exp(-step / 500), step, timestamp: start + step }]),
          });
        }
      }
      await engine.request('POST', `${api}/runs/update`, { run_id: run.info.run_id, status: 'FINISHED', end_time: start + MINUTE / 2 });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return id;
}

/**
 * Makes the experiment's runs up to `count`: what the API would write for older ones, a minute apart. The engine must have ended: its
 * store is written to by its side.
 */
export function copyRuns(store, { experimentId, count, curves = 0 }) {
  const more = count - LOGGED;
  if (more <= 0) return;
  const sqlite = new BetterSqlite(path.join(store, 'slipway.db'));
  sqlite.pragma('synchronous = OFF');
  const [experiment, logged, kept] = [experimentId, LOGGED, curves].map(Number);
  sqlite.exec(`
    BEGIN;
    CREATE TEMP TABLE patterns AS SELECT row_number() OVER (ORDER BY start DESC) - 1 AS place, id FROM runs WHERE experiment = ${experiment};
    CREATE TEMP TABLE copies AS WITH RECURSIVE c(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM c WHERE i < ${more - 1})
      SELECT (SELECT max(id) FROM runs) + ${more} - i AS id, i, p.id AS pattern FROM c JOIN patterns p ON p.place = ${kept} + c.i % ${logged - kept};
    CREATE INDEX temp.copies_in_order ON copies (id, pattern);
    INSERT INTO runs (id, uuid, experiment, status, start, finish, activity, name, user)
      SELECT c.id, randomblob(16), r.experiment, r.status, oldest.start - (c.i + 1) * ${MINUTE}, oldest.start - (c.i + 1) * ${MINUTE} + ${MINUTE / 2}, r.activity, 'trial-' || (${more} - c.i), r.user
      FROM copies c JOIN runs r ON r.id = c.pattern, (SELECT min(start) AS start FROM runs WHERE experiment = ${experiment}) oldest ORDER BY c.id;
    INSERT INTO params SELECT c.id, p.key, p.value FROM copies c CROSS JOIN params p ON p.run = c.pattern ORDER BY c.id, p.key;
    INSERT INTO tags SELECT c.id, t.key, t.value FROM copies c CROSS JOIN tags t ON t.run = c.pattern ORDER BY c.id, t.key;
    INSERT INTO latest_metrics SELECT c.id, m.key, abs(random() / 9.3e18), m.step, m.time, m.low, m.high, m.steps, m.first_step, m.in_order FROM copies c CROSS JOIN latest_metrics m ON m.run = c.pattern ORDER BY c.id, m.key;
    INSERT INTO metric_points SELECT m.run, m.key, m.step, m.time, m.value, 0 FROM copies c CROSS JOIN latest_metrics m ON m.run = c.id ORDER BY m.run, m.key;
    COMMIT;`);
  sqlite.close();
}

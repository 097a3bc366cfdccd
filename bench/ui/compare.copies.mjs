// Makes an experiment's runs many: what the API would write for older ones, a minute apart, copied from those that were logged.
// The engine must have ended: its store is written to by its side. Runs on the Node of the engine.
//   node bench/ui/compare.copies.mjs STORE EXPERIMENT COUNT CURVES
import path from 'node:path';
import BetterSqlite from 'better-sqlite3';
import { LOGGED } from './compare.runs.mjs';

const MINUTE = 60_000;
const [store, ...numbers] = process.argv.slice(2);
const [experiment, count, curves] = numbers.map(Number);
const more = count - LOGGED;
const sqlite = new BetterSqlite(path.join(store, 'slipway.db'));
sqlite.pragma('synchronous = OFF');
sqlite.exec(`
  BEGIN;
  CREATE TEMP TABLE patterns AS SELECT row_number() OVER (ORDER BY start DESC) - 1 AS place, id FROM runs WHERE experiment = ${experiment};
  CREATE TEMP TABLE copies AS WITH RECURSIVE c(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM c WHERE i < ${more - 1})
    SELECT (SELECT max(id) FROM runs) + ${more} - i AS id, i, p.id AS pattern FROM c JOIN patterns p ON p.place = ${curves} + c.i % ${LOGGED - curves};
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

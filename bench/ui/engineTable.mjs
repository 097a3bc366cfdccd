// How fast the engine answers what the compare panel asks, and how long a training script waits meanwhile: medians of nine.
//   node bench/ui/engineTable.mjs [--runs 10000] [--curves 50] [--only TEXT] [--json]
import BetterSqlite from 'better-sqlite3';
import { fork, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { ensureBuilt } from '../../scripts/build.mjs';
import { cache, root } from '../../scripts/paths.mjs';
import { Advice, asScript, say } from '../../scripts/progress.mjs';
import { median } from '../median.mjs';

const rounds = 9;
const agent = new http.Agent({ keepAlive: true });

/** The engine as `slipway server` runs it, on `store`. */
async function serve(store) {
  const engine = spawn(process.execPath, [path.join(root, 'dist', 'engine.js'), '--foreground', '--store', store, '--port', '0', '--no-auth'], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise((resolve) => {
    engine.once('exit', resolve);
  });
  const url = await new Promise((resolve, reject) => {
    let text = '';
    engine.stdout.on('data', (chunk) => {
      text += chunk;
      const found = /http:\/\/[\d.]+:\d+/.exec(text);
      if (found) resolve(found[0]);
    });
    ended.then((code) => reject(new Error(`The engine ended (${code}) before it was ready.\n${text}`)), reject);
  });
  return {
    url, pid: engine.pid,
    stop: () => {
      engine.kill('SIGTERM');
      return ended;
    },
  };
}

/** Inserts what the API would write: runs with 30 params (a third of them random numbers), 10 metrics and 5 tags, and histories of the first ones. */
function fill(store, runs, curves) {
  const sqlite = new BetterSqlite(path.join(store, 'slipway.db'));
  sqlite.pragma('synchronous = OFF');
  sqlite.exec(`
    BEGIN;
    CREATE TEMP TABLE counted AS WITH RECURSIVE c(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM c WHERE i < ${Math.max(runs, 1_000_000) - 1}) SELECT i FROM c;
    CREATE TEMP TABLE few AS SELECT i FROM counted WHERE i < 30;
    CREATE TEMP TABLE many AS SELECT i FROM counted WHERE i < 10000;
    INSERT INTO names (name) SELECT 'param_' || i FROM counted WHERE i < 30;
    INSERT INTO names (name) SELECT iif(i < 8, 'metric_', 'system/') || i FROM counted WHERE i < 10;
    INSERT INTO names (name) VALUES ('curve'), ('mlflow.user'), ('mlflow.source.name'), ('mlflow.source.type'), ('mlflow.source.git.commit'), ('team');
    INSERT INTO runs (uuid, experiment, status, start, finish, name, user) SELECT randomblob(16), 0, 3, 1700000000000 + i * 1000, 1700000060000 + i * 1000, 'calm-fox-' || i, 'ada' FROM counted WHERE i < ${runs};
    INSERT INTO params SELECT r.id, n.id, CASE k.i % 3 WHEN 0 THEN printf('%.17g', abs(random() / 9.3e18)) WHEN 1 THEN CAST((r.id * k.i) % 17 AS TEXT) ELSE 'choice ' || ((r.id + k.i) % 5) END
      FROM runs r CROSS JOIN few k CROSS JOIN names n ON n.name = 'param_' || k.i;
    INSERT INTO latest_metrics SELECT r.id, n.id, abs(random() / 9.3e18), 99, 60000, 0, 1, 100, 0, 1 FROM runs r CROSS JOIN names n WHERE n.name LIKE 'metric\\_%' ESCAPE '\\' OR n.name LIKE 'system/%';
    INSERT INTO tags SELECT r.id, n.id, 'value ' || (r.id % 7) FROM runs r CROSS JOIN names n WHERE n.name IN ('mlflow.user', 'mlflow.source.name', 'mlflow.source.type', 'mlflow.source.git.commit', 'team');
    INSERT INTO metric_points SELECT r.id, n.id, c.i, c.i * 1000, abs(random() / 9.3e18), 0 FROM (SELECT id FROM runs ORDER BY id LIMIT ${curves}) r CROSS JOIN names n ON n.name = 'curve' CROSS JOIN many c;
    INSERT INTO latest_metrics SELECT r.id, n.id, 0.5, 9999, 9999000, 0, 1, 10000, 0, 1 FROM (SELECT id FROM runs ORDER BY id LIMIT ${curves}) r JOIN names n ON n.name = 'curve';
    INSERT INTO metric_points SELECT r.id, n.id, c.i, c.i * 1000, abs(random() / 9.3e18), 0 FROM (SELECT max(id) AS id FROM runs) r CROSS JOIN names n ON n.name = 'curve' CROSS JOIN counted c WHERE c.i < 1000000;
    INSERT INTO latest_metrics SELECT r.id, n.id, 0.5, 999999, 999999000, 0, 1, 1000000, 0, 1 FROM (SELECT max(id) AS id FROM runs) r JOIN names n ON n.name = 'curve';
    COMMIT;`);
  const ids = sqlite.prepare('SELECT lower(hex(uuid)) FROM runs ORDER BY id').pluck().all();
  sqlite.close();
  return { curves: ids.slice(0, curves), million: ids.at(-1), all: ids };
}

/** Milliseconds to the last byte, and that byte's offset. */
function ask(url, at, body) {
  const text = JSON.stringify(body);
  return new Promise((resolve, reject) => {
    const begun = performance.now();
    const request = http.request(url + at, { method: 'POST', agent, headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) } }, (answer) => {
      const chunks = [];
      answer.on('data', (chunk) => chunks.push(chunk));
      answer.once('error', reject);
      answer.once('end', () => {
        const ms = performance.now() - begun;
        const content = Buffer.concat(chunks);
        if (answer.statusCode !== 200) reject(new Error(`${at} was answered ${answer.statusCode}: ${content.toString('utf8', 0, 500)}`));
        else resolve({ ms, bytes: content.length });
      });
    });
    request.once('error', reject);
    request.end(text);
  });
}

/** A writer in a process of its own; `times` gives what it saw since the last time. */
function startWriter(url, run) {
  const writer = fork(path.join(import.meta.dirname, 'engineTable.writer.mjs'), [url, run]);
  return {
    times: () => new Promise((resolve) => {
      writer.once('message', resolve);
      writer.send('times');
    }),
    stop: () => new Promise((resolve) => {
      writer.once('exit', resolve);
      writer.kill();
    }),
  };
}

const sorted = (values) => values.toSorted((a, b) => a - b);
/** Milliseconds for which the engine's thread has run: what counts on a machine that has other work. */
const worked = (pid) => Number(readFileSync(`/proc/${pid}/schedstat`, 'utf8').split(' ')[0]) / 1e6;
const memory = (pid) => Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))[1]) / 1024;

function steps(runs, found) {
  const selection = { experiment_ids: ['0'], max_runs: 100_000 };
  const column = (kind, name, first, count) => Array.from({ length: count }, (_, index) => ({ kind, key: `${name}${first + index}` }));
  return [
    ['table/runs', 60, '/slipway/v1/table/runs', selection],
    ['table/runs, filtered by a param and a metric', 60, '/slipway/v1/table/runs', { ...selection, filter: "params.param_1 = '3' and metrics.metric_2 > 0.2" }],
    ['table/values of 20 columns', 100, '/slipway/v1/table/values', { selection, columns: [...column('param', 'param_', 0, 12), ...column('metric', 'metric_', 0, 8)] }],
    ['table/values of 200 columns', undefined, '/slipway/v1/table/values', { selection, columns: Array.from({ length: 5 }, () => [...column('param', 'param_', 0, 30), ...column('metric', 'metric_', 0, 8), ...column('tag', 'mlflow.user', 0, 2)]).flat() }],
    ['table/columns', 250, '/slipway/v1/table/columns', selection],
    [`curves of ${found.curves.length} runs × 10,000 points to 1,000`, 250, '/slipway/v1/curves', { run_ids: found.curves, key: 'curve' }],
    [`curves of ${found.curves.length} runs by time`, 250, '/slipway/v1/curves', { run_ids: found.curves, key: 'curve', x: 'time' }],
    ['curve of 1,000,000 points', 400, '/slipway/v1/curves', { run_ids: [found.million], key: 'curve' }],
    [`curves/band of ${Math.min(runs, 20_000)} runs`, undefined, '/slipway/v1/curves/band', { run_ids: found.all.slice(0, 20_000), key: 'curve' }],
  ];
}

asScript(async () => {
  const { values } = parseArgs({ options: { runs: { type: 'string', default: '10000' }, curves: { type: 'string', default: '50' }, only: { type: 'string', default: '' }, json: { type: 'boolean', default: false } } });
  const [runs, curves] = [Number(values.runs), Number(values.curves)];
  if (!(runs >= 1 && curves >= 1 && curves <= runs)) throw new Advice('--runs and --curves take whole numbers from 1; there can be no more curves than runs.');
  await ensureBuilt();
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(path.join(cache, 'bench-table-'));
  try {
    const store = path.join(folder, '.slipway');
    await (await serve(store)).stop();
    say(`${runs} runs are filled in`);
    const found = fill(store, runs, curves);
    const engine = await serve(store);
    try {
      const told = [];
      if (!values.json) process.stdout.write(`| ${runs} runs × 30 params × 10 metrics × 5 tags | answered in (first time) | work of the engine's thread | must be | MB | beside a script that logs without a pause | its log_metric: p50 / longest |\n|---|---|---|---|---|---|---|\n`);
      const at = memory(engine.pid);
      for (const [name, limit, route, body] of steps(runs, found).filter(([title]) => title.includes(values.only))) {
        const samples = [];
        const first = await ask(engine.url, route, body);
        const before = worked(engine.pid);
        for (let round = 0; round < rounds; round++) samples.push(await ask(engine.url, route, body));
        const thread = (worked(engine.pid) - before) / rounds;
        const alone = median(samples.map(({ ms }) => ms));
        const writer = startWriter(engine.url, found.curves[0]);
        await writer.times();
        const beside = [];
        for (let round = 0; round < rounds; round++) beside.push((await ask(engine.url, route, body)).ms);
        const waited = sorted(await writer.times());
        await writer.stop();
        told.push({ name, limit_ms: runs > 10_000 ? undefined : limit, ms: alone, first_ms: first.ms, thread_ms: thread, bytes: first.bytes, beside_ms: median(beside), log_metric_ms: median(waited), log_metric_longest_ms: waited.at(-1) });
        if (!values.json) process.stdout.write(`| ${name} | **${alone.toFixed(0)} ms** (${first.ms.toFixed(0)}) | ${thread.toFixed(0)} ms | ${limit === undefined || runs > 10_000 ? '' : `< ${limit} ms`} | ${(first.bytes / 1e6).toFixed(1)} | ${median(beside).toFixed(0)} ms | ${median(waited).toFixed(1)} / ${waited.at(-1).toFixed(1)} ms |\n`);
      }
      if (values.json) process.stdout.write(`${JSON.stringify({ runs, curves, steps: told, memory_mb: { before: at, after: memory(engine.pid) } }, undefined, 2)}\n`);
      else process.stdout.write(`\nMemory of the engine (PSS): ${at.toFixed(0)} MB before, ${memory(engine.pid).toFixed(0)} MB after. Node ${process.versions.node}.\n`);
    } finally {
      await engine.stop();
      agent.destroy();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

// How often a monitor cries wolf: alerts on traffic that does not change, by method, correction and rule, and how soon it sees traffic that does.
// No peer is needed, and nothing is timed; what is counted is the extension's own code, and the same seeds give the same table.
//   node bench/drift/falseAlarms.mjs            writes the table of bench/README.md (about a minute)
//   node bench/drift/falseAlarms.mjs --print    prints it
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildSync } from 'esbuild';
import { writeTable } from '../readme.mjs';
import { errors, randomFrom, traffic } from './falseAlarms.traffic.mjs';

const root = path.resolve(import.meta.dirname, '..', '..');
const SEEDS = [1, 2, 3, 4, 5];
const WINDOWS = 200;
const ROWS = 500;
const HOUR = 3_600_000;
const STREAMS = 100;
const ANSWERS = 10_000;

/** What the engine decides with, as a module of its own. */
async function load() {
  mkdirSync(path.join(root, 'out'), { recursive: true });
  const folder = mkdtempSync(path.join(root, 'out', 'bench-'));
  try {
    const outfile = path.join(folder, 'monitoring.mjs');
    const from = ['drift/judgeColumn', 'drift/correction', 'drift/beyondChance', 'drift/verdict', 'conditions', 'reconcile', 'concept/detectors'];
    buildSync({ stdin: { contents: from.map((name) => `export * from './${name}';`).join('\n'), resolveDir: path.join(root, 'src/engine/monitoring'), loader: 'ts' }, bundle: true, platform: 'node', format: 'esm', outfile, external: ['@duckdb/*'] });
    return await import(pathToFileURL(outfile).href);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const { judgeColumn, corrected, beyondChance, verdict, conditionsOf, reconcile, newDetector, DETECTORS } = await load();

/** A reference of so many rows, what its columns are judged with, and corrections that are looked at. */
const DRIFT = [
  { title: 'default methods (KS, χ², z), reference of 1,000 rows', reference: 1000, options: {}, corrections: ['benjamini-hochberg', 'bonferroni'] },
  { title: 'p below 0.01, as monitors ask of a baseline of 1,000 rows', reference: 1000, options: { level: 0.01 }, corrections: ['benjamini-hochberg'] },
  { title: 'default methods (Wasserstein, Jensen-Shannon), reference of 10,000 rows', reference: 10_000, options: {}, corrections: [] },
  { title: '… beyond chance as well, as monitors ask', reference: 10_000, options: { beyondChance: true }, corrections: [] },
  { title: 'KS and χ² all the same, reference of 20,000 rows', reference: 20_000, options: { numMethod: 'ks', catMethod: 'chisquare' }, corrections: ['benjamini-hochberg', 'bonferroni'] },
  { title: 'PSI, reference of 10,000 rows', reference: 10_000, options: { method: 'psi' }, corrections: [] },
];
/** Rules of alerts: as they are by default, and without them. */
const RULES = [{ alerts: { least: 1, of: 1 }, cooldownMs: 0 }, { alerts: undefined, cooldownMs: 6 * HOUR }];

/** A column of the reference, ready to be compared again and again. */
function prepared({ type, values }) {
  return { sorted: Float64Array.from(values).toSorted(), whole: values.every(Number.isInteger), counts: type === 'cat' ? countsOf(values) : undefined };
}

function countsOf(values) {
  return values.reduce((counts, value) => counts.set(value, (counts.get(value) ?? 0) + 1), new Map());
}

function sampleOf({ sorted, whole, counts }, { type, values }) {
  if (type === 'num') {
    return { type, numbers: { reference: sorted, current: Float64Array.from(values).toSorted(), whole: whole && values.every(Number.isInteger) } };
  }
  const now = countsOf(values);
  const categories = [...new Set([...counts.keys(), ...now.keys()])].toSorted((a, b) => a - b);
  return { type, counts: { categories, reference: Float64Array.from(categories, (one) => counts.get(one) ?? 0), current: Float64Array.from(categories, (one) => now.get(one) ?? 0) } };
}

/** Columns of windows, as they are judged alone. @param moved by window */
function judgedIn(seed, { reference: rows, options }, moved) {
  const random = randomFrom(seed);
  const reference = traffic(random, rows, 0).map(prepared);
  return moved.map((far) => traffic(random, ROWS, far).map((column, index) => judgeColumn({ name: `c${index}` }, sampleOf(reference[index], column), rows, options)));
}

/** Windows of an hour each. */
function windowsOf(judged, correction) {
  return judged.map((alone, at) => {
    const columns = beyondChance(corrected(alone, { correction }));
    return { from: at * HOUR, to: (at + 1) * HOUR, state: columns.some(({ drifted }) => drifted) ? 'warning' : 'ok', columns, dataset: verdict(columns), quality: null };
  });
}

/** After which windows people are told of an alert, as the monitor goes on. One that stays open is told once. */
function toldIn(windows, { alerts: rule, cooldownMs }) {
  const known = new Map();
  let [told, ids] = [[], 0];
  for (const [at, window] of windows.entries()) {
    const lastTold = [...known.values()].filter(({ told_at: time }) => time !== null).toSorted((a, b) => b.told_at - a.told_at)[0];
    const there = [...known.values()].filter((alert) => alert.state !== 'closed' || alert === lastTold);
    const found = reconcile(there, conditionsOf(windows.slice(Math.max(0, at - 9), at + 1), { alerts: rule }), { monitor: 'm', deployment: 'd', now: window.to, cooldownMs, newId: () => `a${(ids += 1)}` });
    found.saved.forEach((alert) => known.set(alert.alert_id, alert));
    told = [...told, ...found.told.map(() => at)];
  }
  return told;
}

function mean(values) {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function driftRows(setting) {
  const stable = SEEDS.map((seed) => judgedIn(seed, setting, Array(WINDOWS).fill(0)));
  const moving = SEEDS.map((seed) => judgedIn(seed + 100, setting, [...Array(20).fill(0), ...Array(20).fill(0.5)]));
  console.error(`${setting.title}: done`);
  return [undefined, ...setting.corrections].map((correction) => driftRow(correction === undefined ? setting.title : `… ${CORRECTIONS[correction]}`, stable.map((one) => windowsOf(one, correction)), moving.map((one) => windowsOf(one, correction))));
}

const CORRECTIONS = { 'benjamini-hochberg': 'Benjamini-Hochberg', bonferroni: 'Bonferroni' };

function driftRow(title, stable, moving) {
  const flagged = mean(stable.flat().map(({ columns }) => columns.filter(({ drifted }) => drifted).length));
  const alarmed = mean(stable.flat().map(({ columns }) => (columns.some(({ drifted }) => drifted) ? 100 : 0)));
  const [every, debounced] = RULES.map((rule) => mean(stable.map((windows) => toldIn(windows, rule).length)));
  const seen = moving.map((windows) => toldIn(windows, RULES[1]).find((at) => at >= 20)).filter((at) => at !== undefined).map((at) => at - 19);
  return `| ${title} | ${flagged.toFixed(2)} of 20 | ${alarmed.toFixed(0)} % | ${every.toFixed(1)} | **${debounced.toFixed(1)}** | ${seen.length === 0 ? 'never' : `${mean(seen).toFixed(1)} windows${seen.length < SEEDS.length ? ` (in ${seen.length} of ${SEEDS.length}; else one was open already)` : ''}`} |`;
}

const TITLES = { adwin: 'ADWIN (default)', ddm: 'DDM', eddm: 'EDDM', 'page-hinkley': 'Page-Hinkley', kswin: 'KSWIN' };

function driftsIn(name, seed, values) {
  const detector = newDetector(name, name === 'kswin' ? { seed } : undefined);
  return values.flatMap((value, at) => (detector.update(value) === 'drift' ? [{ at, change: detector.change }] : []));
}

function conceptRow(name) {
  // Each value of KSWIN is a test of its own: a tenth of the streams says as much.
  const streams = name === 'kswin' ? STREAMS / 10 : STREAMS;
  const stable = Array.from({ length: streams }, (_, seed) => driftsIn(name, seed, errors(randomFrom(seed), [0.1], ANSWERS)));
  const moved = Array.from({ length: streams }, (_, seed) => driftsIn(name, seed, errors(randomFrom(seed), [0.1, 0.3], ANSWERS / 2)).find(({ at, change }) => at >= ANSWERS / 2 && change === 'rise'));
  const late = moved.filter((one) => one !== undefined).map(({ at }) => at - ANSWERS / 2 + 1).toSorted((a, b) => a - b);
  console.error(`${TITLES[name]}: done`);
  return `| ${TITLES[name]} | **${mean(stable.map((drifts) => drifts.length)).toFixed(2)}** | ${(100 * mean(stable.map((drifts) => (drifts.length > 0 ? 1 : 0)))).toFixed(0)} % | ${late[Math.floor(late.length / 2)] ?? '–'} | ${late.length} of ${streams} |`;
}

const text = `| drift of columns, windows of ${ROWS} rows (mean of ${SEEDS.length} seeds) | columns called drifted in a stable window | stable windows with any | alerts that people are told of in ${WINDOWS} stable windows: one window is enough, no cooldown | by default (2 of 3 windows, 6 h cooldown) | three columns moved by ½ standard deviation are told after |
|---|---|---|---|---|---|
${DRIFT.flatMap(driftRows).join('\n')}

| concept drift, a stream of ${ANSWERS.toLocaleString('en-US')} answers of which 10 % are wrong | alarms in a stable stream | streams with any | 10 % become 30 %: seen after … answers (median) | in streams |
|---|---|---|---|---|
${DETECTORS.map(conceptRow).join('\n')}

Counted by the code that monitors run, on seeded random data. Command: \`node bench/drift/falseAlarms.mjs\`.`;
if (process.argv.includes('--print')) {
  process.stdout.write(`${text}\n`);
} else {
  writeTable('bench/drift/falseAlarms', text);
}

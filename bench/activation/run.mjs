// What activating the extension costs the extension host, inside a real VS Code: five fresh hosts, medians.
//   node bench/activation/run.mjs [--extension DIR] [--rounds N]
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { ensureBuilt } from '../../scripts/build.mjs';
import { ensureCodeServer } from '../../scripts/codeServer.mjs';
import { cache, root } from '../../scripts/paths.mjs';
import { Advice, asScript, say } from '../../scripts/progress.mjs';
import { benchBrowser, inExtensionHost } from '../extensionHost.mjs';
import { median } from '../median.mjs';
import { writeTable } from '../readme.mjs';

const limitMs = 50;
const here = path.dirname(fileURLToPath(import.meta.url));

/**
 * The first host, of at most four, in which the probe came before the extension was awake. Each opens a folder of its own: the engine
 * that an activation starts leaves `.slipway` in it, and that wakes the extension of the next host early.
 */
async function fresh(options) {
  for (let attempt = 0; attempt < 4; attempt++) {
    const home = `${options.home}-${attempt}`;
    const folder = `${home}-folder`;
    mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, 'train.py'), 'print("hello")\n');
    const result = await inExtensionHost({ ...options, home, folder, probe: path.join(here, 'probe.cjs'), env: options.files ? { SLIPWAY_BENCH_FILES: '1' } : {} });
    if (!result.tooLate) return result;
    say('the extension was awake before the probe came; another host is opened');
  }
  throw new Advice('In four hosts the extension was active before it could be measured. Measure on a machine that has less to do, or see what in the folder wakes it.');
}

const ms = (value) => `${value.toFixed(1)} ms`;

/** Names that mean the same on every machine: ids and hashes of this one are left out. */
function shortened(files, extension, bench) {
  return [...new Set(files.map((file) => path.normalize(file.replace(/^file:\/\//, ''))
    .replace(process.execPath, '<node>').replace(extension, '<extension>').replace(bench, '<bench>').replace(os.homedir(), '~').replace(os.tmpdir(), '<tmp>')
    .replace(/^\/run\/user\/\d+/, '/run/user/<uid>').replace(/slipway-\d+$/, 'slipway-<uid>')
    .replace(/[0-9a-f]{24}/, '<hash>').replace(/^\/proc\/\d+/, '/proc/<pid>').replace(/\.\d+$/, '.<pid>')))];
}

/** Files of the product itself that one activation may open: its bundle. Anything else of it is loaded too early. */
function tooEarly(files) {
  return files.filter((file) => file.startsWith('<extension>') && !['<extension>/dist/extension.js', '<extension>/package.json'].includes(file));
}

async function measure({ browser, folders, extension, rounds, title }) {
  const timed = [];
  for (let round = 0; round < rounds; round++) {
    say(`${title}: host ${round + 1} of ${rounds}`);
    timed.push(await fresh({ browser, home: path.join(folders, `${round}`), extension, files: false }));
  }
  const watched = await fresh({ browser, home: path.join(folders, 'files'), extension, files: true });
  const of = (name) => median(timed.map((sample) => sample[name]));
  return {
    title, host: `VS Code ${watched.version}, Node ${watched.node}`,
    load: of('load'), call: of('call'), resolved: of('resolved'), whole: of('whole'), blocked: of('blocked'), quiet: of('quiet'), blockedLater: of('blockedLater'),
    modules: [...new Set(watched.modules)].filter((name) => !isBuiltin(name)),
    opened: shortened(watched.during.opened, extension, folders), lookedAt: shortened(watched.during.lookedAt, extension, folders), started: shortened(watched.during.started, extension, folders),
    later: shortened(watched.whole2s.opened.slice(watched.during.opened.length), extension, folders), startedLater: shortened(watched.whole2s.started.slice(watched.during.started.length), extension, folders),
  };
}

function report(results, rounds) {
  const list = (values) => (values.length === 0 ? 'none' : values.map((value) => `\`${value}\``).join(', '));
  const rows = results.map((result) => `| ${result.title} | ${ms(result.load)} | ${ms(result.call)} | ${ms(result.resolved)} | **${ms(result.load + result.resolved)}** | ${ms(result.blocked)} (${ms(result.quiet)}) | < ${limitMs} ms | ${good(result) ? 'yes' : 'no'} |`);
  const details = results.map((result) => `- ${result.title}: modules beside Node's own: ${list(result.modules)}; files opened: ${list(result.opened)}; looked at: ${list(result.lookedAt)}; processes started: ${list(result.started)}. `
    + `In the two seconds after: opened ${list(result.later)}, started ${list(result.startedLater)}.`);
  return [
    `| folder (median of ${rounds} fresh hosts) | loading the bundle | \`activate()\` until it returns | until it resolves | activation, whole | longest block of the event loop while activating (host at rest) | must be | reached |`,
    '|---|---|---|---|---|---|---|---|', ...rows, '', ...details, '', `In ${results[0].host}. Command: \`node bench/activation/run.mjs\`.`,
  ].join('\n');
}

function good(result) {
  return result.load + result.resolved < limitMs && result.modules.length === 0 && tooEarly(result.opened).length === 0;
}

asScript(async () => {
  const { values } = parseArgs({ options: { extension: { type: 'string' }, rounds: { type: 'string' } } });
  const rounds = Number(values.rounds ?? 5);
  if (!Number.isInteger(rounds) || rounds < 1) throw new Advice('--rounds takes a whole number from 1.');
  const extension = path.resolve(values.extension ?? root);
  if (!values.extension) await ensureBuilt({ production: true });
  await ensureCodeServer();
  mkdirSync(cache, { recursive: true });
  const folders = mkdtempSync(path.join(cache, 'bench-activation-'));
  const browser = await benchBrowser();
  try {
    const results = [await measure({ browser, folders, extension, rounds, title: 'a folder with a script' })];
    const text = report(results, rounds);
    process.stdout.write(`${text}\n`);
    if (!values.extension && !values.rounds) writeTable('bench/activation', text);
    process.exitCode = results.every(good) ? 0 : 1;
  } finally {
    await browser.close();
    rmSync(folders, { recursive: true, force: true });
  }
});

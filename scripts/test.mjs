// `npm test [-- LAYER…]`: prepares what tests need, runs every layer (or those named), ends with one line `N passed, N failed`.
import { randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ensureBuilt } from './build.mjs';
import { ensureChromium } from './chromium.mjs';
import { ensureCodeServer } from './codeServer.mjs';
import { endGroups } from './command.mjs';
import { desktopForTests } from './desktopCode.mjs';
import { checkLayer } from './layers/check.mjs';
import { clientsLayer } from './layers/clients.mjs';
import { blame, firstLines, tally } from './layers/tally.mjs';
import { vitestLayer } from './layers/vitestLayer.mjs';
import { mark, sweep } from './leftovers.mjs';
import { ensureNodePackages } from './nodePackages.mjs';
import { packExtension } from './packageFile.mjs';
import { inRoot, node24, root, toolEnvironment } from './paths.mjs';
import { Advice, asScript, say } from './progress.mjs';
import { ensurePython } from './python.mjs';

const reports = inRoot('out', 'results');
const pictures = inRoot('out', 'screenshots');

/** Each layer prepares what it needs itself, so that `npm test -- check` waits for no browser. */
const layers = {
  check: (context) => checkLayer(context),
  async unit(context) {
    const python = await ensurePython();
    await ensureBuilt();
    return vitestLayer({ ...context, name: 'unit', configuration: 'vitest.config.ts', env: { ...context.env, SLIPWAY_TEST_PYTHON: python } });
  },
  async vscode(context) {
    const executable = await desktopForTests();
    const python = await ensurePython();
    const host = executable ? { kind: 'desktop', executable } : { kind: 'code-server', chromium: await ensureChromium() };
    if (!executable) await ensureCodeServer();
    await ensureBuilt({ tests: true });
    say(`VS Code comes from ${executable ?? 'code-server'}`);
    const { vscodeLayer } = await import('./layers/vscode.mjs');
    return vscodeLayer({ ...context, host, pictures, env: { ...context.env, SLIPWAY_TEST_PYTHON: python } });
  },
  async ui(context) {
    const python = await ensurePython();
    const chromium = await ensureChromium();
    await ensureCodeServer();
    await ensureBuilt();
    const extension = path.join(context.scratch, 'slipway.vsix');
    await packExtension(extension);
    say('The workbench comes from code-server, with the packed extension installed');
    return vitestLayer({
      ...context, name: 'ui', configuration: 'test/ui/vitest.config.ts', host: 'code-server',
      env: { ...context.env, SLIPWAY_TEST_PYTHON: python, SLIPWAY_TEST_CHROMIUM: chromium, SLIPWAY_TEST_VSIX: extension, SLIPWAY_TEST_PICTURES: pictures },
    });
  },
  async clients(context) {
    const python = await ensurePython();
    await ensureBuilt();
    return clientsLayer({ ...context, python, env: { ...context.env, SLIPWAY_TEST_PYTHON: python } });
  },
};

// Windows leave their engine running for the next one: that is the product, not a leak.
const opensWindows = new Set(['vscode', 'ui']);

/** Names of layers, and `--only TEXT` for suites and files whose name contains it. */
function parse(parameters) {
  const at = parameters.indexOf('--only');
  const only = at === -1 ? undefined : parameters[at + 1];
  const names = at === -1 ? parameters : parameters.toSpliced(at, 2);
  const unknown = names.filter((name) => !(name in layers));
  if (unknown.length > 0) throw new Advice(`There is no test layer "${unknown[0]}". Choose from ${Object.keys(layers).join(', ')}.`);
  return { only, names: names.length > 0 ? names : Object.keys(layers) };
}

/** A person's own settings for mlflow, and what an editor around us set, must not reach the tests. */
function cleanEnvironment(extra) {
  const env = toolEnvironment({ ...extra, NO_COLOR: '1', PYTHONUNBUFFERED: '1', VITE_CONFIG_NATIVE_IGNORE_WARNING: 'true' });
  for (const name of Object.keys(env)) if (/^(MLFLOW_|VSCODE_|ELECTRON_|NODE_OPTIONS$|FORCE_COLOR$|SLIPWAY_STORE$)/.test(name)) delete env[name];
  return env;
}

async function runLayer(name, { only, base }) {
  const scratch = mkdtempSync(path.join(base, `${name}-`));
  const runtime = path.join(scratch, 'runtime');
  mkdirSync(runtime, { mode: 0o700 });
  const run = randomUUID();
  const env = cleanEnvironment({ [mark]: run, SLIPWAY_RUNTIME_DIR: runtime, SLIPWAY_NODE: node24(), SLIPWAY_CHECKOUT: root, TMPDIR: scratch });
  say(`── ${name}`);
  let result;
  try {
    result = await layers[name]({ env, scratch, reports, only, parameters: only ? [only] : [] });
  } catch (error) {
    if (!(error instanceof Advice)) process.stderr.write(`${error.stack}\n`);
    result = blame(tally(), `${name} could not run`, error.message);
  }
  const left = await sweep(run, { enginesMayStay: opensWindows.has(name) });
  endGroups();
  for (const { pid, command } of left) result.failures.push({ title: `${name}: a process was left behind`, reason: `${pid} ${command}` });
  if (result.passed + result.failures.length === 0 && !only) result.failures.push({ title: `${name} ran no test`, reason: 'A layer without tests proves nothing.' });
  return { name, ...result };
}

function summary(results) {
  const lines = [''];
  for (const { name, failures } of results) {
    for (const { title, reason } of failures) lines.push(`✗ [${name}] ${title}`, ...firstLines(reason).split('\n').map((line) => `    ${line}`));
  }
  lines.push('');
  for (const { name, passed, skipped, failures, host } of results) {
    lines.push(`${name.padEnd(8)} ${String(passed).padStart(5)} passed ${String(failures.length).padStart(4)} failed${skipped ? `  ${skipped} skipped` : ''}${host ? `  (${host})` : ''}`);
  }
  const sum = (count) => results.reduce((total, result) => total + count(result), 0);
  lines.push('', `${sum((result) => result.passed)} passed, ${sum((result) => result.failures.length)} failed`);
  return lines.join('\n');
}

asScript(async () => {
  const { names, only } = parse(process.argv.slice(2));
  await ensureNodePackages();
  mkdirSync(reports, { recursive: true });
  const base = mkdtempSync(path.join(tmpdir(), 'slipway-test-'));
  const results = [];
  try {
    for (const name of names) results.push(await runLayer(name, { only, base }));
  } finally {
    if (!process.env.SLIPWAY_KEEP) rmSync(base, { recursive: true, force: true, maxRetries: 3 });
  }
  process.stdout.write(`${summary(results)}\n`);
  process.exitCode = results.some((result) => result.failures.length > 0) ? 1 : 0;
});

// Opening the panel of a run with 100 metrics and 1,000 artifacts, in the real workbench: medians, in milliseconds.
//   node bench/ui/run.mjs [--rounds N] [--json]
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import { launchBrowser } from '../../scripts/browser.mjs';
import { ensureBuilt } from '../../scripts/build.mjs';
import { ensureChromium } from '../../scripts/chromium.mjs';
import { ensureCodeServer } from '../../scripts/codeServer.mjs';
import { cache, inRoot, node24, root } from '../../scripts/paths.mjs';
import { Advice, asScript, say } from '../../scripts/progress.mjs';
import { startWorkbenchServer } from '../../scripts/workbenchServer.mjs';

const limit = 400;
const METRICS = 100;
const POINTS = 100;
const ARTIFACTS = 1000;
const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

/** The connection that the editor uses and the builders of the tests, from their sources. */
async function sources(folder) {
  const file = path.join(folder, 'sources.mjs');
  const contents = ['connection/ensureEngine', 'connection/engineClient'].map((name) => `export * from "./src/${name}";`).concat(['runs', 'artifacts'].map((name) => `export * from "./test/builders/${name}";`)).join('\n');
  await build({
    stdin: { contents, resolveDir: root, loader: 'ts' }, bundle: true, platform: 'node', format: 'esm', outfile: file, logLevel: 'error',
    banner: { js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);' },
  });
  return import(file);
}

/** Logs a run as wide as that; `name` tells it from the others. */
async function logWide({ logRun, logArtifacts }, engine, name) {
  const metrics = Object.fromEntries(Array.from({ length: METRICS }, (_, metric) => [`metric_${metric}`, Array.from({ length: POINTS }, (__, step) => Math.exp(-step / (10 + metric)))]));

  const id = await logRun(engine, { experiment: 'bench', name, metrics });
  await logArtifacts(engine, id, Object.fromEntries(Array.from({ length: ARTIFACTS }, (_, file) => [`folder-${file % 20}/file-${file}.txt`, 'x'])));
}

/** From the press on the run's line: until its numbers are drawn, until all artifacts are counted. */
async function open(page, name) {
  const line = page.locator('.part.sidebar .monaco-list-row').filter({ hasText: name }).first();
  await page.evaluate(() => document.addEventListener('pointerdown', () => performance.mark('pressed'), { once: true, capture: true }));
  await line.click();
  const head = await page.frameLocator('iframe.webview.ready:visible').frameLocator('#active-frame').locator('h1').filter({ hasText: name }).elementHandle();
  const frame = await head.ownerFrame();
  await frame.waitForFunction(() => performance.getEntriesByName('slipway-artifacts').length > 0);
  // Clocks of frames begin when they do; their origins are on one.
  const pressed = await page.evaluate(() => performance.timeOrigin + performance.getEntriesByName('pressed').at(-1).startTime);
  const at = await frame.evaluate(() => ({
    origin: performance.timeOrigin, ...Object.fromEntries(['slipway-begun', 'slipway-run', 'slipway-artifacts'].map((mark) => [mark, performance.timeOrigin + performance.getEntriesByName(mark)[0].startTime])),
  }));
  return { whole: at['slipway-run'] - pressed, own: at['slipway-run'] - at['slipway-begun'], artifacts: at['slipway-artifacts'] - pressed };
}

asScript(async () => {
  const { values } = parseArgs({ options: { rounds: { type: 'string' }, json: { type: 'boolean' } } });
  const rounds = Number(values.rounds ?? 7);
  if (!Number.isInteger(rounds) || rounds < 1) throw new Advice('--rounds takes a whole number from 1.');
  await ensureBuilt();
  await ensureCodeServer();
  mkdirSync(cache, { recursive: true });
  const home = mkdtempSync(path.join(cache, 'bench-run-'));
  const folder = path.join(home, 'project');
  mkdirSync(folder);
  process.env.SLIPWAY_RUNTIME_DIR = path.join(home, 'runtime');
  mkdirSync(process.env.SLIPWAY_RUNTIME_DIR, { mode: 0o700 });
  const parts = await sources(home);
  const { version } = (await import(inRoot('package.json'), { with: { type: 'json' } })).default;
  const engine = new parts.EngineClient(await parts.ensureEngine({ store: path.join(folder, '.slipway'), node: node24(), entry: inRoot('dist', 'engine.js'), version }));
  const browser = await launchBrowser(await ensureChromium());
  let server;
  try {
    say(`logging ${rounds + 1} runs with ${METRICS} metrics and ${ARTIFACTS.toLocaleString('en-US')} artifacts`);
    for (let round = 0; round <= rounds; round++) await logWide(parts, engine, `wide-${round}-end`);
    server = await startWorkbenchServer({ home, env: { SLIPWAY_RUNTIME_DIR: process.env.SLIPWAY_RUNTIME_DIR }, settings: { 'workbench.colorTheme': 'Dark Modern', 'remote.autoForwardPorts': false } });
    const page = await browser.newPage({ viewport: { width: 1440, height: 960 } });
    page.setDefaultTimeout(90_000);
    await page.goto(server.address({ folder, payload: [['extensionDevelopmentPath', server.remote(root)], ['skipWelcome', 'true']] }));
    await page.locator('.activitybar a[aria-label^="Slipway"]').click();
    const experiment = page.locator('.part.sidebar .monaco-list-row').filter({ hasText: 'bench' }).first();
    await experiment.waitFor();
    if (await experiment.getAttribute('aria-expanded') === 'false') await experiment.click();
    // The first panel of a window loads what all later ones find there.
    const first = await open(page, 'wide-0-end');
    const samples = [];
    for (let round = 1; round <= rounds; round++) samples.push(await open(page, `wide-${round}-end`));
    const of = (name) => median(samples.map((sample) => sample[name]));
    const result = { rounds, open_ms: of('whole'), page_ms: of('own'), artifacts_ms: of('artifacts'), first_ms: first.whole, samples };
    process.stdout.write(values.json ? `${JSON.stringify(result, undefined, 2)}\n` : [
      `run panel, ${METRICS} metrics, ${ARTIFACTS.toLocaleString('en-US')} artifacts, median of ${rounds}`,
      `from the press to the numbers    ${result.open_ms.toFixed(0)} ms   (< ${limit}); of it in our page ${result.page_ms.toFixed(0)} ms`,
      `until all artifacts are counted  ${result.artifacts_ms.toFixed(0)} ms`, `the first panel of a window      ${result.first_ms.toFixed(0)} ms`, '',
    ].join('\n'));
    process.exitCode = result.open_ms < limit ? 0 : 1;
  } finally {
    await browser.close();
    await server?.close();
    await engine.stopEngine();
    engine.close();
    rmSync(home, { recursive: true, force: true, maxRetries: 3 });
  }
});

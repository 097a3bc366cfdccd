// Opening the panel of a run with 100 metrics and 1,000 artifacts, in the real workbench: medians, in milliseconds. Going from run to run,
// each comes into the preview that is open; a run beside a panel that is in use gets a panel of its own, which VS Code makes first.
// The extension is built as users get it, minified; --developer measures the build that tests and F5 use.
//   node bench/ui/run.mjs [--rounds N] [--json] [--developer]
import { parseArgs } from 'node:util';
import { Advice, asScript, say } from '../../scripts/progress.mjs';
import { median } from '../median.mjs';
import { inBenchedWindow } from './benchedWindow.mjs';

const limit = 400;
const METRICS = 100;
const POINTS = 100;
const ARTIFACTS = 1000;

/** Logs a run as wide as that; `name` tells it from the others. */
async function logWide({ logRun, logArtifacts }, engine, name) {
  const metrics = Object.fromEntries(Array.from({ length: METRICS }, (_, metric) => [`metric_${metric}`, Array.from({ length: POINTS }, (__, step) => Math.exp(-step / (10 + metric)))]));
  const id = await logRun(engine, { experiment: 'bench', name, metrics });
  await logArtifacts(engine, id, Object.fromEntries(Array.from({ length: ARTIFACTS }, (_, file) => [`folder-${file % 20}/file-${file}.txt`, 'x'])));
}

/** Uses the panel in front: it is no preview any more. */
async function use(page, name) {
  await page.frameLocator('iframe.webview.ready:visible').frameLocator('#active-frame').locator('h1').filter({ hasText: name }).click();
}

/** From the press on the run's line: until its numbers are drawn, until all artifacts are counted. */
async function open(page, name) {
  const line = page.locator('.part.sidebar .monaco-list-row').filter({ hasText: name }).first();
  await page.evaluate(() => document.addEventListener('pointerdown', () => performance.mark('pressed'), { once: true, capture: true }));
  await line.click();
  const head = await page.frameLocator('iframe.webview.ready:visible').frameLocator('#active-frame').locator('h1').filter({ hasText: name }).elementHandle();
  const frame = await head.ownerFrame();
  await frame.waitForFunction(() => (performance.getEntriesByName('slipway-artifacts').at(-1)?.startTime ?? -1) >= (performance.getEntriesByName('slipway-run').at(-1)?.startTime ?? Infinity));
  // Clocks of frames begin when they do; their origins are on one.
  const pressed = await page.evaluate(() => performance.timeOrigin + performance.getEntriesByName('pressed').at(-1).startTime);
  const at = await frame.evaluate(() => ({
    origin: performance.timeOrigin, ...Object.fromEntries(['slipway-begun', 'slipway-run', 'slipway-artifacts'].map((mark) => [mark, performance.timeOrigin + performance.getEntriesByName(mark).at(-1).startTime])),
  }));
  return { whole: at['slipway-run'] - pressed, own: at['slipway-run'] - at['slipway-begun'], artifacts: at['slipway-artifacts'] - pressed };
}

asScript(async () => {
  const { values } = parseArgs({ options: { rounds: { type: 'string' }, json: { type: 'boolean' }, developer: { type: 'boolean' } } });
  const rounds = Number(values.rounds ?? 7);
  if (!Number.isInteger(rounds) || rounds < 1) throw new Advice('--rounds takes a whole number from 1.');
  const result = await inBenchedWindow({
    name: 'run', developer: values.developer,
    fill: async ({ engine, parts }) => {
      say(`logging ${rounds + 1} runs with ${METRICS} metrics and ${ARTIFACTS.toLocaleString('en-US')} artifacts`);
      for (let round = 0; round <= rounds; round++) await logWide(parts, engine, `wide-${round}-end`);
    },
  }, async (page) => {
    const experiment = page.locator('.part.sidebar .monaco-list-row').filter({ hasText: 'bench' }).first();
    await experiment.waitFor();
    if (await experiment.getAttribute('aria-expanded') === 'false') await experiment.click();
    // The first panel of a window loads what all later ones find there.
    const first = await open(page, 'wide-0-end');
    const turned = [];
    for (let round = 1; round <= rounds; round++) turned.push(await open(page, `wide-${round}-end`));
    // A panel that is in use keeps its run; once more through all of them, each in a panel of its own.
    const apart = [];
    let used = `wide-${rounds}-end`;
    for (let round = 0; round < rounds; round++) {
      await use(page, used);
      used = `wide-${round}-end`;
      apart.push(await open(page, used));
    }
    const of = (samples, name) => median(samples.map((sample) => sample[name]));
    return {
      rounds, limit, open_ms: of(turned, 'whole'), artifacts_ms: of(turned, 'artifacts'), apart_ms: of(apart, 'whole'), apart_page_ms: of(apart, 'own'), first_ms: first.whole, turned, apart,
    };
  });
  process.stdout.write(values.json ? `${JSON.stringify(result, undefined, 2)}\n` : [
    `run panel, ${METRICS} metrics, ${ARTIFACTS.toLocaleString('en-US')} artifacts, median of ${rounds}`,
    `from the press to the numbers    ${result.open_ms.toFixed(0)} ms   (< ${limit})`,
    `until all artifacts are counted  ${result.artifacts_ms.toFixed(0)} ms`,
    `in a panel of its own            ${result.apart_ms.toFixed(0)} ms; of it in our page ${result.apart_page_ms.toFixed(0)} ms`,
    `the first panel of a window      ${result.first_ms.toFixed(0)} ms`, '',
  ].join('\n'));
  process.exitCode = result.open_ms < limit ? 0 : 1;
});

// The compare panel on 10,000 runs with 40 columns, in the real workbench: medians, in milliseconds.
// The extension is built as users get it, minified; --developer measures the build that tests and F5 use.
//   node bench/ui/compare.mjs [--runs N] [--rounds N] [--picture FILE] [--json] [--developer]
import { parseArgs } from 'node:util';
import { must } from '../../scripts/command.mjs';
import { inRoot, node24 } from '../../scripts/paths.mjs';
import { Advice, asScript, say } from '../../scripts/progress.mjs';
import { median } from '../median.mjs';
import { inBenchedWindow } from './benchedWindow.mjs';
import { LOGGED, logRuns } from './compare.runs.mjs';

const limits = { rows: 300, sort: 150, frame: 50, memory: 250 };
const STEPS = 240;

/** Waits for the frame that holds the panel's page. */
async function panelFrame(page) {
  const handle = await page.frameLocator('iframe.webview.ready:visible').frameLocator('#active-frame').locator('.grid-line').first().elementHandle();
  return handle.ownerFrame();
}

/**
 * In the page: scrolls from end to end, a step to a frame; the gaps between frames. `still` scrolls a box of the same size in the place
 * of the table, in which nothing has to be drawn anew: what is slow there is slow without us.
 */
function scroll({ steps, across, still }) {
  const grid = document.querySelector('.grid');
  let box = grid;
  if (still) {
    box = document.createElement('div');
    const { left, top, width, height } = grid.getBoundingClientRect();
    Object.assign(box.style, { position: 'fixed', left: `${left}px`, top: `${top}px`, width: `${width}px`, height: `${height}px`, overflow: 'auto', zIndex: 100, background: 'var(--vscode-editor-background)' });
    const inside = box.appendChild(document.createElement('div'));
    Object.assign(inside.style, { width: `${grid.scrollWidth}px`, height: `${grid.scrollHeight}px` });
    document.body.append(box);
  }
  const end = across ? box.scrollWidth - box.clientWidth : box.scrollHeight - box.clientHeight;
  const gaps = [];
  return new Promise((resolve) => {
    let step = 0;
    let last = performance.now();
    const frame = (now) => {
      gaps.push(now - last);
      last = now;
      step += 1;
      if (step > steps) {
        if (still) box.remove();
        resolve(gaps.slice(1));
        return;
      }
      box[across ? 'scrollLeft' : 'scrollTop'] = (end * step) / steps;
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  });
}

/** In the page: from the click on a title until other rows are drawn. */
function sortBy(column) {
  const topRow = () => document.querySelector('.grid-line[aria-rowindex="3"]')?.getAttribute('data-line');
  const before = topRow();
  const began = performance.now();
  document.querySelector(`.grid-title[data-column="${column}"]`).click();
  return new Promise((resolve) => {
    const look = () => (topRow() === before && performance.now() - began < 5000 ? requestAnimationFrame(look) : requestAnimationFrame(() => resolve(performance.now() - began)));
    requestAnimationFrame(look);
  });
}

async function openPanel(page, experiment) {
  const line = page.locator('.part.sidebar .monaco-list-row').filter({ hasText: experiment }).first();
  await line.hover();
  await line.locator('.action-label[aria-label^="Compare"]').click();
  return panelFrame(page);
}

async function measure(page, rounds, experiment) {
  const samples = { rows: [], sort: [], frame: [], across: [], still: [], memory: [] };
  for (let round = 0; round < rounds; round++) {
    say(`round ${round + 1} of ${rounds}`);
    const frame = await openPanel(page, experiment);
    await frame.waitForFunction(() => performance.getEntriesByName('slipway-rows').length > 0);
    samples.rows.push(await frame.evaluate(() => performance.getEntriesByName('slipway-rows')[0].startTime - performance.getEntriesByName('slipway-asked')[0].startTime));
    await frame.waitForFunction(() => document.querySelectorAll('.value-waiting').length === 0 && document.querySelector('.grid-title[data-column="param:param_0"]') !== null);
    for (const [kind, how] of Object.entries({ frame: { across: false }, across: { across: true }, still: { across: false, still: true } })) samples[kind].push(Math.max(...await frame.evaluate(scroll, { steps: STEPS, ...how })));
    await frame.waitForFunction(() => document.querySelectorAll('.value-waiting').length === 0);
    // Twice by the same metric, up and down; the first click brings its title into view.
    const column = await frame.evaluate(() => document.querySelector('.grid-title[data-column^="metric:"]').getAttribute('data-column'));
    await frame.evaluate(() => { document.querySelector('.grid').scrollTop = 0; });
    await frame.locator('.grid-line[aria-rowindex="3"]').waitFor();
    await frame.evaluate(sortBy, column);
    samples.sort.push(await frame.evaluate(sortBy, column));
    samples.memory.push(await frame.evaluate(() => performance.memory.usedJSHeapSize / 1e6));
    await page.locator('.tab').filter({ hasText: `Compare ${experiment}` }).locator('.tab-actions .action-label').first().click();
    await page.locator('.tab').filter({ hasText: `Compare ${experiment}` }).waitFor({ state: 'detached' });
  }
  return samples;
}

asScript(async () => {
  const { values } = parseArgs({ options: { runs: { type: 'string' }, rounds: { type: 'string' }, picture: { type: 'string' }, json: { type: 'boolean' }, developer: { type: 'boolean' } } });
  const runs = Number(values.runs ?? 10_000);
  const rounds = Number(values.rounds ?? 5);
  if (!Number.isInteger(runs) || runs < 100 || !Number.isInteger(rounds) || rounds < 1) throw new Advice('--runs takes a whole number from 100, --rounds one from 1.');
  const result = await inBenchedWindow({
    name: 'compare', developer: values.developer,
    fill: async ({ engine, store, restart }) => {
      say(`logging ${runs.toLocaleString('en-US')} runs`);
      const experimentId = await logRuns(engine, { experiment: 'bench', count: runs, curves: 5, points: 1000 });
      if (runs > LOGGED) await restart(() => must('The copying of runs', node24(), [inRoot('bench', 'ui', 'compare.copies.mjs'), store, experimentId, String(runs), '5']));
    },
  }, async (page) => {
    const samples = await measure(page, rounds, 'bench');
    if (values.picture) {
      await openPanel(page, 'bench');
      await page.locator('.tab').filter({ hasText: 'Compare bench' }).hover();
      await page.screenshot({ path: values.picture, animations: 'disabled' });
    }
    return { runs, rounds, limits, first_rows_ms: median(samples.rows), sort_ms: median(samples.sort), slowest_frame_ms: median(samples.frame), slowest_frame_across_ms: median(samples.across), slowest_frame_still_ms: median(samples.still), memory_mb: median(samples.memory), samples };
  });
  process.stdout.write(values.json ? `${JSON.stringify(result, undefined, 2)}\n` : [
    `compare panel, ${runs.toLocaleString('en-US')} runs, 40 columns, median of ${rounds}`,
    `first rows        ${result.first_rows_ms.toFixed(0)} ms   (< ${limits.rows})`, `sort by a metric  ${result.sort_ms.toFixed(0)} ms   (< ${limits.sort})`,
    `slowest frame     ${result.slowest_frame_ms.toFixed(0)} ms down, ${result.slowest_frame_across_ms.toFixed(0)} ms across   (none over ${limits.frame}; in a box that has nothing to draw: ${result.slowest_frame_still_ms.toFixed(0)} ms)`, `page memory       ${result.memory_mb.toFixed(0)} MB   (< ${limits.memory})`, '',
  ].join('\n'));
  process.exitCode = result.first_rows_ms < limits.rows && result.sort_ms < limits.sort && Math.round(result.slowest_frame_ms) <= limits.frame && Math.round(result.slowest_frame_across_ms) <= limits.frame && result.memory_mb < limits.memory ? 0 : 1;
});

// How long the extension host's event loop is blocked while a script logs a thousand metrics a second and the side bar, the run panel
// and the compare panel show it, inside a real VS Code where both are seen side by side: medians of fresh hosts.
//   node bench/ui/live.mjs [--rounds N] [--seconds S] [--json]
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { ensureBuilt } from '../../scripts/build.mjs';
import { ensureCodeServer } from '../../scripts/codeServer.mjs';
import { cache, root } from '../../scripts/paths.mjs';
import { Advice, asScript, say } from '../../scripts/progress.mjs';
import { ensurePython } from '../../scripts/python.mjs';
import { benchBrowser, inExtensionHost } from '../extensionHost.mjs';
import { median } from '../median.mjs';

const limitMs = 20;
const here = path.dirname(fileURLToPath(import.meta.url));
const ms = (value) => `${value.toFixed(1)} ms`;

/** Resolves when the window shows the curves of the run in its panel, and both runs with their curves in the compare panel. */
async function panelsShown(page) {
  const [outer, inner] = ['iframe.webview.ready:visible', '#active-frame'];
  await page.locator(outer).nth(1).waitFor();
  await Promise.all([0, 1].map(async (place) => {
    const panel = page.frameLocator(outer).nth(place).frameLocator(inner);
    await panel.locator('main.run, .grid-line').first().waitFor();
    if (await panel.locator('main.run').count() === 1) await panel.getByRole('tab', { name: 'Curves' }).click();
    else await panel.locator('.grid-line').nth(1).waitFor();
    await panel.locator('.chart-plot canvas').first().waitFor();
  }));
}

/** Answers whoever connects once the window shows its panels. */
async function openGate(file, browser) {
  const gate = createServer((probe) => {
    const page = browser.contexts().flatMap((context) => context.pages()).at(-1);
    // A line that breaks is told by the probe; what the window lacked is told here.
    panelsShown(page).then(() => probe.end('shown'), (error) => probe.destroy(error));
    probe.on('error', (error) => say(error.message));
  });
  await new Promise((resolve) => gate.listen(file, resolve));
  return gate;
}

asScript(async () => {
  const { values } = parseArgs({ options: { rounds: { type: 'string' }, seconds: { type: 'string' }, json: { type: 'boolean' } } });
  const [rounds, seconds] = [Number(values.rounds ?? 3), Number(values.seconds ?? 10)];
  if (!Number.isInteger(rounds) || rounds < 1 || !(seconds > 0)) throw new Advice('--rounds takes a whole number from 1, --seconds a number above 0.');
  await ensureBuilt({ production: true });
  await ensureCodeServer();
  const python = await ensurePython();
  mkdirSync(cache, { recursive: true });
  const folders = mkdtempSync(path.join(cache, 'bench-live-'));
  const browser = await benchBrowser();
  try {
    const samples = [];
    for (let round = 0; round < rounds; round++) {
      say(`host ${round + 1} of ${rounds}`);
      const home = path.join(folders, `${round}`);
      const folder = path.join(home, 'project');
      mkdirSync(path.join(folder, '.slipway'), { recursive: true });
      // Of a remote window like this the host looks for open ports every other second, by starting a shell: not ours, and not in a window on one's own machine.
      mkdirSync(path.join(folder, '.vscode'));
      writeFileSync(path.join(folder, '.vscode', 'settings.json'), JSON.stringify({ 'remote.autoForwardPorts': false }));
      const gateFile = path.join(home, 'gate.sock');
      const gate = await openGate(gateFile, browser);
      try {
        samples.push(await inExtensionHost({
          browser, home, folder, extension: root, probe: path.join(here, 'live.probe.cjs'), limitMs: 90_000 + 2000 * seconds,
          env: { SLIPWAY_BENCH_PYTHON: python, SLIPWAY_BENCH_SCRIPT: path.join(here, 'live.py'), SLIPWAY_BENCH_SECONDS: String(seconds), SLIPWAY_BENCH_GATE: gateFile },
        }));
      } finally {
        gate.close();
      }
    }
    const of = (figure) => median(samples.map(figure));
    const row = (name, seen) => `| ${name} | **${ms(of((sample) => seen(sample).own))}** | ${ms(of((sample) => seen(sample).block))} | ${ms(of((sample) => seen(sample).idle.block))} | ${ms(of((sample) => seen(sample).p99))} | ${(100 * of((sample) => seen(sample).busy)).toFixed(1)} % |`;
    const figures = { rounds, seconds, limit: limitMs, own_ms: of(({ training }) => training.own), block_ms: of(({ training }) => training.block), idle_block_ms: of(({ training }) => training.idle.block), rate: of(({ rate }) => rate), samples };
    process.stdout.write(values.json ? `${JSON.stringify(figures, undefined, 2)}\n` : [
      `| the extension host's event loop (median of ${rounds} hosts, ${seconds} s each) | longest work at one go (must be < ${limitMs} ms) | longest time without a look at its timers | the same of an idle process beside it | 99 % under | busy |`, '|---|---|---|---|---|---|',
      row('at rest, both panels open', ({ rest }) => rest), row(`a script logs ${figures.rate} metrics a second`, ({ training }) => training),
      '', 'Work: time of a core that the host\'s thread used between two looks at its timers, whoever\'s it was: ours, VS Code\'s, the garbage collector\'s. What is longer than that the machine has taken, which has other processes to serve: a process that does nothing misses as much.',
      `In VS Code ${samples[0].version}, Node ${samples[0].node}. Command: \`node bench/ui/live.mjs\`.`, '',
    ].join('\n'));
  } finally {
    await browser.close();
    rmSync(folders, { recursive: true, force: true });
  }
});

// How long the extension host's event loop is blocked while a script logs a thousand metrics a second and the side bar, the run panel
// and the compare panel show it, inside a real VS Code: medians of fresh hosts.
//   node bench/ui/live.mjs [--rounds N] [--seconds S]
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { ensureBuilt } from '../../scripts/build.mjs';
import { ensureCodeServer } from '../../scripts/codeServer.mjs';
import { cache, root } from '../../scripts/paths.mjs';
import { Advice, asScript, say } from '../../scripts/progress.mjs';
import { ensurePython } from '../../scripts/python.mjs';
import { benchBrowser, inExtensionHost } from '../extensionHost.mjs';

const limitMs = 20;
const here = path.dirname(fileURLToPath(import.meta.url));
const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
const ms = (value) => `${value.toFixed(1)} ms`;

asScript(async () => {
  const { values } = parseArgs({ options: { rounds: { type: 'string' }, seconds: { type: 'string' } } });
  const [rounds, seconds] = [Number(values.rounds ?? 3), Number(values.seconds ?? 10)];
  if (!Number.isInteger(rounds) || rounds < 1 || !(seconds > 0)) throw new Advice('--rounds takes a whole number from 1, --seconds a number above 0.');
  await ensureBuilt();
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
      samples.push(await inExtensionHost({
        browser, home, folder, extension: root, probe: path.join(here, 'live.probe.cjs'), limitMs: 90_000 + 2000 * seconds,
        env: { SLIPWAY_BENCH_PYTHON: python, SLIPWAY_BENCH_SCRIPT: path.join(here, 'live.py'), SLIPWAY_BENCH_SECONDS: String(seconds) },
      }));
    }
    const of = (look) => median(samples.map(look));
    process.stdout.write([
      `| the extension host's event loop (median of ${rounds} hosts, ${seconds} s each) | longest block | 99 % under | busy |`, '|---|---|---|---|',
      `| at rest, both panels open | ${ms(of(({ rest }) => rest.longest))} | ${ms(of(({ rest }) => rest.p99))} | ${(100 * of(({ rest }) => rest.busy)).toFixed(1)} % |`,
      `| a script logs ${of(({ rate }) => rate)} metrics a second | **${ms(of(({ training }) => training.longest))}** (must be < ${limitMs} ms) | ${ms(of(({ training }) => training.p99))} | ${(100 * of(({ training }) => training.busy)).toFixed(1)} % |`,
      '', `In VS Code ${samples[0].version}, Node ${samples[0].node}. Command: \`node bench/ui/live.mjs\`.`, '',
    ].join('\n'));
  } finally {
    await browser.close();
    rmSync(folders, { recursive: true, force: true });
  }
});

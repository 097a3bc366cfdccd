// Every bench of the panels, one after the other, and their table in bench/README.md. About ten minutes; nothing else should run meanwhile.
//   node bench/ui/panels.mjs [--print]
import { spawn } from 'node:child_process';
import os from 'node:os';
import { parseArgs } from 'node:util';
import { inRoot, node24 } from '../../scripts/paths.mjs';
import { asScript, say } from '../../scripts/progress.mjs';
import { writeTable } from '../readme.mjs';

/** Runs one bench and reads the JSON that it prints; that a figure is missed is told in the table, not by its exit code. */
function measured(script, ...options) {
  say(`bench/ui/${script}`);
  return new Promise((resolve, reject) => {
    const bench = spawn(node24(), [inRoot('bench', 'ui', script), '--json', ...options], { stdio: ['ignore', 'pipe', 'inherit'] });
    let text = '';
    bench.stdout.on('data', (chunk) => {
      text += chunk;
    });
    bench.once('error', reject);
    bench.once('close', (code) => {
      try {
        resolve(JSON.parse(text));
      } catch {
        reject(new Error(`bench/ui/${script} ended with ${code} and printed no result.`));
      }
    });
  });
}

const ms = (value) => `${value < 10 ? value.toFixed(1) : Math.round(value)} ms`;
/** @param parts measured value and what it must stay below, in the same unit; undefined: nothing is asked of it. @param most the limit itself may be reached */
const row = (what, parts, { write = ms, most = false } = {}) => {
  const asked = parts.filter(([, limit]) => limit !== undefined);
  const limits = [...new Set(asked.map(([, limit]) => `${most ? '≤' : '<'} ${write(limit)}`))].join(' / ');
  return `| ${what} | ${parts.map(([value]) => write(value)).join(' / ')} | ${limits} | ${asked.length === 0 ? '' : asked.map(([value, limit]) => (most ? Math.round(value) <= limit : value < limit) ? 'yes' : 'no').join(' / ')} |`;
};

asScript(async () => {
  const { values } = parseArgs({ options: { print: { type: 'boolean' } } });
  const run = await measured('run.mjs');
  const compare = await measured('compare.mjs');
  const many = await measured('compare.mjs', '--runs', '100000', '--rounds', '1');
  const live = await measured('live.mjs');
  const charts = await measured('charts.mjs');
  const engine = await measured('engineTable.mjs');
  const text = [
    '| what (medians) | measured | must be | reached |', '|---|---|---|---|',
    row(`run panel, 100 metrics and 1,000 artifacts: from the press to the numbers, going from run to run / in a panel of its own (of it in our page: ${ms(run.apart_page_ms)})`, [[run.open_ms, run.limit], [run.apart_ms, run.limit]]),
    row('compare panel, 10,000 runs × 40 columns: first rows after the panel is ready', [[compare.first_rows_ms, compare.limits.rows]]),
    row('sort by a metric', [[compare.sort_ms, compare.limits.sort]]),
    row(`slowest frame while scrolling end to end, down / across (a box of that size that has nothing to draw: ${ms(compare.slowest_frame_still_ms)})`, [[compare.slowest_frame_ms, compare.limits.frame], [compare.slowest_frame_across_ms, compare.limits.frame]], { most: true }),
    row('memory of the page', [[compare.memory_mb, compare.limits.memory]], { write: (value) => `${Math.round(value)} MB` }),
    row('100,000 runs in the store: first rows of the newest 20,000 / sort / memory in MB', [[many.first_rows_ms], [many.sort_ms], [many.memory_mb]], { write: (value) => String(Math.round(value)) }),
    row(`50 curves of 10,000 points: drawn (plain Chart.js: ${ms(charts['chart.js'].first)})`, [[charts.slipway.first, charts.limits.first]]),
    row(`redraw on a live point (plain Chart.js: ${ms(charts['chart.js'].live)})`, [[charts.slipway.live, charts.limits.live]]),
    row(`longest that the host's event loop is held by work while a script logs ${live.rate} metrics a second (longest without a look at its timers: ${ms(live.block_ms)}; of an idle process in the same seconds: ${ms(live.idle_block_ms)})`, [[live.own_ms, live.limit]]),
    ...engine.steps.map((step) => row(`engine, ${engine.runs.toLocaleString('en-US')} runs: ${step.name}`, [[step.ms, step.limit_ms]])),
    '', `On ${os.cpus().length} cores (${os.cpus()[0]?.model.trim()}), Node ${process.versions.node}, Chromium without a GPU; the build that users get. Command: \`node bench/ui/panels.mjs\`.`,
  ].join('\n');
  process.stdout.write(`${text}\n`);
  if (!values.print) writeTable('bench/ui', text);
});

// Compares windows with a reference that is prepared once, as a monitor does, in one process:
//   node bench/drift/window.mjs REFERENCE.parquet WINDOW.parquet ROUNDS
// prints {"prepare": seconds, "windows": [seconds of each], "peak": MiB, "columns": those of the last window}. A window is its file opened,
// looked at, read and compared.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..', '..');
const [reference, window, rounds] = process.argv.slice(2);

/** What the extension's bundles hold too, as a module of its own. */
function load() {
  // Within the clone, where DuckDB's programs are found from.
  mkdirSync(path.join(root, 'out'), { recursive: true });
  const folder = mkdtempSync(path.join(root, 'out', 'bench-'));
  try {
    const outfile = path.join(folder, 'window.cjs');
    buildSync({
      stdin: { contents: "export * from './preparedReference'; export * from './dataTable'; export { confined } from '../../analysis/confined';", resolveDir: path.join(root, 'src/engine/monitoring/drift'), loader: 'ts' },
      bundle: true, platform: 'node', format: 'cjs', outfile, external: ['@duckdb/node-bindings-*'],
    });
    return createRequire(import.meta.url)(outfile);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const { confined, prepareReference, compareWindow, openTable } = load();
const begun = performance.now();
const prepared = await confined([reference], undefined, async (connection) => prepareReference(connection, await openTable(connection, 'reference', reference)));
const prepare = (performance.now() - begun) / 1000;
const windows = [];
let columns = [];
for (let round = 0; round < Number(rounds); round += 1) {
  const from = performance.now();
  ({ columns } = await confined([window], undefined, async (connection) => compareWindow(prepared, connection, await openTable(connection, 'current', window), {})));
  windows.push((performance.now() - from) / 1000);
}
process.stdout.write(`${JSON.stringify({ prepare, windows, peak: process.resourceUsage().maxRSS / 1024, columns })}\n`);

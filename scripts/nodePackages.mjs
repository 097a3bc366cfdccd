// node_modules: installed when what stands there is not what the lock file says.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { must, npm } from './command.mjs';
import { withLock } from './lock.mjs';
import { cache, inRoot, node24, root } from './paths.mjs';
import { Advice, say } from './progress.mjs';

/** First package of the lock file that is missing or of another version, read from npm's own record of what it installed. */
function firstDifference() {
  const record = inRoot('node_modules', '.package-lock.json');
  if (!existsSync(record)) return 'node_modules';
  const wanted = JSON.parse(readFileSync(inRoot('package-lock.json'), 'utf8')).packages;
  const installed = JSON.parse(readFileSync(record, 'utf8')).packages;
  for (const [name, entry] of Object.entries(wanted)) {
    // Optional packages are for one platform each; links have no version.
    if (name === '' || entry.optional || entry.devOptional || entry.link) continue;
    if (installed[name]?.version !== entry.version) return name;
  }
  return existsSync(inRoot('node_modules', 'node', 'bin')) ? undefined : 'node_modules/node';
}

/** Installs the Node packages unless they stand as the lock file says. */
export async function ensureNodePackages() {
  const major = Number.parseInt(process.versions.node, 10);
  if (major < 20) throw new Advice(`Node ${process.versions.node} is too old for these scripts. Install Node 20 or newer and start again.`);
  if (firstDifference() === undefined) return;
  const name = createHash('sha256').update(root).digest('hex').slice(0, 12);
  await withLock(path.join(cache, `npm-${name}.lock`), async () => {
    const difference = firstDifference();
    if (difference === undefined) return;
    say(`Installing Node packages (${difference.replace('node_modules/', '')} is not as package-lock.json says)`);
    // Of all install scripts only that of `node` is wanted (it fetches the program). Others would compile what is prebuilt
    // (better-sqlite3), or fetch what nothing here uses (onnxruntime's CUDA libraries).
    const quiet = ['--no-audit', '--no-fund', '--loglevel=error'];
    await must('Installing Node packages', npm, ['ci', '--ignore-scripts', ...quiet], { cwd: root });
    await must('Fetching Node 24', npm, ['rebuild', 'node', '--ignore-scripts=false', ...quiet], { cwd: root });
    if (node24() === process.execPath && major < 22) {
      throw new Advice('The package `node` was installed without its program: npm was told not to run install scripts. Run `npm rebuild node --ignore-scripts=false` and start again.');
    }
  });
}

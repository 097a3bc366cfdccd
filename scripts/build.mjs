// The bundles in dist/ (and of the tests in out/): built when a source has changed since.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { must } from './command.mjs';
import { withLock } from './lock.mjs';
import { inRoot, node24, root } from './paths.mjs';
import { say } from './progress.mjs';

const shipped = ['src', 'webview', 'esbuild.js', 'package.json', 'package-lock.json', 'tsconfig.json'];
const stamp = inRoot('dist', '.built.json');

function* filesBelow(file) {
  if (!existsSync(file)) return;
  if (!statSync(file).isDirectory()) {
    yield file;
    return;
  }
  const entries = readdirSync(file, { withFileTypes: true }).toSorted((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of entries) {
    if (entry.name !== '__pycache__') yield* filesBelow(path.join(file, entry.name));
  }
}

function hashOf(sources) {
  const hash = createHash('sha256');
  for (const source of sources) {
    for (const file of filesBelow(inRoot(source))) hash.update(path.relative(root, file)).update('\0').update(readFileSync(file)).update('\0');
  }
  return hash.digest('hex');
}

function built() {
  // A build by hand (`npm run build`, `--watch`) empties dist/, and the stamp with it.
  return existsSync(stamp) ? JSON.parse(readFileSync(stamp, 'utf8')) : {};
}

/**
 * Builds what ships, and with `tests` the suites of test/vscode too, unless the last build was of the same sources. With `production` as
 * users get it, minified: what benches measure.
 */
export async function ensureBuilt({ tests = false, production = false } = {}) {
  const wanted = () => ({ shipped: hashOf(shipped), production, ...(tests ? { tests: hashOf(['test/vscode', 'test/builders']) } : {}) });
  const stands = (want) => {
    const have = built();
    return have.shipped === want.shipped && have.production === production && (!tests || (have.tests === want.tests && existsSync(inRoot('out', 'test', 'vscode', 'index.js'))));
  };
  if (stands(wanted())) return;
  await withLock(inRoot('out', 'build.lock'), async () => {
    const want = wanted();
    if (stands(want)) return;
    say(`Building the extension, the engine and the command line${tests ? ', and their tests' : ''}`);
    await must('The build', node24(), ['esbuild.js', ...(tests ? ['--tests'] : []), ...(production ? ['--production'] : [])], { cwd: root });
    writeFileSync(stamp, JSON.stringify(want));
  });
}

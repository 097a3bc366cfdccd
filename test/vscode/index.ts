// Entry of the tests inside VS Code: runs one suite of this folder (or all) with mocha and writes down what came of it.
// Started the same way by code-server's extension host (scripts/vscodeHost.mjs) and by @vscode/test-electron.
import { readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import Mocha from 'mocha';

interface Results {
  passed: { title: string; ms: number }[];
  failed: { title: string; error: string }[];
}

function suiteFiles(): string[] {
  const wanted = process.env.SLIPWAY_TEST_SUITE;
  return readdirSync(__dirname)
    .filter((file) => (wanted ? file === `${wanted}.js` : file.endsWith('.test.js')))
    .map((file) => path.join(__dirname, file));
}

class Silent extends Mocha.reporters.Base {
  override epilogue(): void {}
}

/** Runs the suites; rejects when one fails. Results go to the file that SLIPWAY_TEST_RESULTS names. */
export async function run(): Promise<void> {
  const results: Results = { passed: [], failed: [] };
  // Results are written to a file and shown by whoever started us; the host's console would print placeholders instead of titles.
  // A test left out, or alone in its file by accident, must not look like success.
  const mocha = new Mocha({ ui: 'tdd', timeout: 60_000, reporter: Silent, forbidOnly: true, forbidPending: true });
  try {
    for (const file of suiteFiles()) mocha.addFile(file);
    await new Promise<void>((resolve) => {
      mocha
        .run(() => resolve())
        .on('pass', (test) => {
          results.passed.push({ title: test.fullTitle(), ms: test.duration ?? 0 });
        })
        .on('fail', (test, error: Error) => {
          results.failed.push({ title: test.fullTitle(), error: error.stack ?? error.message });
        });
    });
  } catch (error) {
    results.failed.push({ title: 'loading the suite', error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  }
  const file = process.env.SLIPWAY_TEST_RESULTS;
  if (file) writeFileSync(file, JSON.stringify(results));
  if (results.failed.length > 0) throw new Error(`${results.failed.length} failed: ${results.failed.map((failure) => failure.title).join('; ')}`);
}

// The suites of test/vscode, each in a window of its own in a real VS Code.
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { inRoot } from '../paths.mjs';
import { say } from '../progress.mjs';
import { runSuite } from '../vscodeHost.mjs';
import { tally } from './tally.mjs';

/** Runs every suite (or those whose name contains `only`) on `host`. */
export async function vscodeLayer({ host, scratch, env, reports, pictures, only }) {
  const result = tally(host.kind === 'desktop' ? `desktop VS Code (${host.executable})` : 'code-server');
  const suites = readdirSync(inRoot('test', 'vscode')).filter((file) => file.endsWith('.test.ts')).map((file) => path.parse(file).name);
  for (const suite of suites.filter((name) => !only || name.includes(only)).toSorted()) {
    say(`${suite} in ${host.kind}`);
    const { passed, failed } = await runSuite({ suite, host, scratch, environment: env, reports, pictures });
    for (const test of passed) process.stderr.write(`  ✓ ${test.title} (${test.ms} ms)\n`);
    for (const test of failed) process.stderr.write(`  ✗ ${test.title}\n${test.error}\n`);
    if (failed.length > 0) process.stderr.write(`  What the window said meanwhile: ${path.join(reports, `${suite}.log`)}\n`);
    result.passed += passed.length;
    for (const test of failed) result.failures.push({ title: `${suite}: ${test.title}`, reason: test.error });
  }
  return result;
}

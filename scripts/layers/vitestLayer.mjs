// Runs vitest with one configuration and counts from its JSON report.
import { existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { run } from '../command.mjs';
import { inRoot, node24, root } from '../paths.mjs';
import { blame, tally } from './tally.mjs';

/** `configuration` is relative to the checkout, `name` names the report in `reports`. Further parameters go to vitest as they are. */
export async function vitestLayer({ name, configuration, reports, env, parameters = [], host }) {
  const report = path.join(reports, `${name}.json`);
  rmSync(report, { force: true });
  const vitest = inRoot('node_modules', 'vitest', 'vitest.mjs');
  const { code, output } = await run(node24(), [vitest, 'run', '--config', configuration, '--reporter=default', '--reporter=json', `--outputFile.json=${report}`, ...parameters], {
    cwd: root, env, show: true,
  });
  const result = tally(host);
  if (!existsSync(report)) return blame(result, name, `vitest wrote no report (exit ${code}).\n${output.slice(-2_000)}`);
  for (const file of JSON.parse(readFileSync(report, 'utf8')).testResults) {
    const failed = file.assertionResults.filter((test) => test.status === 'failed');
    result.passed += file.assertionResults.filter((test) => test.status === 'passed').length;
    result.skipped += file.assertionResults.filter((test) => !['passed', 'failed'].includes(test.status)).length;
    for (const test of failed) result.failures.push({ title: `${path.relative(root, file.name)}: ${test.fullName}`, reason: test.failureMessages.join('\n') });
    // A file that could not even be loaded has no test to blame.
    if (file.status === 'failed' && failed.length === 0) result.failures.push({ title: path.relative(root, file.name), reason: file.message || 'The file or one of its hooks broke off; its output above says why.' });
  }
  return code === 0 ? result : blame(result, name, `vitest ended with exit code ${code}.\n${output.slice(-2_000)}`);
}

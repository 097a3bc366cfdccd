// The real mlflow client from PyPI against a real engine, with pytest.
import { existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { run } from '../command.mjs';
import { root } from '../paths.mjs';
import { blame, tally } from './tally.mjs';

const entities = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' };

function unescape(text) {
  return text.replaceAll(/&(?:#(\d+)|(lt|gt|quot|apos|amp));/g, (_, code, name) => (code ? String.fromCodePoint(Number(code)) : entities[name]));
}

const attribute = (tag, name) => unescape(new RegExp(`\\b${name}="([^"]*)"`).exec(tag)?.[1] ?? '');

/** Counts from pytest's JUnit report; its shape (one testcase element each, failure, error or skipped inside) is fixed. */
function count(xml, result) {
  for (const [, tag, selfClosed, inside = ''] of xml.matchAll(/<testcase\b([^>]*?)(?:(\/)>|>([\s\S]*?)<\/testcase>)/g)) {
    const bad = selfClosed ? undefined : /<(failure|error)\b([^>]*)>/.exec(inside);
    if (bad) result.failures.push({ title: `${attribute(tag, 'classname')}.${attribute(tag, 'name')}`, reason: attribute(bad[2], 'message') });
    else if (/<skipped\b/.test(inside)) result.skipped += 1;
    else result.passed += 1;
  }
}

/** Runs pytest over test/clients with the interpreter `python`. */
export async function clientsLayer({ python, env, reports }) {
  const report = path.join(reports, 'clients.xml');
  rmSync(report, { force: true });
  const { code, output } = await run(python, ['-m', 'pytest', 'test/clients', '-q', `--junitxml=${report}`, '-p', 'no:cacheprovider'], {
    cwd: root, env: { ...env, PYTHONDONTWRITEBYTECODE: '1' }, show: true,
  });
  const result = tally();
  if (!existsSync(report)) return blame(result, 'clients', `pytest wrote no report (exit ${code}).\n${output.slice(-2_000)}`);
  count(readFileSync(report, 'utf8'), result);
  // 5: no test collected, which the caller reports for every layer alike.
  return code === 0 || code === 5 ? result : blame(result, 'clients', `pytest ended with exit code ${code}.\n${output.slice(-2_000)}`);
}

// Promise: a gate's report reads well in a terminal, in a pull request and in CI, whatever stands in its names.
import { describe, expect, test } from 'vitest';
import { gateJunit } from '../../../src/cli/gateJunit';
import { gateMarkdown } from '../../../src/cli/gateMarkdown';
import { gateText } from '../../../src/cli/gateView';
import { parseVersionName } from '../../../src/cli/versionName';
import type { GateReport } from '../../../src/protocol/gates';

const report: GateReport = {
  gate_id: 'g', name: 'iris', version: '3', state: 'failed', started_at: Date.UTC(2026, 0, 2, 3, 4, 5), ended_at: Date.UTC(2026, 0, 2, 3, 4, 6), stage: null,
  champion: { alias: 'champion', version: '2' }, evaluation: { data: 'holdout.csv', rows: 1200, digest: 'd' }, rules: 'r', problem: null,
  checks: [
    { kind: 'metric', name: 'accuracy', outcome: 'failed', value: 0.5, limit: '>= 0.9', message: 'accuracy is 0.5 | <b>@team</b>\n*no*' },
    { kind: 'pickle', name: 'pickles', outcome: 'warning', value: 1, message: 'a pickle \u0001 & more' },
    { kind: 'champion', name: 'not worse than champion', outcome: 'not_judged', message: 'none yet' },
  ],
};
const broken: GateReport = { ...report, state: 'broken', checks: [], problem: 'The data are gone.', needs_trust: [{ path: '/x/model.pkl', digest: 'abc', from: 'models:/m-1' }] };

test('a table, then in words what did not pass, then one sentence', () => {
  const lines = gateText(report).split('\n');
  expect(lines[0]).toMatch(/^ +CHECK +VALUE +LIMIT +RESULT$/);
  expect(lines[1]).toMatch(/^✗ +accuracy +0\.5 +>= 0\.9 +FAILED$/);
  expect(lines.at(-1)).toBe('iris/3 failed its gate: 1 of 3 checks failed (1,200 rows of holdout.csv, champion is version 2).');
});

test('what could not be judged says why, and what has to be trusted', () => {
  expect(gateText(broken)).toBe('iris/3 could not be judged. The data are gone.\n  /x/model.pkl\n    sha256 abc, from models:/m-1');
});

test('Markdown: no name becomes a mention, a tag or a row of its own', () => {
  const text = gateMarkdown(report);
  expect(text).toContain('### ❌ Gate of iris/3: failed');
  expect(text.split('\n').filter((line) => line.startsWith('| '))).toHaveLength(4);
  expect(text).toContain(String.raw`accuracy is 0.5 \| \<b\>@` + '\u200Bteam' + String.raw`\</b\> \*no\*`);
});

describe('JUnit XML', () => {
  test('counts, outcomes and letters that XML does not have', () => {
    const xml = gateJunit(report);
    expect(xml).toContain('<testsuite name="slipway gate iris/3" timestamp="2026-01-02T03:04:05" time="1" tests="3" failures="1" errors="0" skipped="1">');
    expect(xml).toContain('<failure message="accuracy is 0.5 | &lt;b>@team&lt;/b>&#xA;*no*" type="metric"/>');
    expect(xml).toContain('<system-out>warning: a pickle  &amp; more</system-out>');
    expect(xml).toContain('<skipped message="none yet"/>');
  });

  test('a gate that could not be judged is an error, not a green suite', () => {
    expect(gateJunit(broken)).toContain('tests="1" failures="0" errors="1"');
    expect(gateJunit(broken)).toContain('<error message="iris/3 could not be judged. The data are gone." type="broken"/>');
  });
});

test.each([['iris/3', { name: 'iris', version: '3' }], ['iris@champion', { name: 'iris', alias: 'champion' }], ['models:/iris/3', { name: 'iris', version: '3' }], ['models:/iris@v2', { name: 'iris', alias: 'v2' }], ['models:/iris/latest', { name: 'iris', alias: 'latest' }], ['a@b@c', { name: 'a@b', alias: 'c' }]])('%s', (text, named) => {
  expect(parseVersionName(text)).toEqual(named);
});

test.each(['', 'iris', 'iris/', '/3', 'iris/x', 'iris@', '@champion', 'a/b/3', 'models:/m-1', 'iris/-1'])('"%s" names no version', (text) => {
  expect(() => parseVersionName(text)).toThrow(/MODEL\/VERSION/);
});

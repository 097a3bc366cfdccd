// Every question is answered for every text that stands there for a moment: cut off anywhere, with odd lines, tabs, anchors, bombs.
import { describe, expect, it } from 'vitest';
import { completionsAt } from '../../../src/language/completion';
import { hoverAt } from '../../../src/language/hover';
import { fileAt, outlineOf, targetsOf } from '../../../src/language/outline';
import { fixesFor } from '../../../src/language/quickFixes';
import { treeOf } from '../../../src/language/tree';
import { parseProjectFile } from '../../../src/projectFile/parse';
import { around } from './cursor';

const whole = 'metrics: { my_cost: lower }\ntrain:\n  iris: &a\n    command: "python train.py --name \'x\'"\n    folder: models\n  other: *a\ngates:\n  iris:\n    evaluation: { data: rows.csv, label: y, features: [a, b] }\n    slices:\n      - column: region\n        metric: f1\n      -\n    pickle: |\n      warn\n  ? [1, 2]\n  : x\n  12: {}\n  ~: !tag y\ndeployments:\n  api: { model: iris@champion }\n';

async function askEverything(text: string, offset: number): Promise<void> {
  const tree = treeOf(text);
  const surroundings = around(text);
  await completionsAt(text, offset, surroundings);
  await hoverAt(tree, offset, surroundings.ask);
  fileAt(tree, text, offset, '/nowhere');
  outlineOf(tree);
  targetsOf(tree);
  parseProjectFile(text).problems.forEach((problem) => fixesFor(text, problem, { from: offset, to: offset }));
}

describe('a half-typed slipway.yaml', () => {
  it('cut off anywhere', async () => {
    for (let end = 0; end <= whole.length; end += 1) {
      await askEverything(whole.slice(0, end), end);
    }
  });

  it('with the cursor anywhere, and line ends of Windows', async () => {
    const text = whole.replaceAll('\n', '\r\n');
    for (let at = 0; at <= text.length; at += 3) {
      await askEverything(text, at);
    }
  });

  it.each([
    ['tabs', 'gates:\n\tiris:\n\t\t'], ['only a dash', '- '], ['a scalar', 'hello'], ['several documents', 'a: 1\n---\nb: 2\n...\n'], ['brackets that stay open', '{[{[{"'],
    ['an anchor of itself', 'gates: &a\n  iris: *a\n'], ['an alias of nothing', 'train: *gone\n'], ['a merge', 'train:\n  a: &x { command: y }\n  b: { <<: *x }\n'], ['a directive', '%YAML 9.9\n---\ntrain: {}\n'],
    ['names of objects', 'train:\n  __proto__: { command: x }\n  constructor: 1\ntoString: 1\n'], ['a long line', `train:\n  a: { command: ${'x'.repeat(50_000)} }\n`],
  ])('with %s', async (_, text) => {
    await askEverything(text, text.length);
    await askEverything(text, Math.floor(text.length / 2));
    expect(outlineOf(treeOf(text)).every(({ name, span, nameSpan }) => name !== '' && span.from <= nameSpan.from && nameSpan.to <= span.to)).toBe(true);
  });
});

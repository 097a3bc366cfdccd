import { describe, expect, it } from 'vitest';
import { hoverAt } from '../../../src/language/hover';
import { fileAt, outlineOf, targetsOf, type Outline } from '../../../src/language/outline';
import { fixesFor } from '../../../src/language/quickFixes';
import { treeOf } from '../../../src/language/tree';
import { parseProjectFile } from '../../../src/projectFile/parse';
import { around, cursor } from './cursor';

async function hover(marked: string): Promise<string | undefined> {
  const { text, offset } = cursor(marked);
  return (await hoverAt(treeOf(text), offset, around(text).ask))?.markdown;
}

describe('a hover', () => {
  it('says type, range and meaning of a name', async () => {
    expect(await hover('gates:\n  iris:\n    champion: { al‸pha: 0.01 }\n')).toMatch(/^\*\*alpha\*\* · number, more than 0, at most 0\.5\n\n.*Default: 0\.05\.$/);
    expect(await hover('train:\n  a:\n    com‸mand: x\n')).toMatch(/^\*\*command\*\* · text, required\n\nWhat is run/);
    expect(await hover('gates:\n  iris:\n    pickle: wa‸rn\n')).toMatch(/^\*\*pickle\*\* · `fail` or `warn` or `allow`\n\nWhat it means/);
  });

  it('says what a model is now', async () => {
    expect(await hover('gates:\n  ir‸is: { pickle: warn }\n')).toMatch(/Registered model · `@champion` version 3 · `@challenger` version 4$/);
    expect(await hover('deployments:\n  api: { model: iris@cham‸pion }\n')).toMatch(/Version 3 of `iris` now\.$/);
    expect(await hover('deployments:\n  api: { model: iris@pro‸d }\n')).toMatch(/`iris` has no alias `@prod` yet\.$/);
    expect(await hover('deployments:\n  api: { model: ira‸s@champion }\n')).toMatch(/No registered model has the name `iras` yet\.$/);
  });

  it('says nothing where nothing stands', async () => {
    expect(await hover('# just ‸words\n')).toBeUndefined();
    expect(await hover('sweeps:\n  a‸: 1\n')).toBeUndefined();
  });
});

/** The text after the first fix of its first problem. */
function mended(text: string): string[] {
  const { problems } = parseProjectFile(text);
  const [problem] = problems;
  if (problem === undefined) {
    return ['no problem'];
  }
  const lines = text.split('\n');
  const offset = (line: number, column: number): number => lines.slice(0, line).reduce((sum, one) => sum + one.length + 1, 0) + column;
  const [fix] = fixesFor(text, problem, { from: offset(problem.line, problem.column), to: offset(problem.endLine, problem.endColumn) });
  return fix === undefined ? ['no fix'] : [fix.title, fix.edits.toReversed().reduce((at, { span, text: word }) => at.slice(0, span.from) + word + at.slice(span.to), text)];
}

describe('a quick fix', () => {
  it.each([
    ['a name', 'gates:\n  iris:\n    metric: { auc: { min: 1 } }\n', 'Change to "metrics"', 'gates:\n  iris:\n    metrics: { auc: { min: 1 } }\n'],
    ['a quoted name', 'gates:\n  iris:\n    "pickel": warn\n', 'Change to "pickle"', 'gates:\n  iris:\n    "pickle": warn\n'],
    ['a word', 'metrics:\n  cost: lowr\n', 'Change to "lower"', 'metrics:\n  cost: lower\n'],
    ['tabs', 'gates:\n\tiris:\n\t\tpickle: warn\n', 'Replace tabs that indent by spaces', 'gates:\n  iris:\n    pickle: warn\n'],
    ['a name that stands twice', 'gates:\n  iris:\n    pickle: warn\n  iris:\n    pickle: fail\ntrain: {}\n', 'Remove this "iris"', 'gates:\n  iris:\n    pickle: warn\ntrain: {}\n'],
    ['what is missing', 'train:\n  iris:\n    experiment: a\n', 'Add "command"', 'train:\n  iris:\n    command: \n    experiment: a\n'],
  ])('mends %s', (_, text, title, expected) => {
    expect(mended(text)).toEqual([title, expected]);
  });

  it('is not offered where nothing is near', () => {
    expect(mended('sweeps: {}\n')).toEqual(['no fix']);
    expect(mended('gates:\n  iris: { pickle: never }\n')).toEqual(['no fix']);
  });
});

const text = 'train:\n  iris:\n    command: python scripts/train.py --trees 3\n    folder: models\n  later:\n    folder: b\ngates:\n  iris:\n    evaluation: { data: data/holdout.csv, label: y }\n    slices:\n      - column: region\n        metric: f1\n    licenses: [MIT]\n';

describe('what a file names', () => {
  it('is its outline', () => {
    const said = (outlines: readonly Outline[]): unknown[] => outlines.map(({ name, detail, kind, below }) => [`${kind} ${name} ${detail}`.trimEnd(), ...said(below)]);
    expect(said(outlineOf(treeOf(text)))).toEqual([
      ['section train', ['target iris', ['field command python scripts/train.py --trees 3'], ['field folder models']], ['target later', ['field folder b']]],
      ['section gates', ['gate iris',
        ['field evaluation', ['field data data/holdout.csv'], ['field label y']],
        ['field slices', ['field column region', ['field column region'], ['field metric f1']]],
        ['field licenses', ['field MIT']]]],
    ]);
  });

  it('is a target for each command', () => {
    expect(targetsOf(treeOf(text)).map(({ name, command }) => [name, command])).toEqual([['iris', 'python scripts/train.py --trees 3']]);
    expect(targetsOf(treeOf('train: nothing\n'))).toEqual([]);
  });

  it('is a file for data and for words of commands', () => {
    const file = (word: string): string | undefined => fileAt(treeOf(text), text, text.indexOf(word) + 2, '/project')?.file;
    expect(file('data/holdout.csv')).toBe('/project/data/holdout.csv');
    expect(file('scripts/train.py')).toBe('/project/models/scripts/train.py');
    expect(file('--trees')).toBeUndefined();
    expect(file('region')).toBeUndefined();
  });
});

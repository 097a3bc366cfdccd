import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { projectSchema } from '../../../src/projectFile/schema';
import { choose, complete } from './cursor';

const labels = async (marked: string, folder?: string): Promise<string[]> => (await complete(marked, folder)).map(({ label }) => label);

/** All sections that a file can have, but for those that stand there. */
function sections(...there: readonly string[]): string[] {
  return Object.keys(projectSchema.properties ?? {}).filter((name) => !there.includes(name));
}

describe('names of the schema', () => {
  it.each([
    ['in an empty file', '‸', sections()],
    ['that are not there yet, wherever they stand', 'metrics:\n  a: lower\n‸\ngates:\n  iris: { pickle: warn }\n', sections('metrics', 'gates')],
    ['those that must stand first', 'train:\n  iris:\n    ‸', ['command', 'folder', 'validate', 'experiment']],
    ['on a half-typed line', 'train:\n  iris:\n    command: python train.py\n    fol‸', ['folder', 'validate', 'experiment']],
    ['below a half-typed line without its colon', 'train:\n  iris:\n    com\n    ‸', ['command', 'folder', 'validate', 'experiment']],
    ['below a quote that is not closed', 'train:\n  iris:\n    command: "python train.py\n    ‸', ['folder', 'validate', 'experiment']],
    ['in an entry of a list', 'gates:\n  iris:\n    slices:\n      - column: region\n        ‸', ['metric', 'min', 'max', 'min_rows']],
    ['right behind the dash', 'gates:\n  iris:\n    slices:\n      - ‸', ['column', 'metric', 'min', 'max', 'min_rows']],
    ['inside brackets', 'gates:\n  iris: { pickle: warn, ‸', ['evaluation', 'metrics', 'champion', 'slices', 'fairness', 'missing_values', 'serving', 'signature', 'licenses']],
    ['with Windows line ends', 'train:\r\n  iris:\r\n    command: x\r\n    ‸', ['folder', 'validate', 'experiment']],
    ['not in a comment', 'train:\n  # ‸', []],
    ['not in a block of text', 'train:\n  iris:\n    command: |\n      ‸python', []],
    ['not behind a name that has a map below', 'train: ‸', []],
    ['not below a name that nobody knows', 'sweeps:\n  ‸', []],
  ])('are offered %s', async (_, marked, expected) => {
    expect(await labels(marked)).toEqual(expected);
  });

  it.each([
    ['a value', 'train:\n  iris:\n    exp‸', 'experiment', 'train:\n  iris:\n    experiment: '],
    ['a map with what must stand in it', 'gates:\n  iris:\n    eval‸', 'evaluation', 'gates:\n  iris:\n    evaluation:\n  data: \n  label: '],
    ['a list', 'gates:\n  iris:\n    sl‸', 'slices', 'gates:\n  iris:\n    slices:\n  - column: \n    metric: '],
    ['its colon that is there already', 'gates:\n  iris:\n    pick‸: warn', 'pickle', 'gates:\n  iris:\n    pickle: warn'],
    ['the rest of the word', 'gates:\n  iris:\n    pi‸kel: warn', 'pickle', 'gates:\n  iris:\n    pickle: warn'],
    ['one line inside brackets', 'gates: { iris: { cha‸ } }', 'champion', 'gates: { iris: { champion: {  } } }'],
  ])('bring %s', async (_, marked, label, expected) => {
    expect(await choose(marked, label)).toBe(expected);
  });

  it('of 5,000 lines are found too', async () => {
    const many = Array.from({ length: 5000 }, (_, index) => `  metric_of_some_length_${index}: lower`).join('\n');
    expect(await labels(`metrics:\n${many}\n‸\n`)).toEqual(sections('metrics'));
  });
});

describe('values', () => {
  it.each([
    ['choices', 'gates:\n  iris:\n    pickle: ‸', ['fail', 'warn', 'allow']],
    ['directions', 'metrics:\n  my_cost: l‸', ['higher', 'lower']],
    ['aliases and versions of models', 'deployments:\n  api:\n    model: iris@‸', ['iris@champion', 'iris@challenger', 'iris/4', 'iris/3']],
    ['aliases of the model of the gate', 'gates:\n  iris:\n    champion:\n      alias: ‸', ['champion', 'challenger']],
    ['deployments that are watched', 'deployments:\n  api: { model: iris@champion }\nmonitors:\n  night:\n    deployment: ‸', ['api']],
    ['schemas of the traffic', 'data:\n  rows: { file: a.csv, columns: { a: {} } }\nmonitors:\n  night:\n    schema: ‸', ['rows']],
    ['monitors of a policy', 'monitors:\n  night: { deployment: api }\nretrain:\n  again:\n    monitor: ‸', ['night']],
    ['train targets of a policy', 'train:\n  fit: { command: x }\nretrain:\n  again:\n    train: ‸', ['fit']],
    ['experiments', 'train:\n  a:\n    command: x\n    experiment: ‸', ['iris', 'churn sweep']],
  ])('are %s', async (_, marked, expected) => {
    expect(await labels(marked)).toEqual(expected);
  });

  it('take the place of what was typed', async () => {
    expect(await choose('deployments:\n  api:\n    model: iris@cha‸\n', 'iris@champion')).toBe('deployments:\n  api:\n    model: iris@champion\n');
    expect(await choose('deployments:\n  api:\n    model: "iris@‸"\n', 'iris@champion')).toBe('deployments:\n  api:\n    model: "iris@champion"\n');
  });
});

describe('names that exist', () => {
  it('are deployments where monitors stand', async () => {
    expect(await labels('deployments:\n  api: { model: iris@champion }\nmonitors:\n  ‸')).toEqual(['api']);
  });

  it('are registered models where gates stand', async () => {
    expect(await labels('gates:\n  ‸')).toEqual(['iris', 'churn']);
    expect(await labels('gates:\n  iris: { pickle: warn }\n  c‸')).toEqual(['churn']);
    expect(await choose('gates:\n  ch‸', 'churn')).toBe('gates:\n  churn:\n  ');
  });

  it('are metrics, those of the model first', async () => {
    expect((await labels('gates:\n  iris:\n    metrics:\n      ‸')).slice(0, 3)).toEqual(['auc', 'accuracy', 'balanced_accuracy']);
    expect(await labels('metrics:\n  ‸')).toEqual(['val_loss', 'my_cost']);
  });
});

describe('files', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'slipway-language-'));
    writeFileSync(path.join(folder, 'holdout.csv'), '\uFEFFsepal length,"petal, width",species\r\n1,2,a\r\n');
    writeFileSync(path.join(folder, 'rows.jsonl'), '{"age": 3, "plan": "a"}\n{"age": 4}\n');
    writeFileSync(path.join(folder, 'train.py'), '');
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('are scripts for commands and tables for evaluation data', async () => {
    expect(await labels('train:\n  iris:\n    command: ‸', folder)).toEqual(['python train.py']);
    expect(await labels('gates:\n  iris:\n    evaluation:\n      data: ‸', folder)).toEqual(['holdout.csv', 'rows.jsonl']);
  });

  it('tell their columns, but not those that a list has', async () => {
    const gate = (data: string, rest: string): string => `gates:\n  iris:\n    evaluation:\n      data: ${data}\n${rest}`;
    expect(await labels(gate('holdout.csv', '      label: ‸'), folder)).toEqual(['sepal length', 'petal, width', 'species']);
    expect(await labels(gate('rows.jsonl', '      features:\n        - age\n        - ‸'), folder)).toEqual(['plan']);
    expect(await labels(gate('rows.jsonl', '    slices:\n      - column: ‸'), folder)).toEqual(['age', 'plan']);
    expect(await labels(gate('gone.csv', '      label: ‸'), folder)).toEqual([]);
  });
});

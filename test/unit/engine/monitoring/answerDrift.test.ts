import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ANSWERS_COLUMN, answerSources } from '../../../../src/engine/monitoring/answerSources';
import type { AnswersAsk } from '../../../../src/engine/monitoring/worker/ask';
import { predictionDrift } from '../../../../src/engine/monitoring/worker/answerDrift';
import type { Task } from '../../../../src/engine/serving/traffic/task';

const root = mkdtempSync(path.join(tmpdir(), 'answers-'));
let connection: DuckDBConnection;

beforeAll(async () => {
  connection = await (await DuckDBInstance.create(':memory:')).connect();
});

afterAll(() => {
  connection.closeSync();
  rmSync(root, { recursive: true });
});

/** A file of labels; half of them the first, half the second. */
function labels(name: string, first: string, second: string): string {
  const file = path.join(root, name);
  writeFileSync(file, `label\n${`${first}\n${second}\n`.repeat(50)}`);
  return file;
}

function asked(file: string, task: Task = 'classification'): AnswersAsk {
  const source = { file, column: 'label', against: 'labels' };
  return { task, predictions: [{ ...source, column: 'none of its columns' }, source], truths: [], leastLabels: 1, noPredictions: 'There is nothing.', noTruths: 'There is nothing.' };
}

async function answered(...values: unknown[]): Promise<void> {
  await connection.run(`CREATE OR REPLACE TEMP TABLE traffic AS SELECT unnest([${values.map((value) => `'${JSON.stringify(value)}'`).join(', ')}]::VARCHAR[]) AS prediction`);
}

function half(...[first, second]: readonly [unknown, unknown]): unknown[] {
  return Array.from({ length: 60 }, (_, at) => (at % 2 === 0 ? first : second));
}

describe('answers that are the same classes', () => {
  it.each([
    ['whole numbers', labels('whole.csv', '0', '1'), half(1, 0)],
    ['numbers that are written as floats', labels('float.csv', '0.0', '1.0'), half(1, 0)],
    ['floats for whole numbers', labels('whole2.csv', '3', '4'), half(3, 4)],
    ['texts', labels('text.csv', 'left', 'right'), half('left', 'right')],
    ['texts that a CSV file is read as booleans for', labels('text2.csv', 'no', 'yes'), half('no', 'yes')],
    ['booleans', labels('boolean.csv', 'True', 'False'), half(true, false)],
    ['numbers for booleans', labels('boolean2.csv', 'True', 'False'), half(1, 0)],
    ['booleans for numbers', labels('whole3.csv', '0', '1'), half(true, false)],
  ])('do not drift: %s', async (_, file, values) => {
    await answered(...values);
    expect(await predictionDrift(connection, asked(file), {})).toMatchObject({ role: 'prediction', name: 'prediction', type: 'cat', method: 'z', drifted: false, against: 'labels' });
  });
});

describe('answers', () => {
  it('drift when another class comes more often', async () => {
    await answered(...Array.from({ length: 60 }, () => 'yes'));
    const found = await predictionDrift(connection, asked(labels('drifts.csv', 'no', 'yes')), { correction: 'bonferroni', perColumn: { age: { method: 'ks' } } });
    expect(found).toMatchObject({ type: 'cat', threshold: 0.05, drifted: true });
  });

  it('are amounts where the model predicts amounts, however few', async () => {
    await answered(...half(1, 2));
    expect(await predictionDrift(connection, asked(labels('amounts.csv', '1', '2'), 'regression'), {})).toMatchObject({ type: 'num', drifted: false });
    await answered(...half(8.5, 9));
    expect(await predictionDrift(connection, { ...asked(labels('amounts.csv', '1', '2')), task: undefined }, {})).toMatchObject({ type: 'num', drifted: true });
  });

  it('are not judged where there is nothing to compare', async () => {
    await answered(...half(1, 2));
    expect(await predictionDrift(connection, { ...asked(root), predictions: [] }, {})).toMatchObject({ drifted: null, score: null, reason: 'There is nothing.' });
    expect(await predictionDrift(connection, asked(labels('names.csv', 'a', 'b'), 'regression'), {})).toMatchObject({ drifted: null, reason: 'The column label of the reference holds no numbers.' });
    await answered([1, 2], [3, 4]);
    expect(await predictionDrift(connection, asked(labels('lists.csv', 'a', 'b')), {})).toMatchObject({ drifted: null, reason: 'They are lists or structures, which no method compares.' });
  });
});

describe('what answers are compared with', () => {
  const file = labels('train.csv', 'no', 'yes');
  const reference = { kind: 'file', name: 'train.csv', file } as const;
  const baseline = { kind: 'baseline', name: 'baseline', file: path.join(root, 'b.parquet') } as const;

  it('classes: labels, for want of answers', () => {
    const { predictions, truths } = answerSources({ reference, root, task: 'classification' }, { quality: { label: 'label' } });
    expect(predictions).toEqual([{ file, column: 'label', against: 'the label column label of train.csv' }]);
    expect(truths).toEqual(predictions);
  });

  it('amounts: answers alone, since amounts that come true vary more', () => {
    const sources = answerSources({ reference, root, task: 'regression' }, { quality: { label: 'label' } });
    expect(sources.predictions).toEqual([]);
    expect(sources.noPredictions).toContain('vary more than amounts that are predicted');
    expect(sources.truths).toHaveLength(1);
  });

  it('amounts: what the champion has answered to labelled rows, once it was asked', () => {
    const kept = { file: path.join(root, 'answered.parquet'), column: ANSWERS_COLUMN, against: 'what houses/1 answers to train.csv' };
    expect(answerSources({ reference, root, task: 'regression', answered: kept }, { quality: { label: 'label' } }).predictions).toEqual([kept]);
    expect(answerSources({ reference: baseline, root, task: 'regression', answered: kept }, {}).predictions[0]?.file).toBe(baseline.file);
  });

  it('of a baseline: its own answers; its truths are those of labelled data', () => {
    const { predictions, truths } = answerSources({ reference: baseline, root, task: 'regression' }, { quality: { label: 'label', data: 'train.csv' } });
    expect(predictions.map(({ against }) => against)).toEqual(['the answers to the first rows of the traffic']);
    expect(truths.map((one) => one.file)).toEqual([file]);
  });
});

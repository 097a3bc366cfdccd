/** Promises about what a deployment keeps of its requests: sampling, hidden columns, truths, and the quality that follows. */
import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { FeedbackAnswer, TrafficOptions } from '../../../../../src/protocol/deploymentTraffic';
import type { Answered } from '../../../../../src/engine/serving/front/http/frontServer';
import type { Tensor } from '../../../../../src/engine/serving/front/rows';
import { RunningMoments } from '../../../../../src/engine/serving/front/quality/moments';
import { RecentAnswers } from '../../../../../src/engine/serving/front/quality/recentAnswers';
import { RealisedQuality } from '../../../../../src/engine/serving/front/quality/realisedQuality';
import { scoreOf } from '../../../../../src/engine/serving/front/quality/score';
import { idHash, idShare } from '../../../../../src/engine/serving/front/traffic/idHash';
import { RequestRecord } from '../../../../../src/engine/serving/front/traffic/requestRecord';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'record-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

const CHAMPION = { model: 'iris', version: '3', role: 'champion' as const };
const SHADOW = { model: 'iris', version: '4', role: 'shadow' as const };

function tensor(name: string, data: readonly unknown[], type: Tensor['type'] = 'float64'): Tensor {
  return { name, type, shape: [], data };
}

function answer(id: string, predictions: Tensor, more: { inputs?: Tensor[]; key?: string; error?: string } = {}): Answered {
  const rows = predictions.data.length;
  return {
    call: {
      id, path: '/invocations', headers: more.key === undefined ? {} : { 'x-slipway-key': more.key }, body: Buffer.alloc(0), parts: [],
      scored: { inputs: { rows, tensors: more.inputs ?? [] }, predictions: { rows, tensors: [predictions] } },
    },
    protocol: 'mlflow', status: 200, outcome: 'answered', latency: 1, ...(more.error === undefined ? {} : { error: more.error }),
  };
}

function record(options: TrafficOptions = {}): RequestRecord {
  const made = new RequestRecord(folder, options, (why) => expect.fail(why));
  made.readEarlier();
  return made;
}

async function send(to: RequestRecord, body: unknown, type = 'application/json'): Promise<FeedbackAnswer> {
  const [route] = to.protocol.routes;
  const reply = await route?.answer({ id: 'f', path: '', headers: { 'content-type': type }, body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)), parts: [] });
  return JSON.parse(String(reply?.body)) as FeedbackAnswer;
}

async function lines(of: 'traffic' | 'feedback'): Promise<Record<string, unknown>[]> {
  const names = (await readdir(path.join(folder, of))).toSorted();
  return (await Promise.all(names.map(async (name) => readFile(path.join(folder, of, name), 'utf8')))).join('').split('\n').filter((line) => line !== '').map((line) => JSON.parse(line) as Record<string, unknown>);
}

describe('ids', () => {
  test('spread evenly, however they count up, and always the same', () => {
    const shares = Array.from({ length: 20_000 }, (_, at) => idShare(`0a1b2c3d4e5f-${at.toString(36)}`));
    const buckets = Array.from({ length: 20 }, (_, bucket) => shares.filter((share) => share >= bucket / 20 && share < (bucket + 1) / 20).length);
    // 1,000 each; five standard deviations.
    expect(buckets.every((count) => Math.abs(count - 1000) < 155)).toBe(true);
    expect(idShare('0a1b2c3d4e5f-1')).toBe(idShare('0a1b2c3d4e5f-1'));
  });

  test('keep apart', () => {
    expect(new Set(Array.from({ length: 200_000 }, (_, at) => idHash(`0a1b2c3d4e5f-${at.toString(36)}`))).size).toBe(200_000);
  });
});

describe('sampling', () => {
  test('logs the same share of ids everywhere, and says of others that they are not sampled', async () => {
    const sampled = record({ sample: 0.25 });
    const ids = Array.from({ length: 1000 }, (_, at) => `request-${at}`);
    ids.forEach((id) => sampled.answered(answer(id, tensor('y', [1])), CHAMPION));
    const told = await send(sampled, { feedback: ids.map((id) => ({ id, truth: 1 })) });
    await sampled.close();
    const logged = (await lines('traffic')).map(({ id }) => id);
    expect(logged).toEqual(ids.filter((id) => idShare(id) < 0.25));
    expect(logged.length).toBeGreaterThan(150);
    expect(told).toMatchObject({ accepted: logged.length, matched: logged.length, unmatched_count: 0, not_sampled_count: 1000 - logged.length, refused_count: 0 });
    expect(told.not_sampled).toEqual(ids.filter((id) => idShare(id) >= 0.25).slice(0, 10));
  });
});

describe('columns that are not to be known', () => {
  test('are left out or hashed with one salt, and errors that could quote them are not logged', async () => {
    const inputs = [tensor('name', ['Anna', null], 'string'), tensor('income', [1.5, 2]), tensor('age', [30, 40], 'int64')];
    for (const id of ['a', 'b']) {
      const one = record({ exclude: ['name', 'p'], hash: ['income'] });
      one.answered(answer(id, tensor('y', [1, 0], 'int64'), { inputs, error: 'Anna is no number' }), CHAMPION);
      await one.close();
    }
    const [first, second] = await lines('traffic');
    const salt = await readFile(path.join(folder, 'salt'));
    const digest = (value: string): string => createHash('sha256').update(salt).update(value).digest('hex');
    expect(first).toMatchObject({ inputs: { income: [digest('1.5'), digest('2')], age: [30, 40] }, outputs: { y: [1, 0] } });
    expect(second?.inputs).toEqual(first?.inputs);
    expect(JSON.stringify([first, second])).not.toContain('Anna');
  });

  test('are not remembered as predictions either', async () => {
    const one = record({ hash: ['y'] });
    one.answered(answer('a', tensor('y', ['yes'], 'string')), CHAMPION);
    expect(await send(one, { id: 'a', truth: 'yes' })).toMatchObject({ accepted: 1, matched: 0, unmatched: ['a'] });
    await one.close();
  });
});

describe('truths', () => {
  test('count once for each row, the last one sent, for each arm that answered', async () => {
    const one = record();
    one.answered(answer('a', tensor('y', [0, 1, 2], 'int64')), CHAMPION);
    one.answered(answer('a', tensor('y', [0, 1, 1], 'int64')), SHADOW);
    expect(await send(one, { id: 'a', truth: [0, 1, 2] })).toMatchObject({ accepted: 3, matched: 3 });
    expect(one.quality.momentsOf('iris', '3')).toMatchObject({ n: 3, mean: 1 });
    expect(one.quality.momentsOf('iris', '4')).toMatchObject({ n: 3, mean: expect.closeTo(2 / 3) });
    await send(one, { id: 'a', truth: [0, 1, 2] });
    await send(one, { id: 'a', row: 1, truth: 7 });
    expect(one.quality.momentsOf('iris', '3')).toMatchObject({ n: 3, mean: expect.closeTo(2 / 3), variance: expect.closeTo(1 / 3) });
    expect(one.quality.momentsOf('iris', '9')).toEqual({ n: 0, mean: 0, variance: 0 });
    await one.close();
  });

  test('of a process before are counted again, and replaced', async () => {
    const before = record();
    before.answered(answer('a', tensor('y', ['cat'], 'string')), CHAMPION);
    before.answered(answer('b', tensor('y', ['dog'], 'string')), CHAMPION);
    await send(before, { id: 'a', truth: 'cat' });
    await before.close();
    const after = record();
    await send(after, { feedback: [{ id: 'b', truth: 'cat' }, { id: 'a', truth: 'dog' }] });
    expect(after.quality.momentsOf('iris', '3')).toMatchObject({ n: 2, mean: 0 });
    await after.close();
  });

  test('come by key: for the last request before their time', async () => {
    const one = record();
    one.answered(answer('a', tensor('y', [1.5]), { key: 'anna' }), CHAMPION);
    one.answered(answer('b', tensor('y', [2.5]), { key: 'anna' }), CHAMPION);
    expect(await send(one, { key: 'anna', truth: 2 })).toMatchObject({ accepted: 1, matched: 1 });
    expect(one.quality.momentsOf('iris', '3')).toMatchObject({ n: 1, mean: -0.25 });
    expect(await send(one, { key: 'anna', truth: 2, time: 5 })).toMatchObject({ accepted: 1, matched: 0, unmatched: ['anna'] });
    await one.close();
  });

  test('come as CSV', async () => {
    const one = record();
    one.answered(answer('a', tensor('y', [0, 1], 'int64')), CHAMPION);
    one.answered(answer('b', tensor('y', [true], 'bool')), CHAMPION);
    expect(await send(one, 'id,row,truth\na,0,0.0\na,1,0\nb,,True\nnobody,0,1\n', 'text/csv')).toMatchObject({ accepted: 4, matched: 3, unmatched: ['nobody'] });
    expect(one.quality.momentsOf('iris', '3')).toMatchObject({ n: 3, mean: expect.closeTo(2 / 3) });
    await one.close();
    expect(await lines('feedback')).toMatchObject([{ id: 'a', row: 0, truth: '0.0' }, { id: 'a', row: 1 }, { id: 'b', row: 0, truth: 'True' }, { id: 'nobody', row: 0 }]);
  });

  test.each([
    ['no JSON', '{', /could not be read as JSON/],
    ['no truth', { id: 'a' }, /it has no "truth"/],
    ['null', { id: 'a', truth: null }, /must be a text, a number or a truth value/],
    ['both id and key', { id: 'a', key: 'b', truth: 1 }, /either "id" or "key"/],
    ['an id that none has', { id: 'a\nb', truth: 1 }, /none that a request can have/],
    ['a row before the first', { id: 'a', row: -1, truth: 1 }, /counts from 0/],
    ['a row after the last', { id: 'a', row: 2, truth: 1 }, /had 2 rows/],
    ['one truth for two rows', { id: 'a', truth: 1 }, /say which "row"/],
    ['three truths for two rows', { id: 'a', truth: [1, 2, 3] }, /3 truths came/],
    ['a text for a number', { id: 'a', truth: ['high', 1] }, /"high" is none/],
    ['no list', { feedback: {} }, /must be a list/],
  ])('are refused in a sentence: %s', async (_what, body, why) => {
    const one = record();
    one.answered(answer('a', tensor('y', [0.5, 1.5])), CHAMPION);
    await expect(send(one, body)).rejects.toThrow(why);
    await one.close();
  });

  test('that are bad keep no others out', async () => {
    const one = record();
    one.answered(answer('a', tensor('y', [1])), CHAMPION);
    expect(await send(one, { feedback: [{ id: 'a', truth: 'high' }, { id: 'a', truth: 1 }, 5] })).toMatchObject({ accepted: 1, refused_count: 2, refused: [{ id: '', why: expect.stringContaining('no object') as string }, { id: 'a' }] });
    await one.close();
  });
});

describe('what is remembered', () => {
  test('is the latest, by number and by rows', () => {
    const recent = new RecentAnswers(4, 16);
    const add = (id: string, values: readonly unknown[]): void => recent.add({ id, key: undefined, arm: 0, shadow: false, time: 1, rows: values.length, predictions: tensor('y', values) });
    for (let at = 0; at < 20; at += 1) {
      add(String(at), [at]);
      // Found in between: what finds them keeps up.
      expect(recent.byId(String(at))).toMatchObject([{ predictions: [at] }]);
    }
    expect(['15', '16', '19'].map((id) => recent.byId(id).length)).toEqual([0, 1, 1]);
    add('a', [1, 2, 3, 4]);
    add('b', [1, 2, 3, 4]);
    add('c', [1, 2, 3, 4]);
    expect(recent.byId('19')).toMatchObject([{ predictions: [19] }]);
    add('d', [5, 6, 7, 8]);
    expect(recent.byId('a')).toMatchObject([{ predictions: [1, 2, 3, 4] }]);
    expect(recent.byId('19')).toEqual([]);
    add('too many', [1, 2, 3, 4, 5]);
    expect(recent.byId('too many')).toEqual([]);
  });

  test('of scores is bounded, and what is older is not counted again', () => {
    const quality = new RealisedQuality(2);
    [1, 2, 3].forEach((request) => quality.put(request, 0, 'm/1', 1, 0));
    quality.put(3, 0, 'm/1', 0, 0);
    expect(quality.momentsOf('m', '1')).toMatchObject({ n: 3, mean: expect.closeTo(2 / 3) });
  });
});

test('arms are compared on rows that were answered since the later of them came', () => {
  const quality = new RealisedQuality();
  [1, 2, 3].forEach((request) => quality.put(request, 0, 'm/1', 1, 900));
  quality.compareFrom(1000);
  quality.put(4, 0, 'm/1', 0, 1000);
  quality.put(4, 0, 'm/2', 1, 1000);
  // A truth that comes late is of the day on which the row was answered; one that is sent again takes the place of the first.
  quality.put(3, 0, 'm/1', 0, 900);
  quality.put(4, 0, 'm/2', 0.5, 1000);
  expect(quality.comparedOf('m', '1')).toMatchObject({ n: 1, mean: 0 });
  expect(quality.comparedOf('m', '2')).toMatchObject({ n: 1, mean: 0.5 });
  expect(quality.momentsOf('m', '1')).toMatchObject({ n: 4, mean: 0.5 });
});

test('moments are those of the scores that stand', () => {
  const moments = new RunningMoments();
  const scores = Array.from({ length: 50 }, (_, at) => Math.sin(at) * 100);
  scores.forEach((score) => moments.add(score));
  scores.slice(0, 20).forEach((score) => moments.takeBack(score));
  const left = scores.slice(20);
  const mean = left.reduce((sum, score) => sum + score, 0) / left.length;
  expect(moments.n).toBe(30);
  expect(moments.mean).toBeCloseTo(mean, 9);
  expect(moments.variance).toBeCloseTo(left.reduce((sum, score) => sum + (score - mean) ** 2, 0) / 29, 9);
  left.forEach((score) => moments.takeBack(score));
  expect({ n: moments.n, mean: moments.mean, variance: moments.variance }).toEqual({ n: 0, mean: 0, variance: 0 });
});

test.each([
  ['classification', 1, '1.0', 1], ['classification', 'cat', 'cat', 1], ['classification', 'cat', 'dog', 0], ['classification', true, 'True', 1], ['classification', '2', 2, 1], ['classification', 1, 'one', 0],
  ['regression', 1.5, '2', -0.25], ['regression', 1.5, 'much', undefined],
] as const)('%s: %s against %s gives %s', (task, prediction, truth, score) => {
  expect(scoreOf(task, prediction, truth)).toBe(score);
});

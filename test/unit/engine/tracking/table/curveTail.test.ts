/** Curves that are read on: only what came since, and all of it where that would not be the whole truth. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Curve, CurvePlace, Curves } from '../../../../../src/protocol/table';
import { LastPlace, tailOf } from '../../../../../src/engine/tracking/table/curveTail';
import { grown, placeOf } from '../../../../../webview/curves/curveGrowth';
import { runEngine, type RunningEngine } from '../../runningEngine';

interface Logged { readonly value: number | string; readonly step: number; readonly timestamp: number }

let running: RunningEngine;
beforeAll(async () => {
  running = await runEngine();
});
afterAll(() => running.stop());

const API = '/api/2.0/mlflow';
const START = 1_000_000;

async function post<T>(path: string, body: object): Promise<T> {
  const answer = await running.ask('POST', path, body);
  expect(answer, JSON.stringify(answer.body)).toMatchObject({ status: 200 });
  return answer.body as T;
}

async function newRun(): Promise<string> {
  return (await post<{ run: { info: { run_id: string } } }>(`${API}/runs/create`, { experiment_id: '0', start_time: START })).run.info.run_id;
}

async function log(runId: string, points: readonly Logged[]): Promise<void> {
  await post(`${API}/runs/log-batch`, { run_id: runId, metrics: points.map((point) => ({ key: 'm', ...point })) });
}

async function read(runId: string, known?: CurvePlace, more: object = {}): Promise<Curve> {
  const { curves: [curve] } = await post<Curves>('/slipway/v1/curves', { run_ids: [runId], key: 'm', ...more, ...(known === undefined ? {} : { known: [known] }) });
  return curve ?? expect.fail('no curve');
}

const steps = (from: number, to: number): Logged[] => Array.from({ length: to - from + 1 }, (_, index) => ({ value: from + index, step: from + index, timestamp: START + (from + index) * 10 }));
const placed = (curve: Curve): CurvePlace => placeOf(curve) ?? expect.fail('no place');

test('what came since is told alone; when nothing did, nothing', async () => {
  const id = await newRun();
  await log(id, steps(0, 9));
  const whole = await read(id);
  expect(whole).toMatchObject({ total: 10, last: 1 });
  expect(await read(id, placed(whole))).toEqual({ run_id: id, start_time: START, tail: true, total: 0, last: 1, step: [], time: [], value: [] });
  await log(id, [{ value: 'NaN', step: 10, timestamp: START + 100 }, { value: 'Infinity', step: 11, timestamp: START + 110 }, { value: 3, step: 11, timestamp: START + 110 }]);
  const tail = await read(id, placed(whole));
  expect(tail).toEqual({ run_id: id, start_time: START, tail: true, total: 3, last: 2, step: [10, 11, 11], time: [START + 100, START + 110, START + 110], value: ['NaN', 3, 'Infinity'] });
  expect(grown(whole, tail)).toEqual(await read(id));
});

test.each<[string, Logged[]]>([
  ['a value came at the very place that was last', [{ value: -5, step: 9, timestamp: START + 90 }]],
  ['a step went back', [{ value: 1, step: 4, timestamp: START + 200 }]],
  ['a time went back', [{ value: 1, step: 10, timestamp: START + 5 }]],
  ['more came than a tail may have', steps(10, 31)],
])('all of it is told when %s', async (_, added) => {
  const id = await newRun();
  await log(id, steps(0, 9));
  const known = placed(await read(id));
  await log(id, added);
  for (const x of ['step', 'time', 'relative']) {
    const answer = await read(id, known, { points: 21, x });
    expect(answer.tail).toBeUndefined();
    expect(answer).toEqual(await read(id, undefined, { points: 21, x }));
  }
});

test('a tail may follow a curve that was thinned, on every axis', async () => {
  const id = await newRun();
  await log(id, steps(0, 900));
  for (const [x, last] of [['step', 900], ['time', 900], ['relative', 900]] as const) {
    const thin = await read(id, undefined, { points: 100, x });
    expect([thin.step.length <= 100, thin.step.at(-1), thin.last]).toEqual([true, last, 1]);
    expect(await read(id, placed(thin), { points: 100, x })).toMatchObject({ tail: true, total: 0 });
  }
  const thin = await read(id, undefined, { points: 100 });
  await log(id, steps(901, 905));
  expect(await read(id, placed(thin), { points: 100 })).toMatchObject({ tail: true, total: 5, step: [901, 902, 903, 904, 905] });
});

test('thousands of points at one step go on by their times', async () => {
  const id = await newRun();
  await log(id, Array.from({ length: 900 }, (_, index) => ({ value: index, step: 0, timestamp: START + index })));
  const known = placed(await read(id, undefined, { x: 'time' }));
  await log(id, [{ value: 7, step: 0, timestamp: START + 900 }]);
  expect(await read(id, known, { x: 'time' })).toMatchObject({ tail: true, total: 1, time: [START + 900], value: [7] });
});

test('a part that is zoomed to, and a place of another run, change nothing', async () => {
  const [one, other] = [await newRun(), await newRun()];
  await log(one, steps(0, 9));
  await log(other, steps(0, 3));
  const known = placed(await read(one));
  const { last: _, ...part } = await read(one, undefined, { from: 2, to: 4 });
  expect(part).toEqual(await read(one, known, { from: 2, to: 4 }));
  expect((await read(other, known)).tail).toBeUndefined();
  expect((await read(other, { ...known, run_id: other })).tail).toBeUndefined();
});

test('several metrics are told in one answer, in the order asked, each as if it were asked alone', async () => {
  const id = await newRun();
  await log(id, steps(0, 2));
  const asks = [{ run_ids: [id], key: 'm' }, { run_ids: ['unknown'], key: 'never' }, { run_ids: [id], key: 'm', known: [placed(await read(id))] }];
  const alone = await Promise.all(asks.map(async (ask) => post<Curves>('/slipway/v1/curves', ask)));
  expect(await post('/slipway/v1/curves/several', { asks })).toEqual({ answers: alone });
});

test.each<[object, RegExp]>([
  [{ asks: [] }, /Between one and 200 metrics/],
  [{ asks: [{ run_ids: ['a'], key: 'm' }, { run_ids: [], key: 'm' }] }, /at most 200 runs at once\. Received 0/],
  [{ asks: [{ run_ids: ['a'] }] }, /'asks\[0\]\.key'/],
])('several %# is refused with the reason', async (body, message) => {
  const answer = await running.ask('POST', '/slipway/v1/curves/several', body);
  expect(answer.status).toBe(400);
  expect((answer.body as { message: string }).message).toMatch(message);
});

test('a place that is not there (any more) can not be gone on from', () => {
  expect(tailOf([], { step: 3, time: 5, last: 1 }, 10)).toBeUndefined();
  expect(tailOf([[3, 6, 1]], { step: 3, time: 5, last: 1 }, 10)).toBeUndefined();
  expect(tailOf([[3, 5, 1], [3, 5, 2]], { step: 3, time: 5, last: 1 }, 10)).toBeUndefined();
  expect(tailOf([[3, 5, 1], [3, 5, 2], [4, 5, null]], { step: 3, time: 5, last: 2 }, 10)).toEqual({ rows: [[4, 5, null]], last: 1 });
});

test('points that share the last place are counted over pieces', () => {
  const counted = (...pieces: readonly (readonly [step: number[], time: number[]])[]): number => {
    const place = new LastPlace();
    pieces.forEach(([step, time]) => place.read(step, time));
    return place.points;
  };
  expect(counted()).toBe(0);
  expect(counted([[1, 2, 2], [5, 6, 6]])).toBe(2);
  expect(counted([[1, 2, 2], [5, 6, 6]], [[2, 2], [6, 6]], [[], []])).toBe(4);
  expect(counted([[2, 2], [6, 6]], [[2], [7]])).toBe(1);
  expect(counted([[0, 1, 2], []], [[3, 4], []])).toBe(1);
});

/** Curves and bands over HTTP: what was logged, whatever its order, and no spike lost. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Band, Curve, Curves } from '../../../../../src/protocol/table';
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

async function runWith(points: readonly Logged[], key = 'm'): Promise<string> {
  const { run } = await post<{ run: { info: { run_id: string } } }>(`${API}/runs/create`, { experiment_id: '0', start_time: START });
  for (let at = 0; at < points.length; at += 1_000) {
    await post(`${API}/runs/log-batch`, { run_id: run.info.run_id, metrics: points.slice(at, at + 1_000).map((point) => ({ key, ...point })) });
  }
  return run.info.run_id;
}

async function curve(runId: string, request: object = {}): Promise<Curve> {
  return (await post<Curves>('/slipway/v1/curves', { run_ids: [runId], key: 'm', ...request })).curves[0] as Curve;
}

const counted = (count: number, value: (step: number) => number | string = (step) => step): Logged[] => Array.from({ length: count }, (_, step) => ({ value: value(step), step, timestamp: START + step * 10 }));

test('a short history is told whole, NaN and infinities by name', async () => {
  const id = await runWith([{ value: 1.5, step: 0, timestamp: START }, { value: 'NaN', step: 1, timestamp: START + 5 }, { value: '-Infinity', step: 2, timestamp: START + 9 }]);
  expect(await curve(id)).toEqual({ run_id: id, start_time: START, total: 3, last: 1, step: [0, 1, 2], time: [START, START + 5, START + 9], value: [1.5, 'NaN', '-Infinity'] });
});

test('a long history is thinned: both ends and every spike are there', async () => {
  const id = await runWith(counted(20_000, (step) => (step === 7_777 ? 1e6 : step === 12_345 ? -1e6 : Math.sin(step))));
  const thin = await curve(id, { points: 200 });
  expect(thin.total).toBe(20_000);
  expect(thin.step.length).toBeLessThanOrEqual(200);
  expect(thin.step.length).toBeGreaterThan(150);
  expect([thin.step[0], thin.step.at(-1)]).toEqual([0, 19_999]);
  expect([thin.value[thin.step.indexOf(7_777)], thin.value[thin.step.indexOf(12_345)]]).toEqual([1e6, -1e6]);
  expect(thin.time).toEqual(thin.step.map((step) => START + step * 10));
});

test('a zoom tells the points between its ends, on every axis', async () => {
  const id = await runWith(counted(5_000));
  for (const [x, from, to] of [['step', 1_000, 1_100], ['time', START + 10_000, START + 11_000], ['relative', 10_000, 11_000]] as const) {
    const zoomed = await curve(id, { x, from, to });
    expect([x, zoomed.total, zoomed.step[0], zoomed.step.at(-1)]).toEqual([x, 101, 1_000, 1_100]);
  }
  expect(await curve(id, { from: 9_000 })).toMatchObject({ total: 0, step: [], value: [] });
  expect(await curve(id, { from: 10.5, to: 11.5 })).toMatchObject({ step: [11] });
});

test('steps that go back are told by step on the step axis, and by time on the time axis', async () => {
  // A script that resumed twice from a checkpoint.
  const points = [0, 1, 2, 3, 2, 3, 4, 3, 4, 5].map((step, index) => ({ value: index, step, timestamp: START + index * 1_000 }));
  const id = await runWith(points);
  expect((await curve(id)).step).toEqual([0, 1, 2, 2, 3, 3, 3, 4, 4, 5]);
  expect((await curve(id, { x: 'time' })).value).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  expect((await curve(id, { x: 'relative' })).step).toEqual(points.map(({ step }) => step));
  const long = await runWith(Array.from({ length: 9_000 }, (_, index) => ({ value: index, step: (index * 7) % 1_000, timestamp: START + index })));
  const thin = await curve(long, { x: 'time', points: 100 });
  expect([thin.total, thin.time[0], thin.time.at(-1)]).toEqual([9_000, START, START + 8_999]);
  expect(thin.time).toEqual(thin.time.toSorted((a, b) => a - b));
});

test('thousands of points at one step are told by four of them', async () => {
  const id = await runWith(Array.from({ length: 9_000 }, (_, index) => ({ value: (index * 37 + 4_000) % 9_000, step: 3, timestamp: START + index })));
  expect(await curve(id)).toMatchObject({ total: 9_000, step: [3, 3, 3, 3], time: expect.arrayContaining([START, START + 8_999]) as number[], value: expect.arrayContaining([0, 8_999]) as number[] });
});

test('unknown runs are left out, runs without points are empty, deleted ones are told', async () => {
  const [one, none] = [await runWith(counted(1)), await runWith([])];
  await post(`${API}/runs/delete`, { run_id: one });
  const { curves } = await post<Curves>('/slipway/v1/curves', { run_ids: [none, 'unknown', one, one], key: 'm' });
  expect(curves.map(({ run_id: id, total, step }) => [id, total, step])).toEqual([[none, 0, []], [one, 1, [0]]]);
  expect(await post('/slipway/v1/curves', { run_ids: ['unknown'], key: 'never' })).toEqual({ key: 'never', curves: [] });
});

test('a band tells quartiles over the runs, finite values only', async () => {
  const ids = await Promise.all([1, 2, 3, 4, 5].map((level) => runWith([...counted(50, () => level), { value: 'NaN', step: 3, timestamp: START }, { value: 'Infinity', step: 4, timestamp: START }])));
  const short = await runWith(counted(10, () => 100));
  const band = await post<Band>('/slipway/v1/curves/band', { run_ids: [...ids, short, 'unknown'], key: 'm' });
  expect(band).toMatchObject({ key: 'm', read: 6, x: counted(50).map(({ step }) => step) });
  expect([band.runs[0], band.runs[20]]).toEqual([6, 5]);
  expect([band.min[20], band.q25[20], band.median[20], band.q75[20], band.max[20]]).toEqual([1, 2, 3, 4, 5]);
  expect([band.min[3], band.q25[3], band.median[3], band.q75[3], band.max[3]]).toEqual([1, 2.25, 3.5, 4.75, 100]);
});

test('a band by time lies where the runs stood in time, one by time since their start lies over each other', async () => {
  const early = await runWith(counted(20, () => 1));
  const { run } = await post<{ run: { info: { run_id: string } } }>(`${API}/runs/create`, { experiment_id: '0', start_time: START + 1_000_000 });
  await post(`${API}/runs/log-batch`, { run_id: run.info.run_id, metrics: counted(20, () => 3).map((point) => ({ key: 'm', ...point, timestamp: point.timestamp + 1_000_000 })) });
  const request = { run_ids: [early, run.info.run_id], key: 'm', buckets: 4 };
  const band = await post<Band>('/slipway/v1/curves/band', { ...request, x: 'time' });
  expect([band.runs, band.median]).toEqual([[1, 1], [1, 3]]);
  expect(band.x[0]).toBeLessThan(START + 300_000);
  expect(band.x[1]).toBeGreaterThan(START + 700_000);
  expect((await post<Band>('/slipway/v1/curves/band', { ...request, x: 'relative' })).runs).toEqual([2, 2, 2, 2]);
});

test('a band has no more buckets than asked; a bucket counts a run once', async () => {
  const [dense, sparse] = [await runWith(counted(1_000, () => 1)), await runWith([{ value: 3, step: 0, timestamp: START }, { value: 3, step: 999, timestamp: START + 9_990 }])];
  const band = await post<Band>('/slipway/v1/curves/band', { run_ids: [dense, sparse], key: 'm', buckets: 10, x: 'relative' });
  expect(band.x).toHaveLength(10);
  expect(band.runs).toEqual([2, 1, 1, 1, 1, 1, 1, 1, 1, 2]);
  expect([band.median[0], band.median[5]]).toEqual([2, 1]);
  expect(await post('/slipway/v1/curves/band', { run_ids: [dense], key: 'never' })).toEqual({ key: 'never', read: 0, x: [], min: [], q25: [], median: [], q75: [], max: [], runs: [] });
});

test.each<[string, object, RegExp]>([
  ['/curves', { run_ids: [], key: 'm' }, /at most 200 runs at once\. Received 0/],
  ['/curves', { run_ids: Array.from({ length: 201 }, () => 'a'), key: 'm' }, /at most 200 runs at once\. Received 201/],
  ['/curves', { run_ids: ['a'], key: 'm', points: 3 }, /must be between 4 and 10000/],
  ['/curves', { run_ids: ['a'] }, /required parameter 'key'/],
  ['/curves/band', { run_ids: Array.from({ length: 20_001 }, () => 'a'), key: 'm' }, /at most 20000 runs at once/],
])('%s %# is refused with the reason', async (path, body, message) => {
  const answer = await running.ask('POST', `/slipway/v1${path}`, body);
  expect(answer.status).toBe(400);
  expect((answer.body as { message: string }).message).toMatch(message);
});

import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { TrafficLog } from '../../../../../src/engine/serving/front/traffic/trafficLog';
import { isLong, trafficLine, trafficLineInTurns } from '../../../../../src/engine/serving/front/traffic/trafficLine';
import type { Call } from '../../../../../src/engine/serving/front/http/exchange';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'traffic-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

test('every line is there once and in order, whatever came while others were written', async () => {
  const log = new TrafficLog(folder, (why) => expect.fail(why));
  const count = 20_000;
  for (let at = 0; at < count; at += 1) {
    log.append(`{"id":"${at}","padding":"${'x'.repeat(60)}"}`);
    if (at % 5_000 === 0) {
      await new Promise(setImmediate);
    }
  }
  await log.close();
  const files = (await readdir(folder)).toSorted();
  const lines = (await Promise.all(files.map(async (file) => readFile(path.join(folder, file), 'utf8')))).join('').trimEnd().split('\n');
  expect(lines.map((line) => (JSON.parse(line) as { id: string }).id)).toEqual(Array.from({ length: count }, (_, at) => String(at)));
  expect(log.dropped).toBe(0);
});

test('lines of any length fit, whatever they are written in', async () => {
  const log = new TrafficLog(folder, (why) => expect.fail(why));
  const lengths = [10, 100_000, 250_000, 262_100, 262_142, 262_143, 262_144, 400_000, 90_000, 131_000, 131_050, 5];
  const written: string[] = [];
  for (let round = 0; round < 6; round += 1) {
    for (const [at, length] of lengths.entries()) {
      const line = (at % 2 === 0 ? 'a' : 'é').repeat(at % 2 === 0 ? length : Math.floor(length / 2)) + String(written.length);
      written.push(line);
      log.append(line);
    }
    await new Promise(setImmediate);
  }
  await log.close();
  const files = (await readdir(folder)).toSorted();
  const lines = (await Promise.all(files.map(async (file) => readFile(path.join(folder, file), 'utf8')))).join('').trimEnd().split('\n');
  expect(lines.length).toBe(written.length);
  expect(lines.findIndex((line, at) => line !== written[at])).toBe(-1);
});

test('what cannot be written is counted and told, and the process goes on', async () => {
  const told: string[] = [];
  const log = new TrafficLog(path.join(folder, '\0'), (why) => told.push(why));
  log.append('{}');
  await log.close();
  expect(log.dropped).toBe(1);
  expect(told[0]).toContain('1 requests are missing');
});

test('a line has columns with all digits, and null for what is missing', () => {
  const call: Call = {
    id: 'a"b', path: '/invocations', headers: {}, body: Buffer.alloc(0), parts: [],
    scored: { inputs: { rows: 2, tensors: [{ name: 'n', type: 'int64', shape: [], data: [9007199254740993n, 1] }, { name: 'x', type: 'float64', shape: [2], data: [1.5, NaN, 2, 3] }] }, predictions: { rows: 2, tensors: [{ name: 'y', type: 'float32', shape: [], data: Float32Array.of(0.1, 0.5) }] } },
  };
  expect(trafficLine({ call, protocol: 'mlflow', status: 200, outcome: 'answered', latency: 1.23456 }, { model: 'iris', version: '3', role: 'champion' }, 5)).toBe(
    '{"id":"a\\"b","time":5,"protocol":"mlflow","model":"iris","version":"3","role":"champion","rows":2,"inputs":{"n":[9007199254740993,1],"x":[[1.5,null],[2,3]]},"outputs":{"y":[0.1,0.5]},"latency_ms":1.235,"status":200,"outcome":"answered"}',
  );
});

test('a line that is made in turns is the same line, and others have their turns', async () => {
  const rows = 30_000;
  const tensors = [{ name: 'x', type: 'float64' as const, shape: [2], data: Float64Array.from({ length: rows * 2 }, (_, at) => at / 7) }, { name: 's', type: 'string' as const, shape: [], data: Array.from({ length: rows }, (_, at) => `é${at}`) }];
  const call: Call = { id: 'a', path: '/', headers: {}, body: Buffer.alloc(0), parts: [], scored: { inputs: { rows, tensors }, predictions: { rows, tensors: [{ name: 'y', type: 'float32', shape: [], data: new Float32Array(rows).fill(0.1) }] } } };
  const answered = { call, protocol: 'v2', status: 200, outcome: 'answered' as const, latency: 1 };
  const arm = { model: 'iris', version: '3', role: 'champion' as const };
  let turns = 0;
  let ended = false;
  const count = (): void => {
    turns += 1;
    if (!ended) {
      setImmediate(count);
    }
  };
  setImmediate(count);
  const line = await trafficLineInTurns(answered, arm, 5);
  ended = true;
  expect(isLong(answered)).toBe(true);
  expect(line === trafficLine(answered, arm, 5)).toBe(true);
  expect(turns).toBeGreaterThan(10);
});

/** Parts of artifacts: the first megabyte of a large one is read without the rest. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { EngineClient } from '../../../../../src/connection/engineClient';
import { partOf } from '../../../../../src/engine/byteRange';
import { runEngine, type RunningEngine, TOKENS } from '../../runningEngine';

let running: RunningEngine;
let client: EngineClient;
let run: string;
const bytes = Buffer.from(Array.from({ length: 100_000 }, (_, index) => index % 251));

beforeAll(async () => {
  running = await runEngine();
  client = new EngineClient({ url: running.url, rootToken: TOKENS.root, version: '0', pid: 0, store: running.folder });
  const created = await client.request<{ run: { info: { run_id: string } } }>('POST', '/api/2.0/mlflow/runs/create', { experiment_id: '0', start_time: 1 });
  run = created.run.info.run_id;
  await put('data/big ü.bin', bytes);
  await put('empty.csv', Buffer.alloc(0));
});
afterAll(async () => {
  client.close();
  await running.stop();
});

async function put(path: string, content: Buffer): Promise<void> {
  const answer = await fetch(`${running.url}/api/2.0/mlflow-artifacts/artifacts/0/${run}/artifacts/${encodeURIComponent(path).replaceAll('%2F', '/')}`, { method: 'PUT', body: new Uint8Array(content), headers: { authorization: `Bearer ${TOKENS.client}` } });
  expect(answer.status).toBe(200);
}

function get(range: string | undefined, method = 'GET', path = 'data/big ü.bin'): Promise<Response> {
  return fetch(`${running.url}/get-artifact?run_id=${run}&path=${encodeURIComponent(path)}`, { method, headers: { authorization: `Bearer ${TOKENS.client}`, ...(range === undefined ? {} : { range }) } });
}

test.each<[string, number, number]>([['bytes=0-0', 0, 1], ['bytes=10-19', 10, 20], ['bytes=99990-', 99_990, 100_000], ['bytes=-5', 99_995, 100_000], ['bytes=99000-200000', 99_000, 100_000], ['bytes=-200000', 0, 100_000]])('%s gives those bytes', async (range, from, to) => {
  const answer = await get(range);
  expect([answer.status, answer.headers.get('content-range'), answer.headers.get('content-length')]).toEqual([206, `bytes ${from}-${to - 1}/100000`, String(to - from)]);
  expect(Buffer.from(await answer.arrayBuffer()).equals(bytes.subarray(from, to))).toBe(true);
});

test.each([undefined, 'bytes=20-10', 'bytes=0-1,5-6', 'lines=0-1', 'bytes=-', 'nonsense'])('%s gives all of it', async (range) => {
  const answer = await get(range);
  expect([answer.status, answer.headers.get('accept-ranges'), answer.headers.get('content-range')]).toEqual([200, 'bytes', null]);
  expect(Buffer.from(await answer.arrayBuffer()).equals(bytes)).toBe(true);
});

test('a part behind the end is refused with the size', async () => {
  const answer = await get('bytes=100000-');
  expect([answer.status, answer.headers.get('content-range')]).toEqual([416, 'bytes */100000']);
  expect((await answer.json() as { message: string }).message).toMatch(/has 100000 bytes/);
});

test('HEAD tells the size and type without the bytes', async () => {
  const answer = await get(undefined, 'HEAD');
  expect([answer.status, answer.headers.get('content-length'), answer.headers.get('content-type'), (await answer.arrayBuffer()).byteLength]).toEqual([200, '100000', 'application/octet-stream', 0]);
  expect((await get(undefined, 'HEAD', 'no such')).status).toBe(404);
});

test('the client reads parts, past the end too', async () => {
  const part = await client.artifactPart(run, 'data/big ü.bin', 50_000, 50_010);
  expect([part.size, [...part.bytes]]).toEqual([100_000, [...bytes.subarray(50_000, 50_010)]]);
  expect((await client.artifactPart(run, 'data/big ü.bin', 99_998, 200_000)).bytes).toHaveLength(2);
  expect(await client.artifactPart(run, 'data/big ü.bin', 100_000, 200_000)).toEqual({ bytes: Buffer.alloc(0), size: 100_000 });
  expect(await client.artifactPart(run, 'empty.csv', 0, 1_000)).toEqual({ bytes: Buffer.alloc(0), size: 0 });
  await expect(client.artifactPart(run, 'missing', 0, 1)).rejects.toMatchObject({ status: 404 });
  await expect(client.artifactPart(run, 'empty.csv', 5, 5)).rejects.toThrow(RangeError);
});

test('a part lies within the file, whatever was asked', () => {
  for (const size of [0, 1, 2, 7]) {
    for (const header of ['bytes=0-', 'bytes=0-0', 'bytes=1-1', 'bytes=-0', 'bytes=-1', 'bytes=-9', 'bytes=6-6', 'bytes=3-999999999999999999999', 'bytes=7-9']) {
      const part = partOf(header, size);
      if (part !== undefined && part !== 'outside') {
        expect([header, size, part.first >= 0 && part.first <= part.last && part.last < size]).toEqual([header, size, true]);
      }
    }
  }
});

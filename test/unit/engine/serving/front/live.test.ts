import { expect, test } from 'vitest';
import type { AnsweringArm } from '../../../../../src/engine/serving/front/arms/arm';
import { LiveWindow } from '../../../../../src/engine/serving/front/live';
import { BUCKETS, bucketOf, percentile } from '../../../../../src/engine/serving/front/latencyBuckets';
import { LIVE_SECONDS } from '../../../../../src/protocol/deploymentLive';

const champion: AnsweringArm = { model: 'iris', version: '3', role: 'champion' };
const shadow: AnsweringArm = { model: 'iris', version: '4', role: 'shadow' };

function request(latency: number, outcome: 'answered' | 'refused' | 'failed' = 'answered', rows = 1): Parameters<LiveWindow['answered']>[0] {
  return { call: { id: 'a', path: '/invocations', headers: {}, body: Buffer.alloc(0), parts: [], scored: { inputs: { rows, tensors: [] }, predictions: { rows, tensors: [] } } }, outcome, latency };
}

function windowAt(second: number): { readonly live: LiveWindow; to: (second: number) => void } {
  let now = second * 1000;
  return { live: new LiveWindow({ waiting: () => 2, now: () => now, rss: () => 1e8 }), to: (next) => { now = next * 1000; } };
}

test('a percentile is within seven percent of the latency that it stands for', () => {
  for (const latency of [0.011, 0.16, 1.2, 6, 250, 31_000]) {
    const counts = new Uint32Array(BUCKETS);
    counts[bucketOf(latency)] = 3;
    expect(Math.abs((percentile(counts, 0.99) ?? 0) / latency - 1)).toBeLessThan(0.07);
  }
  expect([bucketOf(0), bucketOf(1e9)]).toEqual([0, BUCKETS - 1]);
  expect(percentile(new Uint32Array(BUCKETS), 0.5)).toBeNull();
});

test('seconds that have ended are told per arm, with their requests, faults, rows and latencies', () => {
  const { live, to } = windowAt(1000);
  for (let at = 0; at < 98; at += 1) {
    live.answered(request(1, 'answered', 2), champion);
  }
  live.answered(request(40, 'failed'), champion);
  live.answered(request(40, 'refused'), champion);
  live.answered(request(5), shadow);
  expect(live.read()).toMatchObject({ from: 1000, until: 1000, waiting: 2, recent: { seconds: 1, requests: 100, failures: 1, refusals: 1 } });
  to(1002);
  const { from, until, arms, rss } = live.read();
  expect([from, until, rss]).toEqual([1000, 1002, [1e8, 1e8]]);
  expect(arms[0]).toMatchObject({ ...champion, requests: [100, 0], failures: [1, 0], refusals: [1, 0], rows: [198, 0] });
  expect(arms[0]?.p50[0]).toBeCloseTo(1, 1);
  expect(arms[0]?.p99[0]).toBeGreaterThan(37);
  expect(arms[0]?.p99[1]).toBeNull();
  expect(arms[1]).toMatchObject({ ...shadow, requests: [1, 0] });
});

test('since says from where; copies for a shadow are no requests of clients', () => {
  const { live, to } = windowAt(1000);
  live.answered(request(1), shadow);
  to(1005);
  live.answered(request(1), champion);
  to(1006);
  expect(live.read(1005)).toMatchObject({ from: 1005, until: 1006, recent: { requests: 1 } });
  expect(live.read(1005).arms.map(({ requests }) => requests)).toEqual([[0], [1]]);
  expect(live.read(99_999).rss).toEqual([]);
});

test('what is older than five minutes is forgotten, after silence too, and figures that stand large are of ten seconds', () => {
  const { live, to } = windowAt(1000);
  live.answered(request(1), champion);
  to(1011);
  expect(live.read().rss).toEqual([1e8, ...Array.from({ length: 10 }, () => null)]);
  expect(live.read().recent).toEqual({ seconds: 10, requests: 0, failures: 0, refusals: 0, p50: null, p99: null });
  to(1000 + LIVE_SECONDS * 3);
  live.answered(request(1), champion);
  to(1001 + LIVE_SECONDS * 3);
  const { from, until, arms } = live.read();
  expect(until - from).toBe(LIVE_SECONDS - 1);
  expect(arms[0]?.requests.reduce((sum, count) => sum + count)).toBe(1);
});

test('a clock that is set back loses nothing', () => {
  const { live, to } = windowAt(1000);
  to(990);
  live.answered(request(1), champion);
  to(1001);
  expect(live.read().arms[0]?.requests).toEqual([1]);
});

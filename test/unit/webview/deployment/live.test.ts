import { describe, expect, test } from 'vitest';
import type { DeploymentLive, LiveArm } from '../../../../src/protocol/deploymentLive';
import { armName, liveCharts, roundUp } from '../../../../webview/deployment/live/liveCurves';
import { SHOWN_SECONDS, withAnswer } from '../../../../webview/deployment/live/liveSeries';
import { formatMs, formatRate } from '../../../../src/wording/formatTraffic';

const champion = { model: 'iris', version: '1', role: 'champion' };

function arm(requests: readonly number[], more: Partial<LiveArm> = {}): LiveArm {
  return { ...champion, requests: [...requests], failures: requests.map(() => 0), refusals: requests.map(() => 1), rows: [...requests], p50: requests.map(() => 1), p99: requests.map(() => null), ...more };
}

function answer(from: number, arms: readonly LiveArm[], more: Partial<DeploymentLive> = {}): DeploymentLive {
  const until = from + (arms[0]?.requests.length ?? 0);
  return { pid: 7, started: 900, from, until, arms: [...arms], waiting: 0, rss: Array.from({ length: until - from }, () => 1e8), recent: { seconds: 10, requests: 4, failures: 0, refusals: 1, p50: 1, p99: 2 }, ...more };
}

describe('live figures', () => {
  test('an answer brings the seconds since the one before', () => {
    const first = withAnswer(undefined, answer(1000, [arm([1, 2])]));
    const next = withAnswer(first, answer(1002, [arm([3])]));
    expect([next.from, next.until, next.arms[0]?.requests, next.arms[0]?.faults, next.arms[0]?.p99, next.rss.length]).toEqual([1000, 1003, [1, 2, 3], [1, 1, 1], [null, null, null], 3]);
  });

  test('seconds of which nobody told are empty, and an arm that comes later has none before', () => {
    const next = withAnswer(withAnswer(undefined, answer(1000, [arm([5])])), answer(1003, [arm([7]), arm([9], { version: '2', role: 'challenger' })], { pid: 8, started: 1003 }));
    expect(next.arms.map(({ key, requests }) => [key, requests])).toEqual([['iris/1 champion', [5, 0, 0, 7]], ['iris/2 challenger', [0, 0, 0, 9]]]);
    expect(next.arms[0]?.p50).toEqual([1, null, null, 1]);
  });

  test('what is older than five minutes goes, and with it arms that nobody asks any more', () => {
    const old = withAnswer(undefined, answer(1000, [arm([5], { version: '0', role: 'previous' })]));
    const next = withAnswer(old, answer(1001, [arm(Array.from({ length: SHOWN_SECONDS }, () => 2))]));
    expect([next.until - next.from, next.arms.map(({ key }) => key)]).toEqual([SHOWN_SECONDS, ['iris/1 champion']]);
  });

  test('charts have a curve per arm on axes that begin at 0 and end at round numbers', () => {
    const charts = liveCharts(withAnswer(undefined, answer(1000, [arm([40, 61])])), [champion, { model: 'iris', version: '2', role: 'challenger' }]);
    const [requests] = charts;
    const value = requests?.data;
    expect(charts.map(({ metric }) => metric)).toEqual(['requests per second', 'latency p50, ms', 'failed and refused per second', 'latency p99, ms', 'rows per second', 'memory, MB']);
    expect(value?.looks.map(({ name }) => name)).toEqual(['v1 champion', 'v2 challenger']);
    expect(value?.curves.map((curve) => curve.value)).toEqual([[40, 61], [0, 0]]);
    expect(value?.window).toEqual({ x: [(1002 - SHOWN_SECONDS) * 1000, 1_002_000], y: [0, 100] });
  });

  test('words and numbers', () => {
    expect([roundUp(0, 5), roundUp(4.9, 5), roundUp(190, 1), roundUp(1, 1)]).toEqual([5, 10, 200, 2]);
    expect(armName(champion, [champion, { model: 'other' }])).toBe('iris v1 champion');
    expect([0.1599, 6.04, 250, 1234].map(formatMs)).toEqual(['0.16 ms', '6 ms', '250 ms', '1.2 s']);
    expect([0.44, 41.3, 34_210].map(formatRate)).toEqual(['0.44', '41', '34,210']);
  });
});

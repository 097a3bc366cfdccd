/** What the compare panel reads again while runs go on: runs at each notice, experiments once a second, what somebody did to them at once. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { CommonNotices } from '../../../../src/protocol/panels/contract';
import { LiveRuns } from '../../../../webview/compare/liveRuns';

let done: string[];
let tell: { runs: (value: CommonNotices['runs']) => void; reset: (value: CommonNotices['reset']) => void };

beforeEach(() => {
  vi.useFakeTimers();
  done = [];
  const listeners: Partial<typeof tell> = {};
  const live = new LiveRuns({ state: { experiment_ids: ['1'] }, on: (name, listener) => { Object.assign(listeners, { [name]: listener }); return () => undefined; } }, {
    refresh: async (runIds) => { done.push(`runs ${runIds.join(' ')}`); return false; },
    readExperiments: async () => { done.push('experiments'); },
    reload: async () => { done.push('all'); },
    rearrange: () => { done.push('order'); },
  });
  live.start();
  tell = { runs: listeners.runs ?? expect.fail('no listener'), reset: listeners.reset ?? expect.fail('no listener') };
});
afterEach(() => { vi.useRealTimers(); });

const count = (what: string): number => done.filter((one) => one === what).length;

test('a run that goes on is read at each notice, its experiments and their order once a second', async () => {
  for (let notice = 0; notice < 40; notice += 1) {
    tell.runs({ run_ids: ['a'], experiment_ids: ['1'] });
    await vi.advanceTimersByTimeAsync(250);
  }
  await vi.advanceTimersByTimeAsync(1000);
  expect(count('runs a')).toBe(40);
  expect(count('experiments')).toBeGreaterThanOrEqual(9);
  expect(count('experiments')).toBeLessThanOrEqual(12);
  expect(count('order')).toBeLessThanOrEqual(12);
  expect(done.at(-1)).not.toBe('runs a');
});

test('what somebody did to an experiment is read at once, also while its runs go on', async () => {
  tell.runs({ run_ids: ['a'], experiment_ids: ['1'] });
  await vi.advanceTimersByTimeAsync(100);
  done = [];
  tell.runs({ run_ids: ['a'], experiment_ids: ['1'] });
  tell.runs({ run_ids: [], experiment_ids: ['1'] });
  await vi.advanceTimersByTimeAsync(0);
  expect(done).toContain('experiments');
});

test('runs of other experiments are not read; after a reset everything is', async () => {
  tell.runs({ run_ids: ['b'], experiment_ids: ['2'] });
  await vi.advanceTimersByTimeAsync(1000);
  expect(done).toEqual(['experiments']);
  tell.reset({});
  await vi.advanceTimersByTimeAsync(0);
  expect(done.at(-1)).toBe('all');
});

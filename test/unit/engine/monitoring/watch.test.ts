/** A monitor at work, where a part of it fails. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { MonitorRecord } from '../../../../src/engine/monitoring/store';
import { Watch, type WatchParts } from '../../../../src/engine/monitoring/watch';
import { WatchedTraffic } from '../../../../src/engine/monitoring/watchedTraffic';

const RECORD: MonitorRecord = { name: 'risk', root: '', python: null, options: null, wanted: 'watching', problem: null, next: 0, baseline: null, created_at: 0 };
const AGAIN_MS = 31_000;

let folder: string;
let watch: Watch | undefined;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'watch-'));
  mkdirSync(path.join(folder, 'feedback'), { recursive: true });
  writeFileSync(path.join(folder, 'feedback', 'part-1.jsonl'), '{"time":1}\n');
  vi.useFakeTimers({ toFake: ['Date'] });
});

afterEach(async () => {
  await watch?.end();
  watch = undefined;
  vi.useRealTimers();
  rmSync(folder, { recursive: true, force: true });
});

function watching(relabel: WatchParts['relabel']): { readonly watch: Watch; readonly problems: (string | null)[] } {
  const problems: (string | null)[] = [];
  const nobody = { ask: () => Promise.reject(new Error('nobody is asked here')), close: () => Promise.resolve() };
  watch = new Watch(RECORD, {
    read: () => Promise.resolve({ options: { deployment: 'risk' }, schema: undefined }),
    traffic: () => new WatchedTraffic(folder, nobody),
    estimator: () => Promise.resolve(undefined),
    references: {
      standing: () => Promise.resolve({}), orBaseline: () => Promise.resolve({ rows: 0, of: 1000 }),
      answers: () => { throw new Error('there is no reference'); },
    },
    save: (record) => {
      problems.push(record.problem);
      return Promise.resolve();
    },
    estimateErrors: () => Promise.resolve([]), windows: () => [], learn: () => Promise.resolve(undefined), relabel,
  });
  return { watch, problems };
}

it('looks at labels again that could not be read, though none has come since', async () => {
  const relabel = vi.fn<WatchParts['relabel']>().mockRejectedValueOnce(new Error('The disk is full.')).mockResolvedValue([]);
  const { watch: one, problems } = watching(relabel);
  await one.look();
  expect(problems).toEqual(['The disk is full.']);
  vi.setSystemTime(Date.now() + AGAIN_MS);
  await one.look();
  expect(relabel).toHaveBeenCalledTimes(2);
  expect(problems).toEqual(['The disk is full.', null]);
  vi.setSystemTime(Date.now() + AGAIN_MS);
  await one.look();
  expect(relabel).toHaveBeenCalledTimes(2);
  expect(problems).toHaveLength(2);
});

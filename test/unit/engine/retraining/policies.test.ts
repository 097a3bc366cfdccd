// What starts a retraining, and what a candidate has to show as a shadow.
import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startOf } from '../../../../src/engine/retraining/policies';
import { shadowVerdict } from '../../../../src/engine/retraining/shadow';
import { seenNow } from '../../../../src/engine/retraining/watchedData';
import type { Moments } from '../../../../src/protocol/deployments';
import type { Alert } from '../../../../src/protocol/monitors';
import type { RetrainPolicy } from '../../../../src/protocol/retraining';
import { retraining } from '../../editor/retraining/builders';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const NOW = 1000 * HOUR;
const POLICY: RetrainPolicy = { monitor: 'm', train: 'fit', at_most: '1h' };
const QUIET = { labelled: () => 0, data: false };
const ALERT = { alert_id: 'a', kind: 'realised_quality', state: 'open', text: 'Accuracy is 0.71.', until: NOW - MINUTE } as Alert;

describe('a policy', () => {
  const start = (policy: Partial<RetrainPolicy>, alerts: readonly Alert[] = [], news: Partial<typeof QUIET> = {}, ended: number | null = null): string | undefined =>
    startOf({ ...POLICY, ...policy }, { alerts }, { ...QUIET, ...news }, ended === null ? undefined : { ...retraining('promoted'), started_at: ended - MINUTE, ended_at: ended }, NOW - 10 * HOUR, NOW)?.trigger;

  test('starts on an alert of a kind that it names, which is not snoozed', () => {
    expect(start({}, [ALERT])).toBe('alert');
    expect(start({}, [{ ...ALERT, state: 'snoozed' }])).toBeUndefined();
    expect(start({}, [{ ...ALERT, kind: 'drift' }])).toBeUndefined();
    expect(start({ on: ['drift'] }, [{ ...ALERT, kind: 'drift' }])).toBe('alert');
  });

  test('is not started again by what the last one was for, nor more often than it says', () => {
    expect(start({}, [ALERT], {}, NOW)).toBeUndefined();
    expect(start({ at_most: '1s' }, [ALERT], {}, NOW - MINUTE / 2)).toBeUndefined();
    expect(start({}, [ALERT], {}, NOW - 2 * HOUR)).toBe('alert');
  });

  test('starts by time, by labels and by data where it says so', () => {
    expect(start({ schedule: '9h' })).toBe('schedule');
    expect(start({ schedule: '11h' })).toBeUndefined();
    expect(start({ labels: 50 }, [], { labelled: () => 50 })).toBe('labels');
    expect(start({ labels: 51 }, [], { labelled: () => 50 })).toBeUndefined();
    expect(start({ data: 'train.csv' }, [], { data: true })).toBe('data');
    expect(start({ data: 'train.csv' })).toBeUndefined();
    expect(start({}, [], { data: true })).toBeUndefined();
  });

  test('asks for labels only where it counts them', () => {
    const labelled = (): number => { throw new Error('nobody asked'); };
    expect(start({}, [], { labelled })).toBeUndefined();
  });
});

describe('a data file', () => {
  let folder: string;
  beforeAll(() => { folder = mkdtempSync(path.join(os.tmpdir(), 'slipway-data-')); });
  afterAll(() => rmSync(folder, { recursive: true }));

  test('is another one when its content is, and it is at rest', async () => {
    const file = path.join(folder, 'train.csv');
    const old = new Date(Date.now() - HOUR);
    writeFileSync(file, 'a\n1\n');
    utimesSync(file, old, old);
    const first = await seenNow(file, undefined, Date.now());
    expect(first).toMatchObject({ file, size: 4 });
    expect(await seenNow(file, first, Date.now())).toBe(first);
    // Written again with the same content: no other data.
    utimesSync(file, new Date(Date.now() - MINUTE), new Date(Date.now() - MINUTE));
    expect((await seenNow(file, first, Date.now()))?.digest).toBe(first?.digest);
    writeFileSync(file, 'a\n2\n');
    expect(await seenNow(file, first, Date.now())).toBe(first);
    const second = await seenNow(file, first, Date.now() + MINUTE);
    expect(second?.digest).not.toBe(first?.digest);
    rmSync(file);
    expect(await seenNow(file, second, Date.now())).toBe(second);
  });

  test('that was never there is unknown', async () => {
    expect(await seenNow(path.join(folder, 'nowhere.csv'), undefined, Date.now())).toBeUndefined();
  });
});

describe('a shadow', () => {
  const moments = (n: number, mean: number): Moments => ({ n, mean, variance: mean * (1 - mean) });
  const limits = { maxFailureRate: 0.05, errorRate: 0.05 };
  const arm = { state: 'ready', requests: 200, failures: 0, compared: null, agreement: { rows: 200, same: 180 } } as const;
  const verdict = (change: Partial<Parameters<typeof shadowVerdict>[0]>, champion: Moments | null = null, since = NOW - HOUR): ReturnType<typeof shadowVerdict> =>
    shadowVerdict({ ...arm, ...change }, { compared: champion }, { hold: '10m', min_requests: 100 }, limits, since, NOW);

  test('goes on when it has been asked often and long enough, and says what it has shown', () => {
    expect(verdict({})).toEqual({ kind: 'on', text: 'As a shadow it answered 200 of 200 requests, and said the same as the champion of 90 % of the rows.' });
    expect(verdict({ requests: 99 }).kind).toBe('stay');
    expect(verdict({}, null, NOW - 9 * MINUTE).kind).toBe('stay');
    expect(verdict({ state: 'starting' }).kind).toBe('stay');
  });

  test('goes no further when it fails, or truth says that it is worse', () => {
    expect(verdict({ failures: 60 })).toEqual({ kind: 'back', text: 'As a shadow it failed on 60 of 200 requests.' });
    expect(verdict({ failures: 3 }).kind).toBe('on');
    const worse = verdict({ compared: moments(2000, 0.5) }, moments(2000, 0.9));
    expect(worse.kind).toBe('back');
    expect(worse.text).toMatch(/^As a shadow it predicts worse than the champion: −0\.40 ± 0\.\d+ on 4,000 labelled rows/);
    expect(verdict({ compared: moments(2000, 0.9) }, moments(2000, 0.5)).text).toContain('It predicts better: +0.40');
  });
});

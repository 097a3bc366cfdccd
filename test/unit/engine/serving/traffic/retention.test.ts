import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { outOfRetention, retain, type KeptFile } from '../../../../../src/engine/serving/traffic/retention';
import { DAY_MS } from '../../../../../src/engine/serving/traffic/trafficFiles';

const NOW = 1_763_774_066_123;

function file(name: string, days: number, megabytes: number, open = false): KeptFile {
  return { name, bytes: megabytes * 1_000_000, time: NOW - days * DAY_MS, open };
}

test.each([
  ['nothing is old or large', {}, []],
  ['two are too old', { keep_days: 2.5 }, ['a', 'b']],
  ['the oldest go until the rest fits', { keep_mb: 25 }, ['a', 'b']],
  ['what is open stays, however little may', { keep_mb: 0.001 }, ['a', 'b', 'c']],
  ['both rules together', { keep_days: 3.5, keep_mb: 15 }, ['a', 'b', 'c']],
])('%s', (_what, options, gone) => {
  expect(outOfRetention([file('a', 4, 10), file('b', 3, 10), file('c', 2, 10), file('d', 1, 10, true)], options, NOW)).toEqual(gone);
});

test('files go, and the log is told what went', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'retention-'));
  try {
    for (const [name, days] of [['1.parquet', 100], ['2.parquet', 95], ['3.parquet', 1]] as const) {
      await writeFile(path.join(folder, name), 'x'.repeat(200_000));
      await utimes(path.join(folder, name), (NOW - days * DAY_MS) / 1000, (NOW - days * DAY_MS) / 1000);
    }
    expect(await retain(folder, ['1.parquet', '2.parquet', '3.parquet'], new Set(), {}, NOW, 'Logged requests'))
      .toBe(`Logged requests up to ${new Date(NOW - 95 * DAY_MS).toISOString()} removed: 2 files, 0.4 MB (keep_days 90, keep_mb 1024)`);
    expect(await readdir(folder)).toEqual(['3.parquet']);
    expect(await retain(folder, ['3.parquet'], new Set(), {}, NOW, 'Logged requests')).toBeUndefined();
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

import { appendFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readDeploymentLog } from '../../../../src/editor/serving/deploymentLog';

let folder: string;
let file: string;
const never = new AbortController().signal;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'log-'));
  file = path.join(folder, 'log.txt');
});
afterEach(async () => rm(folder, { recursive: true, force: true }));

test('begins with what is there, and goes on with what comes, line by line', async () => {
  await writeFile(file, 'one\ntw');
  const begun = await readDeploymentLog(file, null, never);
  expect(begun).toEqual({ text: 'one\n', offset: 4, skipped: 0, fresh: false });
  const next = readDeploymentLog(file, begun.offset, never);
  await appendFile(file, 'o\n');
  expect(await next).toEqual({ text: 'two\n', offset: 8, skipped: 0, fresh: false });
});

test('a log that is not there yet is empty, and one in the place of another begins afresh', async () => {
  expect(await readDeploymentLog(file, null, never)).toEqual({ text: '', offset: 0, skipped: 0, fresh: false });
  await writeFile(file, 'new\n');
  expect(await readDeploymentLog(file, 400, never)).toEqual({ text: 'new\n', offset: 4, skipped: 0, fresh: true });
});

test('of a long log the end is told, and waiting ends when nobody looks any more', async () => {
  const size = 4 * 1024 * 1024;
  await writeFile(file, `${'x'.repeat(9)}\n`.repeat(size / 10 + 10));
  const { skipped, text } = await readDeploymentLog(file, null, never);
  expect(skipped).toBeGreaterThan(0);
  expect(text.length).toBe(size);
  const end = new AbortController();
  const waiting = readDeploymentLog(file, skipped + size, end.signal);
  end.abort();
  expect((await waiting).text).toBe('');
});

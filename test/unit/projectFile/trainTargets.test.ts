import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readTrainTargets, targetRun } from '../../../src/projectFile/trainTargets';

let folder: string;
const file = (): string => path.join(folder, 'slipway.yaml');

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'slipway-targets-'));
  mkdirSync(path.join(folder, 'steps'));
  writeFileSync(path.join(folder, 'steps', 'train.py'), '');
});
afterAll(() => rmSync(folder, { recursive: true }));

it('are read from the file; one with a fault has none, and says where it is', async () => {
  expect(await readTrainTargets(file())).toBeUndefined();
  writeFileSync(file(), 'train:\n  a: { command: python train.py, folder: steps }\n');
  expect(await readTrainTargets(file())).toEqual({ targets: { a: { command: 'python train.py', folder: 'steps' } } });
  writeFileSync(file(), 'train:\n\ta: { command: x }\n');
  expect(await readTrainTargets(file())).toMatchObject({ targets: {}, fault: { line: 1 } });
});

it('run in their folder, under the Python of the project, and name their script', () => {
  const cwd = path.join(folder, 'steps');
  expect(targetRun(file(), { command: 'python train.py --lr 0.1', folder: 'steps', experiment: 'e' }, '/venv/bin/python')).toEqual({
    command: ['/venv/bin/python', 'train.py', '--lr', '0.1'], cwd, source: path.join(cwd, 'train.py'), experiment: 'e',
  });
  expect(targetRun(file(), { command: 'python -m package.train' }, '/venv/bin/python')).toEqual({ command: ['/venv/bin/python', '-m', 'package.train'], cwd: folder });
  expect(targetRun(file(), { command: 'make train.py' }, '/venv/bin/python')).toEqual({ command: ['make', 'train.py'], cwd: folder });
  expect(targetRun(file(), { command: 'python gone.py' })).toEqual({ command: ['python', 'gone.py'], cwd: folder });
});

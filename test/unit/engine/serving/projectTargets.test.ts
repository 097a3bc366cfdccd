import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { projectTargets, targetNameOf } from '../../../../src/engine/serving/projectTargets';

test('slipway.yaml says what is deployed and logged, and with a fault in it nothing is guessed', async () => {
  const root = await mkdtemp(path.join(tmpdir(), 'project-'));
  try {
    expect([...projectTargets(root)]).toEqual([]);
    await writeFile(path.join(root, 'slipway.yaml'), 'deployments:\n  iris:\n    model: iris@champion\n    traffic: { sample: 0.1, exclude: [name] }\n');
    expect(projectTargets(root).get('iris')?.traffic).toEqual({ sample: 0.1, exclude: ['name'] });
    expect(projectTargets(root).get('other')).toBeUndefined();
    await writeFile(path.join(root, 'slipway.yaml'), 'deployments:\n  iris:\n    model: iris@champion\n    traffic: { sample: 10 }\n');
    expect(() => projectTargets(root)).toThrow(/slipway\.yaml.*mend it, then deploy/);
  } finally {
    await rm(root, { recursive: true, force: true });
  }
});

test('a version has the name that one deployment gives it, by number or by alias', () => {
  const targets = new Map([['flower-api', { model: 'iris@champion' }], ['old', { model: 'iris/1' }], ['older', { model: 'iris/1' }]]);
  expect(targetNameOf(targets, 'iris', '3', ['champion'])).toBe('flower-api');
  expect(targetNameOf(targets, 'iris', '1', [])).toBeUndefined();
  expect(targetNameOf(targets, 'tree', '3', ['champion'])).toBeUndefined();
});

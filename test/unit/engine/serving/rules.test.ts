import { describe, expect, test } from 'vitest';
import { checkDeploymentName, nameFromModel } from '../../../../src/engine/serving/names';
import { restartDelay } from '../../../../src/engine/serving/supervisor/restartDelay';

describe('the name of a deployment', () => {
  test.each([['churn', 'churn'], ['Iris (v2)', 'iris-v2'], ['größe', 'gro-e'], ['模型', 'model'], ['--a--', 'a'], [`${'long'.repeat(20)}`, 'long'.repeat(20).slice(0, 63)]])('of %s is %s', (model, name) => {
    expect(nameFromModel(model)).toBe(name);
    expect(checkDeploymentName(name)).toBe(name);
  });

  test.each(['', 'Iris', '-a', 'a-', 'a_b', 'a/b', '..', 'a'.repeat(64)])('is not "%s"', (name) => {
    expect(() => checkDeploymentName(name)).toThrow(/Use up to 63 lower-case letters, digits and hyphens/);
  });
});

test('another front comes at once, then later and later, but within ten seconds', () => {
  expect([1, 2, 3, 4, 9, 10, 100].map(restartDelay)).toEqual([0, 50, 100, 200, 6400, 10_000, 10_000]);
});

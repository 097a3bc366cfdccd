import { expect, test } from 'vitest';
import { promoted, rolledBack, weighted, type Share } from '../../../../../src/engine/serving/rollout/shares';

const share = (version: string, role: Share['role'], weight: number): Share => ({ model: 'churn', version, role, weight });
const told = (shares: readonly Share[] | undefined): string | undefined => shares?.map(({ version, role, weight }) => `${version} ${role} ${weight}`).join(', ');
const ARMS = [share('7', 'champion', 90), share('9', 'challenger', 10), share('8', 'shadow', 100), share('6', 'previous', 0)];

test('the champion gets what challengers leave', () => {
  expect(told(weighted(ARMS, new Map([['churn/9', 35]])))).toBe('7 champion 65, 9 challenger 35, 8 shadow 100, 6 previous 0');
  expect(() => weighted([...ARMS, share('5', 'challenger', 80)], new Map([['churn/9', 35]]))).toThrow('the challengers would take 115 % of the requests');
});

test('a promoted challenger leaves the champion before it warm, and what was that before goes', () => {
  expect(told(promoted([...ARMS, share('5', 'challenger', 20)], 'churn/9'))).toBe('7 previous 0, 9 champion 100, 8 shadow 100, 5 challenger 0');
  expect(told(promoted(ARMS, 'churn/6'))).toBe('7 previous 0, 9 challenger 0, 8 shadow 100, 6 champion 100');
});

test('rolling back takes shares first, then the promotion, then has nothing left', () => {
  const once = rolledBack(ARMS);
  expect(told(once)).toBe('7 champion 100, 9 challenger 0, 8 shadow 100, 6 previous 0');
  expect(told(rolledBack(once ?? []))).toBe('7 previous 0, 9 challenger 0, 8 shadow 100, 6 champion 100');
  expect(rolledBack([share('7', 'champion', 100), share('9', 'challenger', 0)])).toBeUndefined();
});

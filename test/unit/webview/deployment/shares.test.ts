import { expect, test } from 'vitest';
import type { DeploymentArm } from '../../../../src/protocol/deployments';
import { sameShares, sharesOf, withShare } from '../../../../webview/deployment/arms/shares';

function arm(version: string, role: DeploymentArm['role'], weight: number): DeploymentArm {
  return { model: 'm', version, role, weight, pid: null, state: 'ready', problem: null, requests: 0, failures: 0, quality: null, compared: null, agreement: null };
}

const arms = [arm('2', 'challenger', 10), arm('1', 'champion', 85), arm('3', 'challenger', 5), arm('4', 'shadow', 100)];

test('the champion has what challengers leave, and a shadow no share', () => {
  expect(sharesOf(arms)).toEqual({ 'm/1': 85, 'm/2': 10, 'm/3': 5 });
  expect(withShare(arms, sharesOf(arms), 'm/2', 30)).toEqual({ 'm/1': 65, 'm/2': 30, 'm/3': 5 });
});

test('no share is less than none or more than what is left', () => {
  expect(withShare(arms, sharesOf(arms), 'm/2', 400)).toEqual({ 'm/1': 0, 'm/2': 95, 'm/3': 5 });
  expect(withShare(arms, sharesOf(arms), 'm/2', -1)).toEqual({ 'm/1': 95, 'm/2': 0, 'm/3': 5 });
  expect(withShare(arms, sharesOf(arms), 'm/2', NaN)['m/2']).toBe(0);
  expect(withShare(arms, sharesOf(arms), 'm/1', 50)).toEqual(sharesOf(arms));
});

test('shares are the same or not', () => {
  expect([sameShares({ a: 1 }, { a: 1 }), sameShares({ a: 1 }, { a: 2 }), sameShares({}, { a: 2 })]).toEqual([true, false, false]);
});

import { expect, test } from 'vitest';
import type { Rollout, Verdict } from '../../../../src/protocol/deployments';
import { countsShares, rolloutText, verdictText } from '../../../../webview/deployment/arms/rolloutWords';

const verdict: Verdict = { kind: 'better', difference: 0.0081, half_width: 0.0068, labelled: 1240, error_rate: 0.05 };
const rollout: Rollout = {
  plan: { steps: [5, 25, 50], hold_seconds: 300, min_requests: 100, max_failure_rate: 0.05, max_latency_ratio: 3, error_rate: 0.05, finish: 'promote' },
  model: 'churn', version: '9', state: 'running', step: 1, step_since: 1000, step_requests: 80, why: null, verdict,
};

test('how far a rollout is', () => {
  expect(rolloutText(rollout, 191_000)).toBe('v9: canary, step 2 of 3 at 25 %, for 3 min 10 s of 5 min, 80 of 100 requests');
  expect(rolloutText({ ...rollout, state: 'waiting' }, 0)).toBe('v9: canary at its last step, waits for you');
  expect(rolloutText({ ...rollout, state: 'rolled_back', why: 'It failed 12 of 40 requests.' }, 0)).toBe('v9 was taken back: It failed 12 of 40 requests.');
});

test('what ground truth says, and when it says nothing yet', () => {
  expect(verdictText(verdict, '9', true)).toBe('verdict: v9 better (at 5 % error, 1,240 labelled; +0.81 % ± 0.68)');
  expect(verdictText({ ...verdict, kind: 'worse', difference: -0.2, half_width: 0.1 }, '9', false)).toBe('verdict: v9 worse (at 5 % error, 1,240 labelled; −0.2 ± 0.1 in squared error)');
  expect(verdictText({ ...verdict, kind: 'too_few', difference: null, half_width: null, labelled: 12 }, '9', true)).toBe('verdict: too few yet (12 labelled, 100 of each are needed)');
  expect(verdictText({ ...verdict, kind: 'too_few', difference: null, half_width: null, labelled: 0 }, '9', true)).toBe('verdict: no ground truth yet');
  expect([countsShares([{ quality: null }, { quality: { n: 3, mean: 0.9, variance: 0 } }]), countsShares([{ quality: { n: 3, mean: -2, variance: 0 } }])]).toEqual([true, false]);
});

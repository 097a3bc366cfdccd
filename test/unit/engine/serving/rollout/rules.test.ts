import { describe, expect, test } from 'vitest';
import { decide, type ArmFigures } from '../../../../../src/engine/serving/rollout/rules';
import { compareQuality } from '../../../../../src/engine/serving/rollout/sequential';
import type { Rollout, RolloutPlan } from '../../../../../src/protocol/deployments';

const PLAN: RolloutPlan = { steps: [5, 50], hold_seconds: 60, min_requests: 100, max_failure_rate: 0.05, max_latency_ratio: 3, error_rate: 0.05, finish: 'promote' };
const rollout = (change: Partial<Rollout> = {}, plan: Partial<RolloutPlan> = {}): Rollout => ({
  plan: { ...PLAN, ...plan }, model: 'churn', version: '9', state: 'running', step: 0, step_since: 0, step_requests: 0, why: null, verdict: compareQuality(null, null, 0.05), ...change,
});
const figures = (change: Partial<ArmFigures> = {}): ArmFigures => ({ ready: true, requests: 1000, failures: 0, p99: 4, latencies: 1000, quality: null, ...change });
const decision = (of: Rollout, champion: ArmFigures, challenger: ArmFigures, now = 60_000): ReturnType<typeof decide>['decision'] => decide(of, champion, challenger, now).decision;

describe('a step', () => {
  test.each([
    ['was not held for long enough', 59_999, {}],
    ['has too few requests', 60_000, { requests: 99 }],
    ['has a model that is still loaded', 60_000, { ready: false }],
  ])('stays while it %s', (_, now, challenger) => {
    expect(decision(rollout(), figures(), figures(challenger), now)).toEqual({ kind: 'stay' });
  });

  test('is followed by the next one, then by promotion', () => {
    expect(decision(rollout(), figures(), figures())).toEqual({ kind: 'step', step: 1 });
    expect(decision(rollout({ step: 1 }), figures(), figures())).toMatchObject({ kind: 'promote' });
  });
});

describe('after the last step', () => {
  const good = { n: 4000, mean: 0.94, variance: 0.0564 };
  const bad = { n: 4000, mean: 0.71, variance: 0.2059 };

  test('a person is asked, and told what ground truth says', () => {
    expect(decision(rollout({ step: 1 }, { finish: 'ask' }), figures(), figures())).toEqual({ kind: 'wait', why: 'It held every step without more failures or delay than allowed. Too little ground truth has come to compare it: 0 rows. Promote it or roll it back.' });
  });

  test('it waits until it is better, and is promoted with the numbers', () => {
    const waiting = rollout({ step: 1, state: 'waiting' }, { finish: 'better' });
    expect(decision(waiting, figures({ quality: good }), figures({ quality: good }))).toMatchObject({ kind: 'wait' });
    expect(decision(waiting, figures({ quality: bad }), figures({ quality: good }))).toMatchObject({ kind: 'promote', why: expect.stringMatching(/predicts better: \+0\.23 ± 0\.025 on 8,000 labelled rows, at an error rate of 5 %\.$/) });
  });
});

describe('a challenger goes', () => {
  test('when it fails more often than allowed, with the count', () => {
    expect(decision(rollout(), figures(), figures({ requests: 40, failures: 8 }), 1)).toEqual({ kind: 'back', why: 'It failed on 8 of 40 requests, where 5 % are allowed. The champion answered them in its place.' });
    expect(decision(rollout(), figures(), figures({ requests: 40, failures: 1 }), 1)).toEqual({ kind: 'stay' });
  });

  test('but not for failing as the champion does', () => {
    expect(decision(rollout(), figures({ requests: 1000, failures: 200 }), figures({ requests: 40, failures: 8 }), 1)).toEqual({ kind: 'stay' });
  });

  test('when it is much slower; a few milliseconds are the price of its own process', () => {
    expect(decision(rollout(), figures(), figures({ p99: 30 }), 1)).toEqual({ kind: 'back', why: "Its p99 is 30.0 ms, more than 3 times the champion's 4.0 ms." });
    expect(decision(rollout(), figures({ p99: 0.4 }), figures({ p99: 6 }), 1)).toEqual({ kind: 'stay' });
    expect(decision(rollout(), figures(), figures({ p99: 30, latencies: 99 }), 1)).toEqual({ kind: 'stay' });
  });

  test('when it predicts worse, at any step and also while somebody is asked', () => {
    const arms = [figures({ quality: { n: 4000, mean: 0.94, variance: 0.0564 } }), figures({ quality: { n: 400, mean: 0.71, variance: 0.2059 } })] as const;
    expect(decision(rollout(), ...arms, 1)).toMatchObject({ kind: 'back', why: expect.stringMatching(/^It predicts worse than the champion: −0\.23 ± 0\.\d+ on 4,400 labelled rows/) });
    expect(decision(rollout({ step: 1, state: 'waiting' }), ...arms)).toMatchObject({ kind: 'back' });
  });
});

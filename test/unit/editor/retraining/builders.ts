/** Policies and retrainings as an engine tells them, for tests of what is said of them. */
import type { Retraining, RetrainingState, RetrainingStep, RetrainPolicy, RetrainStanding } from '../../../../src/protocol/retraining';
import { NOW } from '../monitoring/builders';

const MINUTE = 60_000;
const ENDED: readonly RetrainingState[] = ['promoted', 'rolled_back', 'rejected', 'vetoed', 'failed'];

export const POLICY: RetrainPolicy = { monitor: 'churn-api', train: 'fit', min_labels: 100, approve: true };

export function step(state: RetrainingState, text: string, minutes = 0, by: RetrainingStep['by'] = 'rule'): RetrainingStep {
  return { at: NOW - minutes * MINUTE, state, text, by };
}

/** Its steps end in the state, in words of the engine. */
export function retraining(state: RetrainingState, more: Partial<Retraining> = {}): Retraining {
  return {
    retraining_id: 'r1', policy: 'churn', monitor: 'churn-api', deployment: 'churn-api', model: 'churn', state, paused: false, why: 'Accuracy is 0.71.', trigger: 'alert', alert_id: null,
    steps: [step('collecting', 'Accuracy is 0.71.', 20), step(state, `Now ${state}.`, 2)], labelled_rows: 451, job_id: 'j1', run_id: 'run1', version: '3', gate_id: 'g1', shadow_at: null, rollout_at: null,
    started_at: NOW - 20 * MINUTE, ended_at: ENDED.includes(state) ? NOW - 2 * MINUTE : null, ...more,
  };
}

export function standing(last: Retraining | null, more: Partial<RetrainStanding> = {}): RetrainStanding {
  return { name: 'churn', state: last?.ended_at === null ? 'running' : 'ready', problem: null, policy: POLICY, last, ...more };
}

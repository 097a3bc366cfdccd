/** What the lines of policies say, and which retrainings are told. */
import { describe, expect, it } from 'vitest';
import { policyFacts, policyItem, stepsOf, untoldRetrainings } from '../../../../src/editor/retraining/model';
import type { RetrainingState, RetrainPolicy } from '../../../../src/protocol/retraining';
import { canaryOf, goingOnText, policyText } from '../../../../src/wording/retrainText';
import { NOW } from '../monitoring/builders';
import { POLICY, retraining, standing, step } from './builders';

const shown = (of: ReturnType<typeof standing> | null, canary: Parameters<typeof policyItem>[0]['canary'] = null): ReturnType<typeof policyItem> => policyItem({ name: 'churn', standing: of, policy: POLICY, canary });

describe('a policy', () => {
  it.each<[RetrainingState, string, string]>([
    ['collecting', '42 of 100 labelled rows, waits for more', 'clock'], ['training', 'training · 451 labelled rows', 'sync~spin'], ['judging', 'gate judges churn/3', 'sync~spin'],
    ['waiting', 'waits for your approval · churn/3', 'bell-dot'], ['rolling_out', 'churn/3 begins to answer', 'sync~spin'], ['promoted', 'promoted · Now promoted.', 'pass'],
    ['rolled_back', 'rolled back · Now rolled_back.', 'discard'], ['rejected', 'rejected by its gate · Now rejected.', 'circle-slash'], ['failed', 'failed · Now failed.', 'error'],
  ])('says where its last retraining stands when it is %s', (state, description, icon) => {
    expect(shown(standing(retraining(state, state === 'collecting' ? { labelled_rows: 42 } : {})))).toMatchObject({ label: 'retrain: churn', description, icon: { id: icon } });
  });

  it('says the share of its candidate, and that a person has to say more', () => {
    expect(shown(standing(retraining('rolling_out')), { percent: 25, waits: null }).description).toBe('canary 25 % · churn/3');
    expect(shown(standing(retraining('rolling_out')), { percent: 50, waits: 'waits for a person' }).description).toBe('canary 50 % · churn/3 · waits for a person');
  });

  it('says that it is paused, released, can not be read, or does not hold yet', () => {
    expect(shown(standing(retraining('training', { paused: true })))).toMatchObject({ description: 'paused · training · 451 labelled rows', icon: { id: 'debug-pause' } });
    expect(shown(standing(null, { state: 'stopped' }))).toMatchObject({ description: 'released', icon: { id: 'circle-outline' } });
    expect(shown(standing(retraining('promoted'), { state: 'failed', problem: 'slipway.yaml has no train target "fit".' }))).toMatchObject({ description: 'slipway.yaml has no train target "fit".', icon: { id: 'error' } });
    expect(shown(null)).toMatchObject({ description: 'does not hold yet', contextValue: 'policy;absent;' });
    expect(shown(standing(null)).description).toBe('ready');
  });

  it('leaves the path of a log to the click that opens it', () => {
    const last = retraining('failed', { steps: [step('failed', 'Training ended as failed: FileNotFoundError: nowhere.parquet. Its log: /a/log.txt')] });
    expect(shown(standing(last)).description).toBe('failed · Training ended as failed: FileNotFoundError: nowhere.parquet.');
    expect(stepsOf(last, NOW)[0]?.view.label).toContain('nowhere.parquet.');
    expect(stepsOf(last, NOW)[0]?.view.label).not.toContain('log.txt');
  });

  it('tells menus what can be done with it', () => {
    expect(shown(standing(retraining('waiting'))).contextValue).toBe('policy;held;open;moving;waiting;job;run;version;gate;');
    expect(shown(standing(retraining('failed', { run_id: null, version: null, gate_id: null }))).contextValue).toBe('policy;held;still;job;');
    expect(shown(standing(null, { state: 'stopped' })).contextValue).toBe('policy;released;still;');
  });

  it('says in a sentence what it does', () => {
    expect(policyText(POLICY)).toBe('Trains fit again on alerts of estimated quality or realised quality, at most once in 1d; its gate judges it, somebody approves it, and it answers 5, 25, 50 % before it is champion.');
    const other: RetrainPolicy = { monitor: 'm', train: 't', on: [], schedule: '7d', labels: 500, rollout: { steps: [50] } };
    expect(policyText(other)).toBe('Trains t again each 7d, with every 500 new labels, at most once in 1d; its gate judges it, and it answers 50 % before it is champion.');
    expect(policyText({ ...other, schedule: undefined, labels: undefined } as unknown as RetrainPolicy)).toContain('again by hand alone,');
  });

  it('has its facts in its tooltip', () => {
    expect(policyFacts({ name: 'churn', standing: standing(retraining('promoted')), policy: POLICY, canary: null }, NOW)).toEqual([policyText(POLICY), 'Began 09:10: Accuracy is 0.71.', 'promoted · Now promoted.']);
    expect(policyFacts({ name: 'churn', standing: null, policy: POLICY, canary: null }, NOW)[1]).toContain('does not hold yet');
  });
});

describe('its steps', () => {
  it('are in order, with times, and a person where one decided', () => {
    const last = retraining('rolling_out', { steps: [step('collecting', 'Accuracy is 0.71.', 20), step('waiting', 'It waits.', 10), step('rolling_out', 'ana approved.', 5, 'person')] });
    expect(stepsOf(last, NOW).map(({ view }) => [view.label, view.icon.id])).toEqual([['09:10 Accuracy is 0.71.', 'tag'], ['09:20 It waits.', 'bell-dot'], ['09:25 ana approved.', 'person']]);
  });

  it('are not endless', () => {
    const lines = stepsOf(retraining('training', { steps: Array.from({ length: 30 }, (_, index) => step('training', `Step ${index}.`)) }), NOW);
    expect(lines).toHaveLength(13);
    expect(lines[0]?.view).toMatchObject({ label: '18 earlier', description: 'steps' });
    expect(lines.at(-1)?.view.label).toContain('Step 29.');
  });
});

describe('retrainings', () => {
  const told = new Map<string, string>();
  const untold = (last: ReturnType<typeof retraining> | null): string[] => untoldRetrainings([{ standing: last === null ? null : standing(last) }], (id) => told.get(id), NOW).map(({ last: { state } }) => state);

  it('are told when they wait and when they have ended, each once', () => {
    expect(untold(retraining('training'))).toEqual([]);
    expect(untold(retraining('waiting'))).toEqual(['waiting']);
    told.set('r1', 'waiting');
    expect(untold(retraining('waiting'))).toEqual([]);
    expect(untold(retraining('promoted'))).toEqual(['promoted']);
    told.set('r1', 'promoted');
    expect(untold(retraining('promoted'))).toEqual([]);
    expect(untold(null)).toEqual([]);
  });

  it('are no news after a veto, which somebody gave, or after weeks', () => {
    expect(untold(retraining('vetoed', { retraining_id: 'r2' }))).toEqual([]);
    expect(untold(retraining('failed', { retraining_id: 'r3', ended_at: NOW - 8 * 86_400_000 }))).toEqual([]);
  });

  it('are named in the status bar, those that wait for somebody first', () => {
    expect(goingOnText([])).toBeUndefined();
    expect(goingOnText([retraining('training')])).toBe('churn: training');
    expect(goingOnText([retraining('training'), retraining('waiting', { policy: 'iris' })])).toBe('iris: waits for approval and 1 more');
    expect(goingOnText([retraining('judging', { paused: true })])).toBe('churn: paused');
  });

  it('have a share only while they roll out, on their own deployment', () => {
    expect(canaryOf(retraining('training'), [])).toBeNull();
    expect(canaryOf(retraining('rolling_out'), [])).toBeNull();
  });
});

/** What the status bar says while something runs. */
import { describe, expect, it } from 'vitest';
import { statusOf } from '../../../src/editor/statusText';
import type { Job } from '../../../src/protocol/jobs';
import { metric, now, row } from './tracking/rows';

const job = (id: string, given: Partial<Job> = {}): Job => ({
  job_id: id, name: `${id}.py`, state: 'running', command: [], cwd: '/', source: null, experiment_id: null, run_ids: [], submitted_at: 0, started_at: 0, ended_at: null,
  exit_code: null, signal: null, pid: null, log_file: '', failure: null, ...given,
});
const running = row({ status: 'RUNNING', end_time: null, last_activity: now, metrics: [metric('auc', 0.861)] });

describe('the status bar', () => {
  it('is empty when nothing happens: no run, only ended, lost, deleted or long silent ones', () => {
    expect(statusOf([], [], now)).toBeUndefined();
    expect(statusOf([row(), { ...running, lost: true }, { ...running, lifecycle_stage: 'deleted' }, { ...running, last_activity: now - 3 * 3_600_000 }], [], now)).toBeUndefined();
  });

  it('calls a job training, with the newest value among the runs', () => {
    const older = { ...running, run_id: 'b', last_activity: now - 1000, metrics: [metric('auc', 0.5)], tags: { 'slipway.job': 'b' } };
    expect(statusOf([older, { ...running, tags: { 'slipway.job': 'a' } }], [job('a'), job('b')], now)?.text).toBe('$(pulse) Slipway: training 2 · auc 0.861');
  });

  it('calls a run that no job of ours made tracked, and does not say that it trains', () => {
    expect(statusOf([running], [], now)).toEqual({ text: '$(pulse) Slipway: tracking 1 · auc 0.861', tooltip: 'tracking calm-fox-3 · auc 0.861', spoken: 'Slipway, tracking 1, auc 0.861' });
    expect(statusOf([running], [job('a')], now)?.text).toBe('$(pulse) Slipway: training 1, tracking 1 · auc 0.861');
  });

  it('counts a job once, however many runs it makes, also before the first and after the last', () => {
    const own = { ...running, tags: { 'slipway.job': 'a' } };
    expect([[], [own], [own, { ...own, run_id: 'b' }]].map((runs) => statusOf(runs, [job('a')], now)?.spoken)).toEqual(['Slipway, training 1', 'Slipway, training 1, auc 0.861', 'Slipway, training 1, auc 0.861']);
    expect(statusOf([own], [job('a', { state: 'finished' })], now)).toBeUndefined();
  });

  it('tells of waiting jobs where nothing else goes on, else on hover', () => {
    expect(statusOf([], [job('a', { state: 'queued' })], now)?.text).toBe('$(pulse) Slipway: 1 waiting');
    expect(statusOf([], [job('a'), job('b', { state: 'queued' })], now)).toMatchObject({ text: '$(pulse) Slipway: training 1', tooltip: 'training a.py\nwaiting b.py' });
  });
});

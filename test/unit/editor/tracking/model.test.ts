/** What lines of the Experiments view say. */
import { describe, expect, it } from 'vitest';
import { experimentItem, runItem, trendOf, verdictOf } from '../../../../src/editor/tracking/model';
import { experiment, metric, now, row } from './rows';

const context = { now, color: 'slipway.run4', experimentTags: {} };

describe('an experiment', () => {
  it('tells how many runs it has and the best of them', () => {
    const item = experimentItem(experiment({ run_count: 14, best: { key: 'auc', value: 0.914, run_id: 'r' } }));
    expect([item.label, item.description, item.spoken]).toEqual(['churn', '14 runs · best auc 0.914', 'Experiment churn, 14 runs, best auc 0.914']);
  });
  it('counts what is running last, where it may be cut off, and says when it is empty', () => {
    expect(experimentItem(experiment({ run_count: 2, running_count: 1 })).description).toBe('2 runs · 1 running');
    expect(experimentItem(experiment({ run_count: 0 })).description).toBe('no runs');
  });
});

describe('a run', () => {
  it('shows its headline metric and its age in its colour', () => {
    const item = runItem(row({ metrics: [metric('auc', 0.914), metric('loss', 0.2)] }), context);
    expect(item).toMatchObject({ label: 'calm-fox-3', description: 'auc 0.914 · 12 min ago', icon: { id: 'circle-filled', color: 'slipway.run4' }, children: 'none' });
  });

  it('while running: a spinner, the trend, how far it is, and for how long', () => {
    const running = row({ status: 'RUNNING', end_time: null, start_time: now - 130_000, last_activity: now, params: [{ key: 'epochs', value: '50' }], metrics: [metric('auc', 0.861, { step: 14, min: 0.5, max: 0.861 })] });
    expect(runItem(running, context)).toMatchObject({ description: 'auc 0.861 ↑ 14/50 · 2m', spoken: 'calm-fox-3, running, auc 0.861 ↑ epoch 14/50, 2m', icon: { id: 'loading~spin' } });
    expect(runItem({ ...running, params: [] }, context).description).toBe('auc 0.861 ↑ step 14');
    expect(runItem({ ...running, metrics: [metric('auc', 0.7, { step: 14, min: 0.5, max: 0.861 })] }, context).description).toBe('auc 0.7 · 14/50 · 2m');
    expect(runItem({ ...running, params: [], metrics: [metric('loss', 0.3, { step: 123_456 })] }, context).description).toBe('loss 0.3 · step 123k');
  });

  it('cuts a name or a key that would push the number out of the line, but tells a screen reader all of it', () => {
    const long = row({ run_name: 'a-run-whose-name-somebody-made-as-long-as-a-sentence', metrics: [metric('training_precision_score', 0.9)] });
    expect(runItem(long, context)).toMatchObject({
      label: 'a-run-whos…as-long-as-a-sentence', description: 'trai…ion_score 0.9 · 12 min ago',
      spoken: 'a-run-whose-name-somebody-made-as-long-as-a-sentence, finished, training_precision_score 0.9, 12 min ago',
    });
  });

  it('says lost when its process has ended without a word, and grey silence after two hours', () => {
    const running = row({ status: 'RUNNING', end_time: null, last_activity: now - 3 * 3_600_000 });
    expect(runItem({ ...running, lost: true }, context)).toMatchObject({ description: 'lost · 3 h ago', icon: { id: 'warning' } });
    expect(runItem(running, context)).toMatchObject({ description: 'silent for 3h 0m', icon: { color: 'disabledForeground' } });
  });

  it('says why it failed where that is known', () => {
    expect(runItem(row({ status: 'FAILED' }), context).description).toBe('failed · 12 min ago');
    expect(runItem(row({ status: 'FAILED', tags: { 'slipway.exit_code': '2' } }), context).description).toBe('failed with exit code 2 · 12 min ago');
    expect(runItem(row({ status: 'FAILED', tags: { 'slipway.failure': "KeyError 'tenure'" } }), context).description).toBe("failed: KeyError 'tenure' · 12 min ago");
  });

  it('marks the star and the baseline', () => {
    const item = runItem(row({ tags: { 'slipway.starred': 'true' } }), { ...context, experimentTags: { 'slipway.baseline': row().run_id } });
    expect(item.description).toBe('★ baseline  12 min ago');
    expect(item.spoken).toBe('calm-fox-3, finished, starred, baseline, 12 min ago');
  });

  it('tells the context menu what can be done with it', () => {
    const value = runItem(row({ tags: { 'slipway.starred': 'true', 'mlflow.source.name': 'train.py', 'mlflow.source.git.commit': 'abc', 'slipway.job': 'j' } }), context).contextValue;
    expect(value).toBe('run;active;finished;starred;other;source;commit;job;');
    expect(runItem(row({ lifecycle_stage: 'deleted' }), context).contextValue).toMatch(/^run;deleted;/);
  });

  it('folds nested runs below it, and bears NaN', () => {
    expect(runItem(row({ child_count: 4, metrics: [metric('loss', 'NaN')] }), context)).toMatchObject({ children: 'collapsed', description: 'loss NaN · 12 min ago' });
  });
});

describe('arrows', () => {
  it('point only where it is known which is better', () => {
    expect(trendOf(metric('auc', 0.9, { min: 0.5, max: 0.9 }), {})).toBe('↑');
    expect(trendOf(metric('loss', 0.1, { min: 0.1, max: 0.9 }), {})).toBe('↓');
    expect(trendOf(metric('auc', 0.7, { min: 0.5, max: 0.9 }), {})).toBe('');
    expect(trendOf(metric('temperature', 0.9, { min: 0.5, max: 0.9 }), {})).toBe('');
  });
  it('judge by the direction of the metric, and by the experiment before its name', () => {
    expect([verdictOf('auc', 0.9, 0.8, {}), verdictOf('loss', 0.9, 0.8, {}), verdictOf('x', 1, 2, {}), verdictOf('auc', 1, 1, {})]).toEqual(['▲', '▼', '', '']);
    expect(verdictOf('x', 1, 2, { 'slipway.metric.direction.x': 'lower' })).toBe('▲');
  });
});

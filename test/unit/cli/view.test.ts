import { describe, expect, it } from 'vitest';
import { comparison, headlineKeys, runDocument, runLine } from '../../../src/cli/runView';
import type { Metric, Run } from '../../../src/protocol/mlflow';

const run = (name: string, metrics: Record<string, Metric['value']>, params: Record<string, string> = {}): Run => ({
  info: { run_id: name.padEnd(32, '0'), run_uuid: '', run_name: name, experiment_id: '1', user_id: '', status: 'FINISHED', start_time: 1, end_time: 2, artifact_uri: '', lifecycle_stage: 'active' },
  data: {
    metrics: Object.entries(metrics).map(([key, value]) => ({ key, value, timestamp: 1, step: 0 })),
    params: Object.entries(params).map(([key, value]) => ({ key, value })),
  },
});

describe('a run', () => {
  it('shows first the metrics whose direction is known, system metrics last', () => {
    expect(headlineKeys([run('a', { 'system/cpu': 1, zeta: 1, accuracy: 1 }), run('b', { zeta: 1, accuracy: 1, loss: 1 })])).toEqual(['accuracy', 'loss', 'zeta', 'system/cpu']);
    expect(runLine(run('calm-fox-3', { accuracy: 0.96666 }))).toBe('calm-fox-3 (calm-fox)  finished  accuracy 0.9667');
  });

  it('keeps NaN and infinities in JSON as MLflow writes them', () => {
    expect(runDocument(run('a', { loss: 'NaN', x: '-Infinity' })).metrics).toEqual({ loss: 'NaN', x: '-Infinity' });
  });
});

describe('a comparison', () => {
  it('marks the best by the metric\'s direction, never a NaN, nothing where the direction is unknown', () => {
    const text = comparison([run('a', { loss: 'NaN', zeta: 1 }), run('b', { loss: 0.5, zeta: 2 }), run('c', { loss: 0.25, zeta: 3 })], {});
    expect(text).toMatch(/loss +NaN +0\.5 +▲ 0\.25/);
    expect(text).toMatch(/zeta +1 +2 +3/);
  });

  it('follows the experiment\'s own word on a metric', () => {
    const tags = { 'mlflow.experiment.primaryMetric.name': 'zeta', 'mlflow.experiment.primaryMetric.greaterIsBetter': 'false' };
    expect(comparison([run('a', { zeta: 1 }), run('b', { zeta: 2 })], tags)).toMatch(/zeta +▲ 1 +2/);
  });
});

/** The read-only documents of a run and of a comparison. */
import { describe, expect, it } from 'vitest';
import { compareDocument } from '../../../../src/editor/tracking/compareDocument';
import { formatBytes, runDocument } from '../../../../src/editor/tracking/runDocument';
import type { Run } from '../../../../src/protocol/mlflow';
import { metric, now, row } from './rows';

function run(name: string, given: { metrics?: Record<string, number>; params?: Record<string, string>; tags?: Record<string, string> }): Run {
  return {
    info: { run_id: `${name}-id`, run_uuid: `${name}-id`, run_name: name, experiment_id: '1', user_id: 'ada', status: 'FINISHED', start_time: now - 600_000, end_time: now - 350_000, artifact_uri: '', lifecycle_stage: 'active' },
    data: {
      metrics: Object.entries(given.metrics ?? {}).map(([key, value]) => ({ key, value, timestamp: now, step: 3 })),
      params: Object.entries(given.params ?? {}).map(([key, value]) => ({ key, value })), tags: Object.entries(given.tags ?? {}).map(([key, value]) => ({ key, value })),
    },
  };
}

describe('a run\'s page', () => {
  const page = runDocument({
    run: run('calm-fox-3', { metrics: { auc: 0.914 }, params: { model: 'forest', text: 'a\nb' }, tags: { 'mlflow.note.content': 'First try', 'mlflow.source.name': 'train.py', 'slipway.origin': 'terminal' } }),
    row: row({ metrics: [metric('auc', 0.914, { min: 0.5, max: 0.914 })] }), experimentName: 'churn', experimentTags: {}, artifacts: [{ path: 'model/MLmodel', is_dir: false, file_size: 1234 }], artifactsCut: false, now,
  });

  it('begins with name, state and origin', () => {
    expect(page.split('\n').slice(0, 3)).toEqual(['calm-fox-3', expect.stringContaining('churn · finished · 12 min ago'), 'train.py · from a terminal · by ada']);
  });
  it('has metrics with their range and direction, params on one line each, note and artifacts', () => {
    expect(page).toMatch(/auc +0\.914 +3 +0\.5 +0\.914 +higher is better/);
    expect(page).toContain('text    a ⏎ b');
    expect(page).toContain('NOTE\n  First try');
    expect(page).toContain('model/MLmodel   1.2 kB');
  });
  it('ends no line in blanks', () => expect(page.split('\n').filter((line) => /\s$/.test(line))).toEqual([]));
});

describe('a comparison', () => {
  const runs = [run('a', { metrics: { auc: 0.9, loss: 0.3 }, params: { depth: '3', seed: '1' } }), run('b', { metrics: { auc: 0.95, loss: 0.4 }, params: { depth: '5', seed: '1' } })];

  it('judges each metric against the first run, or the pinned one', () => {
    const text = compareDocument({ runs, experimentName: 'churn', experimentTags: {}, now });
    expect(text).toMatch(/auc +0\.9 +0\.95 \(\+0\.05\) ▲/);
    expect(text).toMatch(/loss +0\.3 +0\.4 \(\+0\.1\) ▼/);
    const pinned = compareDocument({ runs, experimentName: 'churn', experimentTags: { 'slipway.baseline': 'b-id' }, now });
    expect(pinned).toContain('worse than b, the baseline');
    expect(pinned).toMatch(/auc +0\.95 +0\.9 \(−0\.05\) ▼/);
  });

  it('puts params that differ before those that are the same', () => {
    const text = compareDocument({ runs, experimentName: 'churn', experimentTags: {}, now });
    expect(text.indexOf('PARAMS THAT DIFFER')).toBeLessThan(text.indexOf('PARAMS THAT ARE THE SAME'));
    expect(text).toMatch(/depth +3 +5/);
    expect(text).toMatch(/seed +1$/m);
  });

  it('breaks many runs into blocks that each repeat the reference', () => {
    const many = Array.from({ length: 9 }, (_, index) => run(`r${index}`, { metrics: { auc: index } }));
    expect(compareDocument({ runs: many, experimentName: 'churn', experimentTags: {}, now }).match(/METRICS/g)).toHaveLength(2);
  });
});

it('sizes are in decimal units', () => expect([0, 512, 1500, 23_400_000].map(formatBytes)).toEqual(['0 B', '512 B', '1.5 kB', '23 MB']));

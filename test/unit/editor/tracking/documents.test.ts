/** The read-only document of a run. */
import { describe, expect, it } from 'vitest';
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

it('sizes are in decimal units', () => expect([0, 512, 1500, 23_400_000].map(formatBytes)).toEqual(['0 B', '512 B', '1.5 kB', '23 MB']));

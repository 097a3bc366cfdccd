import { describe, expect, it } from 'vitest';
import { experimentTooltip, runTooltip } from '../../../../src/editor/tracking/tooltip';
import { experiment, metric, now, row } from './rows';

describe('a run\'s tooltip', () => {
  it('has state, times, source and tables of metrics and params', () => {
    const text = runTooltip(row({
      metrics: [metric('auc', 0.914, { step: 60 })], params: [{ key: 'max_depth', value: '3' }], tags: { 'mlflow.source.name': '/home/me/train.py', 'mlflow.source.git.commit': '3f2a91c55', 'slipway.git.dirty': 'true' },
    }), {}, now);
    expect(text).toContain('**calm\\-fox\\-3** — finished');
    expect(text).toContain('took 4 min');
    expect(text).toContain('From `train.py` at `3f2a91c` with uncommitted changes');
    expect(text).toContain('| auc | 0.914 |  | 60 |');
    expect(text).toContain('| max\\_depth | 3 |');
  });

  it('keeps users\' text from becoming Markdown', () => {
    const text = runTooltip(row({ run_name: '[x](command:evil) <b>', params: [{ key: 'a|b', value: '`rm` $(x)' }] }), {}, now);
    expect(text).not.toContain('[x](command:evil)');
    expect(text).not.toContain('<b>');
    expect(text).toContain('a\\|b');
    expect(text).not.toContain('$(x)');
  });

  it('cuts long tables and says how much is left', () => {
    const text = runTooltip(row({ params: Array.from({ length: 12 }, (_, index) => ({ key: `p${index}`, value: 'v'.repeat(200) })) }), {}, now);
    expect(text).toContain('and 2 more');
    expect(text).not.toContain('v'.repeat(61));
  });
});

describe('an experiment\'s tooltip', () => {
  it('counts what is running and deleted', () => {
    expect(experimentTooltip(experiment({ running_count: 1, deleted_count: 2 }))).toContain('3 runs, 1 running, 2 archived');
  });
});

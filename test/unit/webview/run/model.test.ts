/** What the run panel says of a run. */
import { describe, expect, it } from 'vitest';
import type { Metric, WireNumber } from '../../../../src/protocol/mlflow';
import type { RunView } from '../../../../src/protocol/panels/runPanel';
import { ageOf, changeOf, durationOf, failureOf, headlinesOf, metricsOf, sourceOf, tagGroups } from '../../../../webview/run/model';
import { metric, now, row } from '../../editor/tracking/rows';

function metrics(values: Readonly<Record<string, WireNumber>>): Metric[] {
  return Object.entries(values).map(([key, value]) => ({ key, value, timestamp: now, step: 3 }));
}

function view(given: { values?: Readonly<Record<string, WireNumber>>; baseline?: Readonly<Record<string, WireNumber>>; tags?: Record<string, string>; rowGiven?: Parameters<typeof row>[0] } & Partial<RunView> = {}): RunView {
  const { values = {}, baseline, tags = {}, rowGiven, ...others } = given;
  const own = row({ metrics: Object.keys(values).filter((key) => !key.startsWith('system/')).slice(0, 12).map((key) => metric(key, 1, { min: 0, max: 2 })), ...rowGiven });
  return {
    run: {
      info: { run_id: own.run_id, run_uuid: own.run_id, run_name: 'calm-fox-3', experiment_id: '1', user_id: '', status: 'FINISHED', start_time: own.start_time, artifact_uri: '', lifecycle_stage: 'active' },
      data: { metrics: metrics(values), params: [], tags: Object.entries(tags).map(([key, value]) => ({ key, value })) },
    },
    row: own, condition: 'finished', experiment: { experiment_id: '1', name: 'churn', tags: {} },
    baseline: baseline === undefined ? null : { run_id: 'b', run_name: 'tidy-wren-5', metrics: baseline }, isBaseline: false, headlines: [], color: 0, canRunAgain: false, ...others,
  };
}

describe('against the baseline', () => {
  it('fills the arrow of what is better and hollows that of what is worse', () => {
    expect(changeOf('auc', 0.9, 0.8, {})).toEqual({ arrow: '▲', size: '0.1', verdict: 'better' });
    expect(changeOf('auc', 0.7, 0.8, {})).toEqual({ arrow: '▽', size: '0.1', verdict: 'worse' });
    expect(changeOf('loss', 0.7, 0.8, {})).toEqual({ arrow: '▼', size: '0.1', verdict: 'better' });
    expect(changeOf('loss', 0.9, 0.8, {})).toEqual({ arrow: '△', size: '0.1', verdict: 'worse' });
  });
  it('does not judge what nobody knows', () => expect(changeOf('epoch', 2, 1, {})).toMatchObject({ arrow: '△', verdict: 'unknown' }));
  it('says the same of the same, nothing of NaN and of what the baseline does not have', () => {
    expect(changeOf('auc', 0.5, 0.5, {})).toEqual({ arrow: '', size: '±0', verdict: 'same' });
    expect(changeOf('auc', 'NaN', 0.5, {})).toBeNull();
    expect(changeOf('auc', 0.5, undefined, {})).toBeNull();
  });
});

describe('metrics', () => {
  const values = { auc: 0.9, loss: 0.2, f1: 0.8, recall: 0.7, 'system/cpu': 50 };

  it('leave the machine out and stand by key, numbers in keys as numbers', () => {
    expect(metricsOf(view({ values: { m10: 1, m9: 1, 'system/cpu': 3 } })).map(({ key }) => key)).toEqual(['m9', 'm10']);
  });
  it('headline the first three of the row, or what was chosen as far as it is there', () => {
    expect(headlinesOf(view({ values })).map(({ key }) => key)).toEqual(['auc', 'loss', 'f1']);
    expect(headlinesOf(view({ values, headlines: ['recall', 'gone'] })).map(({ key }) => key)).toEqual(['recall']);
    expect(headlinesOf(view({ values, headlines: ['gone'] })).map(({ key }) => key)).toEqual(['auc', 'loss', 'f1']);
  });
  it('know no range beyond the row', () => {
    const many = Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`m${index}`, index]));
    expect(metricsOf(view({ values: many })).filter(({ min }) => min === null)).toHaveLength(8);
  });
});

describe('the head', () => {
  it('says age and duration, which goes on while it runs', () => {
    expect(ageOf(view(), now)).toBe('12 min ago');
    expect(durationOf(view(), now)).toBe('4 min');
    expect(durationOf(view({ condition: 'running', rowGiven: { end_time: null, start_time: now - 90_000 } }), now)).toBe('1 min 30 s');
    expect(durationOf(view({ condition: 'lost', rowGiven: { end_time: null, start_time: now - 90_000, last_activity: now - 60_000 } }), now)).toBe('30 s');
  });
  it('says why it failed, and nothing where it did not', () => {
    expect(failureOf(view({ tags: { 'slipway.failure': "KeyError: 'x'" } }))).toBe("KeyError: 'x'");
    expect(failureOf(view({ condition: 'failed', tags: { 'slipway.exit_code': '2' } }))).toBe('It ended with exit code 2.');
    expect(failureOf(view({ tags: { 'slipway.exit_code': '0' } }))).toBe('');
  });
  it('names the script by its last part, from any system', () => {
    expect(sourceOf(view({ tags: { 'mlflow.source.name': String.raw`C:\churn\train.py` } }).run)?.file).toBe('train.py');
    expect(sourceOf(view().run)).toBeUndefined();
  });
  it('parts tags of people from those of machines, the note from both', () => {
    const { own, internal } = tagGroups(view({ tags: { team: 'growth', 'mlflow.user': 'ada', 'mlflow.note.content': 'x' } }).run);
    expect([own.map(({ key }) => key), internal.map(({ key }) => key)]).toEqual([['team'], ['mlflow.user']]);
  });
  it('counts the source of a notebook\'s cell among the machines\': the code tab shows it', () => {
    const { own, internal } = tagGroups(view({ tags: { 'notebook.cell.source': 'import mlflow', 'notebook.name': 'mine' } }).run);
    expect([own.map(({ key }) => key), internal.map(({ key }) => key)]).toEqual([['notebook.name'], ['notebook.cell.source']]);
  });
});

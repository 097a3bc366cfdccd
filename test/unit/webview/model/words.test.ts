import { describe, expect, it } from 'vitest';
import type { GateCheck, GateReport } from '../../../../src/protocol/gates';
import type { AuditEntry } from '../../../../src/protocol/registry';
import type { VersionNumbers, VersionView } from '../../../../src/protocol/panels/modelPanel';
import { reportLine, sortedChecks, summaryOf, tookText } from '../../../../webview/model/gateWords';
import { historyLine } from '../../../../webview/model/historyWords';
import { metricLines, paramLines, sortedAliases, uriOf } from '../../../../webview/model/model';

function numbers(metrics: Readonly<Record<string, number>>, params: Readonly<Record<string, string>>): VersionNumbers {
  return {
    run_id: 'r', run_name: 'calm-fox-3', deleted: false, metrics: Object.entries(metrics).map(([key, value]) => ({ key, value, step: 0, timestamp: 0 })),
    params: Object.entries(params).map(([key, value]) => ({ key, value })),
  };
}

function view(change: Partial<VersionView> = {}): VersionView {
  return {
    name: 'churn', version: '3', stage: 'None', description: '', creation_timestamp: 0, source: 'models:/m-3', aliases: [], tags: [], run_id: 'r',
    numbers: numbers({ loss: 0.1, auc: 0.92 }, { trees: '300', depth: '6', seed: '1' }), experiment: null, headlines: ['auc', 'loss'], model: { description: '', aliases: [] }, versions: [],
    champion: { version: '1', numbers: numbers({ auc: 0.9, loss: 0.2, only: 1 }, { trees: '200', depth: '6', bins: '64' }) }, ...change,
  };
}

describe('a version beside the champion', () => {
  it('says of each metric how far it is away, and which way is better', () => {
    expect(metricLines(view()).map(({ key, text, champion, change }) => [key, text, champion, change?.arrow, change?.size, change?.verdict])).toEqual([
      ['auc', '0.92', '0.9', '▲', '0.02', 'better'], ['loss', '0.1', '0.2', '▼', '0.1', 'better'],
    ]);
    expect(metricLines(view({ champion: null })).map(({ champion, change }) => [champion, change])).toEqual([['', null], ['', null]]);
  });

  it('shows the params that differ, and counts the others', () => {
    expect(paramLines(view())).toEqual({ same: 1, lines: [{ key: 'bins', own: undefined, champion: '64' }, { key: 'seed', own: '1', champion: undefined }, { key: 'trees', own: '300', champion: '200' }] });
    expect(paramLines(view({ champion: null })).lines).toHaveLength(3);
  });

  it('is named by its first alias', () => {
    expect(sortedAliases(['beta', 'challenger', 'champion', 'alpha'])).toEqual(['champion', 'challenger', 'alpha', 'beta']);
    expect([uriOf(view()), uriOf(view({ aliases: ['beta', 'challenger'] }))]).toEqual(['models:/churn/3', 'models:/churn@challenger']);
  });
});

describe('reports of gates', () => {
  const check = (name: string, outcome: GateCheck['outcome']): GateCheck => ({ kind: 'metric', name, outcome, message: '' });
  const report: GateReport = {
    gate_id: 'g', name: 'churn', version: '3', state: 'failed', started_at: 0, ended_at: 400, stage: null, champion: null, evaluation: null, rules: '', problem: null,
    checks: [check('a', 'passed'), check('b', 'not_judged'), check('c', 'failed'), check('d', 'warning')],
  };

  it('put what failed first', () => {
    expect(sortedChecks(report.checks).map(({ name }) => name)).toEqual(['c', 'd', 'a', 'b']);
  });

  it('say how many failed, and how long it took', () => {
    expect(summaryOf(report)).toBe('Failed: 1 of 4 checks');
    expect(summaryOf({ ...report, state: 'passed', checks: report.checks.slice(3) })).toBe('Passed 1 check, 1 warning');
    expect([tookText(report), tookText({ ...report, ended_at: null })]).toEqual(['under a second', '']);
    expect(reportLine(report, 120_000).text).toBe('failed 2 min ago');
  });
});

describe('the log', () => {
  const entry = (change: Partial<AuditEntry>): string => historyLine({ id: 1, time: 0, name: 'churn', action: 'alias_set', who: 'ada', client: '', reason: '', ...change } as AuditEntry).text;

  it('says what was moved from where to where', () => {
    expect([
      entry({ alias: 'champion', version: '1', became: '1' }), entry({ alias: 'champion', version: '3', was: '1', became: '3' }), entry({ action: 'alias_deleted', alias: 'beta', was: '3', version: '3' }),
      entry({ action: 'stage_moved', version: '3', was: 'None', became: 'Staging' }), entry({ action: 'version_created', version: '4', became: 'models:/m' }), entry({ action: 'model_renamed', was: 'chrun', became: 'churn' }),
    ]).toEqual(['champion given to v1', 'champion moved from v1 to v3', 'beta taken from v3', 'v3 moved from stage None to Staging', 'v4 registered', 'renamed from chrun to churn']);
  });

  it('says what the gate had said', () => {
    expect(historyLine({ id: 1, time: 0, name: 'churn', action: 'alias_set', alias: 'champion', version: '3', who: 'ada', client: '', reason: 'we must', gate: { verdict: 'failed' } }).gate).toMatchObject({ word: 'failed', look: 'bad' });
  });
});

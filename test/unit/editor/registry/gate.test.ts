import { describe, expect, it } from 'vitest';
import type { GateReport } from '../../../../src/protocol/gates';
import { PROJECT_FILE } from '../../../../src/protocol/projectFile';
import { parseProjectFile } from '../../../../src/projectFile/parse';
import { outcomesOf } from '../../../../src/editor/registry/gateOutcome';
import { findGate, gateSnippet, PROJECT_FILE_NAME, withGate } from '../../../../src/editor/registry/gateText';
import { failedText, promotedText, reasonProblem, refusalText, trustMessage } from '../../../../src/editor/registry/promotionWords';

const FILE = `train:
  churn: { command: python train.py }
gates:
  # what goes live
  iris:
    signature: same

  "my model":
    metrics:
      auc: { min: 0.9 }
    # and
    pickle: fail
  # the end
deployments: {}
`;

describe('a gate in slipway.yaml', () => {
  it('is the file that the schema names', () => {
    expect(PROJECT_FILE_NAME).toBe(PROJECT_FILE);
  });

  it('is found by its name, quoted or not, below gates only', () => {
    expect(findGate(FILE, 'iris')).toEqual({ line: 4, text: 'iris:\n  signature: same' });
    expect(findGate(FILE, 'my model')).toEqual({ line: 7, text: '"my model":\n  metrics:\n    auc: { min: 0.9 }\n  # and\n  pickle: fail' });
    expect(findGate(FILE, 'churn')).toBeUndefined();
    expect(findGate(FILE, 'deployments')).toBeUndefined();
    expect(findGate('', 'iris')).toBeUndefined();
  });

  it('is written where it belongs, and is understood then', () => {
    for (const [before, line] of [['', 1], ['train:\n  iris: { command: python train.py }\n', 4], [FILE, 3]] as const) {
      const written = withGate(before, gateSnippet('churn', { key: 'val_loss', value: 0.2314 }, {}));
      expect(written.line).toBe(line);
      expect(parseProjectFile(written.text).problems).toEqual([]);
      expect(parseProjectFile(written.text).file?.gates?.['churn']).toEqual({ metrics: { val_loss: { max: 0.2314 } }, signature: 'compatible', pickle: 'warn' });
      expect(findGate(written.text, 'churn')?.line).toBe(written.line);
    }
  });

  it('quotes names that YAML would read otherwise, and has no limit without a number', () => {
    const written = withGate('', gateSnippet('on: call', undefined, {}));
    expect(parseProjectFile(written.text).file?.gates?.['on: call']).toEqual({ signature: 'compatible', pickle: 'warn' });
    expect(gateSnippet('churn', { key: 'auc', value: 0.91 }, {})).toContain('auc: { min: 0.91 }');
    expect(gateSnippet('churn', { key: 'auc', value: Number.NaN }, {})).not.toContain('NaN');
  });
});

const report: GateReport = {
  gate_id: 'g', name: 'churn', version: '3', state: 'failed', started_at: 10, ended_at: 11, stage: null, champion: null, evaluation: null, rules: '', problem: null,
  checks: ['auc', 'f1', 'loss', 'recall'].map((name) => ({ kind: 'metric' as const, name, outcome: 'failed' as const, message: `${name} is 0.8, below 0.9` })),
};

describe('what came of a gate', () => {
  it('is the newest report of each version that has ended and is about this version', () => {
    const reports = [{ ...report, state: 'running' as const }, { ...report, state: 'passed' as const, checks: [] }, report, { ...report, version: '2', started_at: 3 }, { ...report, version: '1' }];
    expect([...outcomesOf(reports, new Map([['3', 5], ['2', 5], ['1', 10]]))]).toEqual([['3', { state: 'passed', failed: [] }], ['1', { state: 'failed', failed: ['auc', 'f1', 'loss', 'recall'] }]]);
  });
});

describe('what promotions say', () => {
  it('names the numbers that failed', () => {
    expect(failedText(report)).toBe('auc is 0.8, below 0.9. f1 is 0.8, below 0.9. loss is 0.8, below 0.9. 1 more failed.');
    expect(refusalText('churn/3', 'champion', { ...report, state: 'broken', problem: 'rows.csv is gone.' })).toBe('churn/3 was not promoted to champion. rows.csv is gone.');
  });

  it('says in whose place, and on what ground', () => {
    expect(promotedText('churn/3', 'champion', '1', 'passed')).toBe('churn/3 is champion now, in place of v1. It passed its gate.');
    expect(promotedText('churn/3', 'champion', null, 'none')).toBe('churn/3 is champion now. slipway.yaml has no gate for it, so nothing was checked.');
  });

  it('names each pickle with its digest and where it comes from', () => {
    const { message, detail } = trustMessage('churn/3', [{ path: 'model.pkl', digest: 'abc', from: 's3://elsewhere' }, { path: 'b.joblib', digest: 'def', from: 'x' }]);
    expect(message).toBe('Load 2 pickles of churn/3 that no run here has made?');
    expect(detail).toMatch(/model\.pkl\nfrom s3:\/\/elsewhere\nsha256 abc\n\nb\.joblib/);
  });

  it('wants a reason that is one', () => {
    expect([reasonProblem(' '), reasonProblem('late'), reasonProblem('x'.repeat(2001))].map((problem) => problem === undefined)).toEqual([false, true, false]);
  });
});

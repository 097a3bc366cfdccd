/** What the drift page makes of predictions, truths and all columns together. */
import { describe, expect, it } from 'vitest';
import type { MonitoredWindow, MonitorOptions } from '../../../../src/protocol/monitors';
import { type BesideRow, besideRows, driftingBeside, isAwaited } from '../../../../webview/drift/besideRows';
import { answers, learned, monitor, monitoredWindow, NOW } from '../../editor/monitoring/builders';

const HOUR = 3_600_000;
const windowAt = (hour: number, more: Partial<MonitoredWindow>): MonitoredWindow => monitoredWindow({ from: NOW + (hour - 1) * HOUR, to: NOW + hour * HOUR, ...more });

/** Of the last of the windows. */
function rowsOf(windows: readonly MonitoredWindow[], awaited = false): BesideRow[] {
  return besideRows({ window: windows.at(-1) ?? monitoredWindow(), windows, awaited, now: NOW });
}

describe('rows beside columns', () => {
  it('are none where a window says nothing of them', () => {
    expect(rowsOf([monitoredWindow()])).toEqual([]);
  });

  it('say by which method, how far, since when and against what, and have a history', () => {
    const windows = [
      windowAt(-3, { answers: [answers('prediction', 0.4, false)] }), windowAt(-2, {}), windowAt(-1, { answers: [answers('prediction', 0.0025, true)] }),
      windowAt(0, { answers: [answers('prediction', 0.0025, true), answers('target', 0.5, false)] }),
    ];
    const [predictions, truths] = rowsOf(windows);
    expect(predictions).toMatchObject({ what: 'prediction', name: 'Predictions', method: 'χ²', methodTitle: 'chi-square', score: 'p 0.0025 < 0.05', drifted: true, state: 'drifting since 08:30, against the label column churn of train.csv' });
    expect(predictions?.history?.points.map(({ severity, drifted }) => [severity === null ? null : Number(severity.toFixed(1)), drifted])).toEqual([[0.3, false], [null, false], [2, true], [2, true]]);
    expect(truths).toMatchObject({ name: 'Truths', drifted: false, state: 'no drift, against the label column churn of train.csv' });
    expect(truths?.history?.points.map(({ severity }) => severity === null)).toEqual([true, true, true, false]);
  });

  it('say why answers are not judged', () => {
    expect(rowsOf([windowAt(0, { answers: [answers('prediction', null, null, { against: '', reason: 'The traffic has no column of labels.' })] })])[0]).toMatchObject({ method: '–', score: '–', drifted: false, state: 'not judged: The traffic has no column of labels.' });
  });

  it('say of all columns together which limit they are beyond', () => {
    const row = (found: MonitoredWindow['multivariate']): Partial<BesideRow> | undefined => rowsOf([windowAt(0, found === undefined ? {} : { multivariate: found })])[0];
    expect(row(learned(0.71, true))).toMatchObject({ name: 'Columns together', method: 'ROC-AUC', methodTitle: 'domain classifier, ROC-AUC', score: '0.71 > 0.65', drifted: true, state: 'drifting since 09:30' });
    expect(row(learned(0.55, false))).toMatchObject({ score: '0.55 ≤ 0.65', drifted: false, state: 'no drift' });
    expect(row(learned(0.8, true, { method: 'pca', lower: 1, upper: 1.4 }))).toMatchObject({ method: 'PCA', score: '0.8 < 1', drifted: true });
    expect(row(learned(null, null, { reason: 'No Python is known that has NannyML, which learns it.' }))).toMatchObject({ score: '–', state: 'not available: No Python is known that has NannyML, which learns it.' });
  });

  it('put all columns together at 1 where they are at their limit, whichever side drifts', () => {
    const windows = [learned(0.65, false), learned(0.3, false), learned(0.8, true), learned(null, null)].map((multivariate, at) => windowAt(at, { multivariate }));
    expect(rowsOf(windows)[0]?.history?.points.map(({ severity }) => severity === null ? null : Number(severity.toFixed(9)))).toEqual([1, 0, 2, null]);
    const errors = [learned(0.8, true, { method: 'pca', lower: 1, upper: 1.4 }), learned(1.2, false, { method: 'pca', lower: 1, upper: 1.4 })].map((multivariate, at) => windowAt(at, { multivariate }));
    expect(rowsOf(errors)[0]?.history?.points.map(({ severity }) => severity === null ? null : Number(severity.toFixed(9)))).toEqual([2, 0]);
  });

  it('wait for a learner only where one is to come', () => {
    expect(rowsOf([monitoredWindow()], true)).toMatchObject([{ what: 'multivariate', score: '–', drifted: false, state: 'not judged yet: it is learned after all else of a window' }]);
    const asked = (multivariate: 'none' | 'pca'): MonitorOptions => ({ deployment: 'churn-api', drift: { multivariate } });
    const watching = monitor({ options: asked('pca') });
    expect(isAwaited(monitoredWindow(), watching)).toBe(true);
    expect(isAwaited(monitoredWindow(), monitor({ options: asked('none') }))).toBe(false);
    expect(isAwaited(monitoredWindow(), { ...watching, state: 'stopped' })).toBe(false);
    expect(isAwaited(monitoredWindow({ state: 'too_few' }), watching)).toBe(false);
    expect(isAwaited(monitoredWindow({ multivariate: learned(null, null) }), watching)).toBe(false);
  });
});

it('names what drifts beside columns, and nothing that does not', () => {
  expect(driftingBeside(monitoredWindow())).toEqual([]);
  expect(driftingBeside(monitoredWindow({ answers: [answers('prediction', 0.001, true), answers('target', null, null)], multivariate: learned(0.71, true) }))).toEqual(['predictions', 'columns together']);
});

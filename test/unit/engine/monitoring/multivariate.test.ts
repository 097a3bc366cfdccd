import { describe, expect, it } from 'vitest';
import type { LearnedEstimate } from '../../../../src/engine/monitoring/estimation/learnedEstimates';
import { foundDrift, notLearned } from '../../../../src/engine/monitoring/multivariate';
import type { MonitoredWindow, WindowState } from '../../../../src/protocol/monitors';

const FOUND: LearnedEstimate = { value: 0.7, low: 0.66, high: 0.74, lower: 0.45, upper: 0.65, alert: 'above', rows: 100 };

function window(from: number, state: WindowState, learned = false): MonitoredWindow {
  return { from, to: from + 1, rows: 100, state, reason: null, reference: null, columns: [], dataset: null, quality: null, versions: [], computed_at: 0, ...(learned ? { multivariate: foundDrift('pca', FOUND) } : {}) };
}

describe('all columns together', () => {
  it('drift beyond a limit; a classifier that is worse than chance has found nothing', () => {
    expect(foundDrift('domain-classifier', FOUND)).toEqual({ method: 'domain-classifier', value: 0.7, low: 0.66, high: 0.74, lower: 0.45, upper: 0.65, drifted: true, reason: null });
    expect(foundDrift('domain-classifier', { ...FOUND, value: 0.3, alert: 'below' }).drifted).toBe(false);
    expect(foundDrift('pca', { ...FOUND, value: 0.3, alert: 'below' }).drifted).toBe(true);
    expect(foundDrift('pca', { ...FOUND, value: 0.5, alert: false }).drifted).toBe(false);
  });

  it('are never "no drift" without an answer', () => {
    for (const none of [undefined, { ...FOUND, value: null, alert: null }, { ...FOUND, lower: null, upper: null, alert: null }]) {
      expect(foundDrift('pca', none)).toMatchObject({ value: null, drifted: null, reason: 'NannyML has no answer for this window.' });
    }
  });

  it('are looked at in the newest window first, and once', () => {
    expect(notLearned([window(1, 'ok'), window(2, 'warning'), window(3, 'ok', true), window(4, 'too_few'), window(5, 'failed')])?.from).toBe(2);
    expect(notLearned([window(1, 'ok', true)])).toBeUndefined();
  });
});

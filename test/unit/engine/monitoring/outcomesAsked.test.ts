// Promise: each metric is judged in its own direction, and what every question about labels counts anyway is not asked for twice.
import { describe, expect, test } from 'vitest';
import { type ChampionAnswers, outcomesAsked } from '../../../../src/engine/monitoring/outcomesAsked';
import { qualityOf } from '../../../../src/engine/monitoring/windowFound';
import type { VersionRows } from '../../../../src/engine/monitoring/worker/versionRows';
import type { MonitorQuality, WindowQuality } from '../../../../src/protocol/monitors';
import { isTooLow, qualityLimit } from '../../../../src/protocol/qualityLimit';

const CHURN: ChampionAnswers = { task: 'classification', classes: ['no', 'yes'], probabilities: 'probabilities' };
const PRICE: ChampionAnswers = { task: 'regression', classes: null, probabilities: null };
const asked = (quality: MonitorQuality, champion: ChampionAnswers): unknown => outcomesAsked({ quality }, champion);

describe('what is asked for', () => {
  test('is nothing more where accuracy or rmse is told, or the metric is none of such answers', () => {
    expect([asked({}, CHURN), asked({ metric: 'accuracy' }, CHURN), asked({ metric: 'rmse' }, PRICE), asked({ metric: 'f1' }, PRICE)]).toEqual([undefined, undefined, undefined, undefined]);
  });

  test('is the metric, with what it is counted from', () => {
    expect(asked({ metric: 'f1', positive: 1 }, CHURN)).toEqual({ classes: ['no', 'yes'], probabilities: 'probabilities', positive: '1', metric: 'f1' });
    expect(asked({ metric: 'r2', fairness: { group: 'sex' } }, PRICE)).toEqual({ classes: null, metric: 'r2', fairness: { group: 'sex', min_rows: 50 } });
    expect(asked({ metric: 'mae' }, { ...PRICE, task: undefined })).toMatchObject({ metric: 'mae' });
  });
});

describe('the limit', () => {
  const quality = (metric: WindowQuality['metric'], reference: number, value: number): WindowQuality => ({ metric, reference, estimated: null, realised: { value, low: value, high: value }, labelled: 50 });

  test('is a fall of what is better when it is higher, a growth of what is better when it is lower', () => {
    expect(isTooLow(quality('f1', 0.9, 0.86), 'realised', {})).toBe(false);
    expect(isTooLow(quality('f1', 0.9, 0.84), 'realised', {})).toBe(true);
    expect(isTooLow(quality('r2', -0.1, -0.2), 'realised', {})).toBe(true);
    expect(isTooLow(quality('log_loss', 0.5, 0.59), 'realised', {})).toBe(false);
    expect(isTooLow(quality('log_loss', 0.5, 0.61), 'realised', {})).toBe(true);
    expect(isTooLow(quality('mae', 10, 9), 'realised', { min: 8 })).toBe(true);
  });

  test('is the stricter one of both that are said', () => {
    expect(qualityLimit({ metric: 'recall', reference: 0.9 }, { min: 0.7, max_drop: 0.1 })).toBeCloseTo(0.8, 12);
    expect(qualityLimit({ metric: 'mse', reference: 10 }, { min: 11, max_drop: 0.5 })).toBe(11);
  });
});

test('a metric that is none of such answers is told, and the usual one counted', () => {
  const versions: VersionRows[] = [{ model: 'price', version: '1', rows: 40, labelled: 40, accuracy: 0, rmse: 2, fourth: 16, fractions: true, truths: '7' }];
  expect(qualityOf(versions, { task: 'regression', referenceQuality: null, estimated: null }, { deployment: 'price', quality: { metric: 'f1' } })).toMatchObject({
    metric: 'rmse', realised: { value: 2 }, estimated_reason: 'quality.metric is f1, which is none of numbers: rmse is told in its place.',
  });
});

test('a metric of choice stands with the truths that it was counted from', () => {
  const versions: VersionRows[] = [{ model: 'churn', version: '1', rows: 40, labelled: 40, accuracy: 0.9, rmse: null, fourth: null, fractions: false, truths: '7' }];
  const known = { task: 'classification', referenceQuality: null, estimated: null, asked: true, realised: { metric: 'roc_auc', value: 0.8, low: null, high: null, rows: 40 } } as const;
  expect(qualityOf(versions, known, { deployment: 'churn', quality: { metric: 'roc_auc' } })).toEqual({ metric: 'roc_auc', reference: null, estimated: null, realised: { value: 0.8, low: 0.8, high: 0.8 }, labelled: 40, truths: '7' });
  expect(qualityOf(versions, { ...known, realised: { ...known.realised, value: null } }, { deployment: 'churn', quality: { metric: 'roc_auc' } })?.realised).toBeNull();
});

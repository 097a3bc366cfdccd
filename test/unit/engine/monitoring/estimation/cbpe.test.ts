// Promise: what a person can count by hand comes out so; an estimator lives through JSON; nothing is called "no alert" that could not be
// estimated. Beside the real NannyML, on many data sets: test/clients/test_estimation.py.
import { describe, expect, test } from 'vitest';
import { calibration } from '../../../../../src/engine/monitoring/estimation/calibration';
import { type Estimator, estimate, ESTIMATED_METRICS, fitEstimator, type Reference } from '../../../../../src/engine/monitoring/estimation/cbpe';
import { fitIsotonic, onCurve } from '../../../../../src/engine/monitoring/estimation/isotonic';
import { NotEstimated } from '../../../../../src/engine/monitoring/estimation/notEstimated';
import { stratifiedTests } from '../../../../../src/engine/monitoring/estimation/randomSplits';

const isotonic = (scores: number[], yes: number[]): ReturnType<typeof fitIsotonic> => fitIsotonic(Float64Array.from(scores), Uint8Array.from(yes), scores.keys());

describe('isotonic curves', () => {
  test('pool what falls, and are straight between corners and level beyond', () => {
    const curve = isotonic([0.1, 0.2, 0.3, 0.4], [0, 1, 0, 1]);
    expect(curve).toEqual({ scores: [0.1, 0.2, 0.3, 0.4], shares: [0, 0.5, 0.5, 1] });
    expect([0, 0.1, 0.15, 0.25, 0.4, 1].map((score) => onCurve(curve, score))).toEqual([0, 0, expect.closeTo(0.25, 12) as number, 0.5, 1, 1]);
    expect(onCurve(curve, Number.NaN)).toBeNaN();
  });

  test('take equal scores as one', () => {
    expect(isotonic([0.5, 0.5, 0.5, 0.5], [1, 0, 0, 0])).toEqual({ scores: [0.5], shares: [0.25] });
  });
});

test('splits are those of scikit-learn', () => {
  // StratifiedShuffleSplit(2, test_size=0.1, random_state=42).split(y, y) with every third of 30 rows a "yes".
  const yes = Uint8Array.from({ length: 30 }, (_, row) => (row % 3 === 0 ? 1 : 0));
  expect([...stratifiedTests(yes, 2, 0.1, 42)].map((rows) => [...rows])).toEqual([[22, 10, 3], [22, 11, 3]]);
});

/** Rows whose probabilities are even between 0 and 1, and whose truths follow them: both by steps that never meet. */
function calibratedRows(count: number): Reference {
  const p = Float64Array.from({ length: count }, (_, row) => (row * 0.754877666) % 1);
  return { classes: ['no', 'yes'], probabilities: [undefined, p], predicted: Int32Array.from(p, (one) => (one > 0.5 ? 1 : 0)), truth: Int32Array.from(p, (one, row) => ((row * 0.618033989) % 1 < one ? 1 : 0)) };
}

test('an estimate is the sum of probabilities', () => {
  const estimator: Estimator = { classes: ['no', 'yes'], rows: 100, chunkRows: 10, curves: [null], metrics: Object.fromEntries(ESTIMATED_METRICS.map((name) => [name, { error: 0.5, lower: 0.7, upper: 0.9 }])) };
  const window = { probabilities: [undefined, Float64Array.of(0.9, 0.6, 0.2, Number.NaN)], predicted: Int32Array.of(1, 1, 0, 1) };
  const said = Object.fromEntries(estimate(estimator, window).map((one) => [one.metric, one]));
  // tp = 0.9 + 0.6, fp = 0.1 + 0.4, fn = 0.2, tn = 0.8
  expect(said.accuracy).toMatchObject({ value: expect.closeTo(2.3 / 3, 12) as number, rows: 3, alert: false, low: 0, high: 1 });
  expect(said.precision).toMatchObject({ value: 0.75, alert: false });
  expect(said.recall).toMatchObject({ value: expect.closeTo(1.5 / 1.7, 12) as number, alert: false });
  expect(said.specificity).toMatchObject({ value: expect.closeTo(0.8 / 1.3, 12) as number, alert: 'below' });
});

test('an estimator goes through JSON, and sees a model become unsure', () => {
  const fitted = fitEstimator(calibratedRows(2000), ['accuracy', 'roc_auc']);
  const estimator = JSON.parse(JSON.stringify(fitted)) as Estimator;
  expect(estimator).toEqual(JSON.parse(JSON.stringify(fitted)));
  expect(estimator).toMatchObject({ rows: 2000, chunkRows: 200 });
  const [same] = estimate(estimator, calibratedRows(500));
  expect(same).toMatchObject({ alert: false, rows: 500 });
  const unsure = Float64Array.from({ length: 500 }, (_, row) => 0.5 + (row % 2 === 0 ? 0.05 : -0.05));
  expect(estimate(estimator, { probabilities: [undefined, unsure], predicted: Int32Array.from(unsure, (p) => (p > 0.5 ? 1 : 0)) })[0]).toMatchObject({ alert: 'below' });
});

test('where nothing can be told there is no alert, and no "no alert"', () => {
  const estimator = fitEstimator(calibratedRows(100), [...ESTIMATED_METRICS]);
  for (const window of [{ probabilities: [undefined, new Float64Array(0)], predicted: new Int32Array(0) }, { probabilities: [undefined, Float64Array.of(Number.NaN, 2, -1, Infinity)], predicted: Int32Array.of(1, 1, 0, 0) }]) {
    expect(estimate(estimator, window).map(({ value, low, high, alert, rows }) => [value, low, high, alert, rows])).toEqual(ESTIMATED_METRICS.map(() => [null, null, null, null, 0]));
  }
  // Rows that were scored and not answered have a ROC-AUC and no rates.
  const scored = estimate(estimator, { probabilities: [undefined, Float64Array.of(0.2, 0.7)], predicted: Int32Array.of(-1, -1) });
  expect(scored.filter(({ value }) => value !== null).map(({ metric }) => metric)).toEqual(['roc_auc']);
});

test('truths of one class make no curve and no thresholds of what can\'t be known', () => {
  const reference = { ...calibratedRows(100), truth: new Int32Array(100) };
  const { curves, metrics } = fitEstimator(reference, ['roc_auc', 'recall', 'accuracy']);
  expect(curves).toEqual([null]);
  expect(metrics.roc_auc).toEqual({ error: null, lower: null, upper: null });
  expect(metrics.recall).toEqual({ error: null, lower: null, upper: null });
  expect(metrics.accuracy?.lower).toBeTypeOf('number');
});

test('a reference without truths is refused with what to do', () => {
  expect(() => fitEstimator({ ...calibratedRows(100), truth: new Int32Array(100).fill(-1) }, ['accuracy'])).toThrow(NotEstimated);
  expect(() => fitEstimator({ ...calibratedRows(100), truth: new Int32Array(100).fill(-1) }, ['accuracy'])).toThrow('0 rows of the reference have both a truth and probabilities');
});

test('scores that say what they mean are left as they are, others are bent', () => {
  const { probabilities, truth } = calibratedRows(3000);
  const scores = probabilities[1] as Float64Array;
  const curve = calibration(scores.map((p) => p ** 3), Uint8Array.from(truth));
  expect(curve).toBeDefined();
  expect(curve === undefined ? Number.NaN : onCurve(curve, 0.5 ** 3)).toBeCloseTo(0.5, 0);
});

/**
 * Confidence-based performance estimation: how good a classifier's answers are while their truths are not known yet, from how sure it was
 * of each. As NannyML's CBPE (nannyml/performance_estimation/confidence_based), after its paper: Białek et al. 2024, "Estimating Model
 * Performance Under Covariate Shift Without Labels".
 *
 * It assumes that a probability means what it meant in the reference: P(truth | input) has not changed. Inputs may drift; when the world
 * changes its mind about the same inputs (concept drift) the estimate stays high while the model decays, and only truths tell.
 */
import { type Confusion, confusions, rateOf } from '../quality/confusion';
import { rocAuc } from '../quality/rocAuc';
import { BAND_ERRORS, errorOf, errorOfAuc, spreadOfAccuracy, spreadOfAuc, spreadOfRate } from '../quality/samplingError';
import { calibration } from './calibration';
import { expectedConfusion, expectedRocAuc } from './expected';
import { type Curve, onCurve } from './isotonic';
import { NotEstimated } from './notEstimated';
import { type ClassNames, hasProbabilities, type Scored, scoredClasses } from './scoredRows';
import { chunksOf, type Limits, limitsOf, type Side, sideOf } from './threshold';

export const ESTIMATED_METRICS = ['accuracy', 'f1', 'precision', 'recall', 'specificity', 'roc_auc'] as const;
/** Of the positive class of two, else the plain mean of each class against the rest. */
export type EstimatedMetric = (typeof ESTIMATED_METRICS)[number];

export function isEstimated(metric: string): metric is EstimatedMetric {
  return (ESTIMATED_METRICS as readonly string[]).includes(metric);
}

/** Rows in the order of time, so that chunks of them are what windows will be. */
export interface Reference extends ClassNames, Scored {
  /** code of the true class; −1 where it is not known: such rows are left out */
  readonly truth: Int32Array;
}

interface MetricFit extends Limits {
  /** standard error of the metric over a single row; null where the reference can't tell it */
  readonly error: number | null;
}

/** All that is kept of a reference; JSON. */
export interface Estimator extends ClassNames {
  /** rows of the reference that could be used */
  readonly rows: number;
  /** rows of a chunk of which the thresholds were told */
  readonly chunkRows: number;
  /** for each class that is scored, how its scores become probabilities; null: as they are */
  readonly curves: readonly (Curve | null)[];
  readonly metrics: Readonly<Partial<Record<EstimatedMetric, MetricFit>>>;
}

export interface Estimate extends Limits {
  readonly metric: EstimatedMetric;
  /** null where nothing can be estimated: no row of the window has what it takes */
  readonly value: number | null;
  /** three sampling errors around the value, within 0 and 1 */
  readonly low: number | null;
  readonly high: number | null;
  readonly alert: Side;
  /** rows of the window that were used */
  readonly rows: number;
}

const CHUNKS = 10;

/**
 * Learns from rows whose truths are known, which must not be those that the model was trained with: it is too sure of those.
 * @param chunkRows how many rows a window will have; a tenth of the reference when left out, as in NannyML
 * @throws NotEstimated for fewer than ten rows with truth and probabilities
 */
export function fitEstimator(reference: Reference, metrics: readonly EstimatedMetric[], chunkRows?: number): Estimator {
  const { classes, positive, truth } = reference;
  const codes = scoredClasses(reference);
  const rows = Int32Array.from(truth.keys()).filter((row) => (truth[row] as number) >= 0 && hasProbabilities(reference, codes, row));
  if (rows.length < CHUNKS) {
    throw new NotEstimated(`Quality can't be estimated: ${rows.length} ${rows.length === 1 ? 'row' : 'rows'} of the reference have both a truth and probabilities, and at least ${CHUNKS} are needed. Take a larger reference with the model's probabilities in it.`);
  }
  const size = Math.max(1, chunkRows ?? Math.floor(rows.length / CHUNKS));
  const curves = codes.map((code) => {
    const scores = reference.probabilities[code] as Float64Array;
    return calibration(Float64Array.from(rows, (row) => scores[row] as number), Uint8Array.from(rows, (row) => (truth[row] === code ? 1 : 0))) ?? null;
  });
  const chunks = chunksOf(rows, size);
  const fits = metrics.map((metric) => {
    const error = unitError(metric, reference, codes, rows);
    return [metric, { error: Number.isFinite(error) ? error : null, ...limitsOf(chunks.map((chunk) => realised(metric, reference, codes, chunk)), 1) }] as const;
  });
  return { classes, positive, rows: rows.length, chunkRows: size, curves, metrics: Object.fromEntries(fits) };
}

/** Every metric that the estimator was fitted for, over the rows of a window. */
export function estimate(estimator: Estimator, window: Scored): Estimate[] {
  const codes = scoredClasses(estimator);
  const scored = Int32Array.from(window.predicted.keys()).filter((row) => hasProbabilities(window, codes, row));
  const answered = scored.filter((row) => (window.predicted[row] as number) >= 0);
  const probabilities = calibrated(estimator, window, codes, scored);
  const confusion = codes.map((code, at) => expectedConfusion(probabilities[at] as Float64Array, window.predicted, code, answered));
  return Object.entries(estimator.metrics).map(([name, fit]) => {
    const metric = name as EstimatedMetric;
    const rows = metric === 'roc_auc' ? scored : answered;
    const value = rows.length === 0 ? Number.NaN
      : metric === 'roc_auc' ? mean(codes.map((code, at) => expectedRocAuc(probabilities[at] as Float64Array, window.probabilities[code] as Float64Array, rows)))
      : metric === 'accuracy' ? expectedAccuracy(confusion, rows.length)
      : mean(confusion.map((one) => rateOf(metric, one)));
    return judged(metric, fit, value, rows.length);
  });
}

function judged(metric: EstimatedMetric, { error, lower, upper }: MetricFit, value: number, rows: number): Estimate {
  if (Number.isNaN(value)) {
    return { metric, value: null, low: null, high: null, alert: null, rows, lower, upper };
  }
  const band = error === null ? Number.NaN : (BAND_ERRORS * error) / Math.sqrt(rows);
  return { metric, value, low: error === null ? null : Math.max(0, value - band), high: error === null ? null : Math.min(1, value + band), alert: sideOf(value, { lower, upper }), rows, lower, upper };
}

/** By scored class; other rows than those asked for stay 0. Of several classes they are made to add up to 1, as NannyML does. */
function calibrated({ curves, classes }: Estimator, { probabilities, predicted }: Scored, codes: readonly number[], rows: Int32Array): Float64Array[] {
  const into = codes.map(() => new Float64Array(predicted.length));
  for (const row of rows) {
    const values = codes.map((code, at) => {
      const score = (probabilities[code] as Float64Array)[row] as number;
      const curve = curves[at];
      return curve === null || curve === undefined ? score : onCurve(curve, score);
    });
    const sum = codes.length === 1 ? 1 : values.reduce((all, value) => all + value, 0);
    for (const [at, value] of values.entries()) {
      (into[at] as Float64Array)[row] = sum === 0 ? 1 / classes.length : value / sum;
    }
  }
  return into;
}

function expectedAccuracy(confusion: readonly Confusion[], rows: number): number {
  // Of two classes a row that is neither is right as well; of several, right rows of all classes are all right rows.
  return confusion.reduce((sum, { tp, tn }) => sum + tp + (confusion.length === 1 ? tn : 0), 0) / rows;
}

/** What the metric was in some rows of the reference; NaN where NannyML holds it to be undefined: one class alone is true or predicted. */
function realised(metric: EstimatedMetric, reference: Reference, codes: readonly number[], rows: Int32Array): number {
  const { truth, predicted, classes, probabilities } = reference;
  if (metric === 'roc_auc') {
    return mean(codes.map((code) => rocAuc(probabilities[code] as Float64Array, (row) => truth[row] === code, rows)));
  }
  const answered = rows.filter((row) => (predicted[row] as number) >= 0);
  const alone = [truth, predicted].some((answers) => new Set(Array.from(answered, (row) => answers[row])).size <= 1);
  const binary = codes.length === 1;
  if (alone && !(binary && (metric === 'accuracy' || metric === 'specificity'))) {
    return Number.NaN;
  }
  const confusion = confusions(reference, classes.length, answered);
  if (metric === 'accuracy') {
    return confusion.reduce((sum, { tp }) => sum + tp, 0) / answered.length;
  }
  const judgedClasses = codes.map((code) => confusion[code] as Confusion);
  return metric === 'specificity' && judgedClasses.some(({ tn, fp }) => tn + fp === 0) ? Number.NaN : mean(judgedClasses.map((one) => rateOf(metric, one)));
}

/** Over classes that the reference holds rows of; over all of them for a ROC-AUC, which is then NaN. */
function unitError(metric: EstimatedMetric, reference: Reference, codes: readonly number[], rows: Int32Array): number {
  const { truth, predicted, classes, probabilities } = reference;
  if (metric === 'roc_auc') {
    return errorOfAuc(codes.map((code) => spreadOfAuc(probabilities[code] as Float64Array, (row) => truth[row] === code, rows)), 1);
  }
  const answered = rows.filter((row) => (predicted[row] as number) >= 0);
  const confusion = confusions(reference, classes.length, answered);
  if (metric === 'accuracy') {
    return errorOf([spreadOfAccuracy(confusion.reduce((sum, { tp }) => sum + tp, 0), answered.length)], 1);
  }
  const held = codes.map((code) => confusion[code] as Confusion).filter(({ tp, fn }) => codes.length === 1 || tp + fn > 0);
  return errorOf(held.map((one) => spreadOfRate(metric, one, codes.length === 1)), 1);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/**
 * How good answers were, from the truths that have come so far, with how far chance alone may have moved it. Values are sklearn.metrics'
 * (gates/statistics/measures.ts), standard errors NannyML's (samplingError.ts), taken from the window itself.
 */
import type { EvaluationMetric } from '../../../protocol/projectFile';
import type { Amounts, Classes } from '../../gates/statistics/answers';
import { measure } from '../../gates/statistics/measures';
import { amountsError, classesError } from './realisedError';
import { logLosses } from './logLoss';
import { rocAuc } from './rocAuc';
import { BAND_ERRORS, errorOfAuc, spreadOfAuc, varianceOf } from './samplingError';

/** `log_loss` and `roc_auc` need probabilities; `roc_auc` of more than two classes is the plain mean of each class against the rest. */
export type RealisedMetric = EvaluationMetric | 'log_loss' | 'roc_auc';

/** Answers of a classifier by row, in any order. */
export interface ClassesWindow extends Classes {
  /** −1 in `truth`: it has not come yet. −1 here: no answer was given, which is never right */
  readonly predicted: Int32Array;
  /** of each class by row, NaN where there is none; of two classes only that of the positive one is needed */
  readonly probabilities?: readonly (Float64Array | undefined)[];
}
/** Amounts by row; NaN: the truth has not come yet, or no answer was given. */
export interface AmountsWindow extends Amounts { readonly predicted: Float64Array }
export type RealisedWindow = ClassesWindow | AmountsWindow;

export interface Realised {
  readonly metric: RealisedMetric;
  /** null where no row has what it takes, or where it is undefined (a ROC-AUC of one class, R² of one row) */
  readonly value: number | null;
  /** three standard errors around the value, within what the metric can be; null where they can't be told */
  readonly low: number | null;
  readonly high: number | null;
  /** rows that it was counted over */
  readonly rows: number;
}

const LIMITS: Readonly<Partial<Record<RealisedMetric, readonly [number, number]>>> = {
  mae: [0, Infinity], mse: [0, Infinity], rmse: [0, Infinity], log_loss: [0, Infinity], r2: [-Infinity, 1],
};

export function realised(metric: RealisedMetric, window: RealisedWindow): Realised {
  const [value, error, rows] = counted(metric, window);
  const known = (number: number): number | null => (Number.isFinite(number) ? number : null);
  const [least, most] = LIMITS[metric] ?? [0, 1];
  const band = BAND_ERRORS * error;
  const hasValue = known(value) !== null;
  return { metric, value: known(value), low: hasValue ? known(Math.max(least, value - band)) : null, high: hasValue ? known(Math.min(most, value + band)) : null, rows };
}

/** @returns value, standard error, rows; NaN for what can't be told */
function counted(metric: RealisedMetric, window: RealisedWindow): [number, number, number] {
  if (window.task === 'regression') {
    const rows = [...window.truth.keys()].filter((row) => Number.isFinite(window.truth[row]) && Number.isFinite(window.predicted[row]));
    return metric === 'log_loss' || metric === 'roc_auc' ? [Number.NaN, Number.NaN, 0] : [measure(metric, window, window.predicted, rows), amountsError(metric, window, rows), rows.length];
  }
  const labelled = [...window.truth.keys()].filter((row) => (window.truth[row] as number) >= 0);
  return metric === 'log_loss' ? ofLogLoss(window, labelled) : metric === 'roc_auc' ? ofRocAuc(window, labelled)
    : [measure(metric, window, window.predicted, labelled), classesError(metric, window, labelled), labelled.length];
}

function ofLogLoss(window: ClassesWindow, labelled: readonly number[]): [number, number, number] {
  const losses = logLosses(window, labelled);
  const sum = losses.reduce((total, loss) => total + loss, 0);
  return [sum / losses.length, Math.sqrt(varianceOf(losses) / losses.length), losses.length];
}

function ofRocAuc({ truth, classes, positive, probabilities = [] }: ClassesWindow, labelled: readonly number[]): [number, number, number] {
  const codes = positive === undefined ? [...classes.keys()] : [positive];
  const rows = labelled.filter((row) => codes.every((code) => Number.isFinite(probabilities[code]?.[row] ?? Number.NaN)));
  const areas = codes.map((code) => rocAuc(probabilities[code] ?? new Float64Array(0), (row) => truth[row] === code, rows));
  const spreads = codes.map((code) => spreadOfAuc(probabilities[code] ?? new Float64Array(0), (row) => truth[row] === code, rows));
  return [areas.reduce((sum, area) => sum + area, 0) / codes.length, errorOfAuc(spreads, rows.length), rows.length];
}

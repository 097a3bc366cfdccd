/** Standard errors of metrics of a window, from its own rows. */
import type { EvaluationMetric } from '../../../protocol/projectFile';
import { confusions } from './confusion';
import type { AmountsWindow, ClassesWindow } from './realised';
import { errorOf, spreadOfAccuracy, spreadOfRate, varianceOf } from './samplingError';

/**
 * As NannyML, over the classes that are true of any row; that of a balanced accuracy, which it lacks, is that of its mean of recalls.
 * @param rows whose truth is known
 */
export function classesError(metric: EvaluationMetric, { truth, predicted, classes, positive }: ClassesWindow, rows: readonly number[]): number {
  // An answer that was not given is of a class of its own: never right.
  const answers = { truth, predicted: predicted.map((code) => (code >= 0 ? code : classes.length)) };
  const confusion = confusions(answers, classes.length + 1, rows);
  if (metric === 'accuracy') {
    return errorOf([spreadOfAccuracy(confusion.reduce((sum, { tp }) => sum + tp, 0), rows.length)], rows.length);
  }
  const named = confusion.slice(0, classes.length);
  if (metric === 'balanced_accuracy') {
    return errorOf(named.filter(({ tp, fn }) => tp + fn > 0).map((one) => spreadOfRate('recall', one, false)), rows.length);
  }
  const held = positive === undefined ? named.filter(({ tp, fn }) => tp + fn > 0) : [named[positive]].filter((one) => one !== undefined);
  return metric === 'precision' || metric === 'recall' || metric === 'f1' ? errorOf(held.map((one) => spreadOfRate(metric, one, positive !== undefined)), rows.length) : Number.NaN;
}

/**
 * nannyml/sampling_error/regression.py; that of R², which it lacks, by the delta method (its influence function, Serfling 1980 §6.2): what
 * a row adds to the ratio of both sums of squares.
 * @param rows whose truth and answer are known
 */
export function amountsError(metric: EvaluationMetric, { truth, predicted }: AmountsWindow, rows: readonly number[]): number {
  const n = rows.length;
  const errors = Float64Array.from(rows, (row) => (truth[row] as number) - (predicted[row] as number));
  const squares = errors.map((error) => error * error);
  const mse = squares.reduce((sum, square) => sum + square / n, 0);
  switch (metric) {
    case 'mae': return Math.sqrt(varianceOf(errors.map(Math.abs)) / n);
    case 'mse': return Math.sqrt(varianceOf(squares) / n);
    case 'rmse': return Math.sqrt(varianceOf(squares) / (4 * n * mse));
    case 'r2': {
      const middle = rows.reduce((sum, row) => sum + (truth[row] as number) / n, 0);
      const distances = Float64Array.from(rows, (row) => ((truth[row] as number) - middle) ** 2);
      const variance = distances.reduce((sum, square) => sum + square / n, 0);
      return Math.sqrt(varianceOf(squares.map((square, at) => (square - (mse / variance) * (distances[at] as number)) / variance)) / n);
    }
    default: return Number.NaN;
  }
}

/**
 * What is measured on evaluation data; equal to sklearn.metrics (accuracy_score, balanced_accuracy_score, precision_score, recall_score,
 * f1_score, mean_absolute_error, mean_squared_error, root_mean_squared_error, r2_score with force_finite). precision, recall and f1 are
 * of the positive class where there are two classes, else the plain mean over all classes that appear (average="macro"); a rate of
 * nothing is 0. A row that a model left without an answer counts as wrong; with amounts, nothing can then be measured (NaN).
 */
import type { EvaluationMetric } from '../../../protocol/projectFile';
import type { Amounts, Classes, Given, Truth } from './answers';

const LOWER_IS_BETTER: ReadonlySet<EvaluationMetric> = new Set(['mae', 'mse', 'rmse']);
const OF_AMOUNTS: ReadonlySet<EvaluationMetric> = new Set(['mae', 'mse', 'rmse', 'r2']);

export function lowerIsBetter(metric: EvaluationMetric): boolean {
  return LOWER_IS_BETTER.has(metric);
}

export function taskOfMetric(metric: EvaluationMetric): Truth['task'] {
  return OF_AMOUNTS.has(metric) ? 'regression' : 'classification';
}

/**
 * A metric over some rows.
 * @param rows indices, which may repeat (a resample); all rows when left out
 * @returns NaN for no rows, and for a metric of the other task
 */
export function measure(metric: EvaluationMetric, truth: Truth, given: Given, rows?: ArrayLike<number>): number {
  if (taskOfMetric(metric) !== truth.task || (rows ?? truth.truth).length === 0) {
    return Number.NaN;
  }
  return truth.task === 'classification' ? ofClasses(metric, truth, given, rows) : ofAmounts(metric, truth, given, rows);
}

function ofClasses(metric: EvaluationMetric, { truth, classes, positive }: Classes, given: Given, rows: ArrayLike<number> | undefined): number {
  const n = rows?.length ?? truth.length;
  const count = classes.length;
  const actual = new Float64Array(count);
  const predicted = new Float64Array(count);
  const hits = new Float64Array(count);
  let right = 0;
  for (let at = 0; at < n; at += 1) {
    const row = rows === undefined ? at : rows[at] as number;
    const is = truth[row] as number;
    const said = given[row] as number;
    actual[is] = (actual[is] as number) + 1;
    if (said >= 0) {
      predicted[said] = (predicted[said] as number) + 1;
    }
    if (is === said) {
      hits[is] = (hits[is] as number) + 1;
      right += 1;
    }
  }
  if (metric === 'accuracy') {
    return right / n;
  }
  const all = Array.from({ length: count }, (_, code) => code);
  if (metric === 'balanced_accuracy') {
    return mean(all.filter((code) => (actual[code] as number) > 0).map((code) => (hits[code] as number) / (actual[code] as number)));
  }
  const of = (code: number): number => {
    const [tp, is, said] = [hits[code] as number, actual[code] as number, predicted[code] as number];
    switch (metric) {
      case 'precision': return rate(tp, said);
      case 'recall': return rate(tp, is);
      default: return rate(2 * tp, is + said);
    }
  };
  return positive === undefined ? mean(all.filter((code) => (actual[code] as number) + (predicted[code] as number) > 0).map(of)) : of(positive);
}

function ofAmounts(metric: EvaluationMetric, { truth }: Amounts, given: Given, rows: ArrayLike<number> | undefined): number {
  const n = rows?.length ?? truth.length;
  const at = (index: number): number => (rows === undefined ? index : rows[index] as number);
  let absolute = 0;
  let square = 0;
  let sum = 0;
  for (let index = 0; index < n; index += 1) {
    const error = (truth[at(index)] as number) - (given[at(index)] as number);
    absolute += Math.abs(error);
    square += error * error;
    sum += truth[at(index)] as number;
  }
  switch (metric) {
    case 'mae': return absolute / n;
    case 'mse': return square / n;
    case 'rmse': return Math.sqrt(square / n);
    default: break;
  }
  const middle = sum / n;
  let total = 0;
  for (let index = 0; index < n; index += 1) {
    total += ((truth[at(index)] as number) - middle) ** 2;
  }
  if (n < 2 || Number.isNaN(square)) {
    return Number.NaN;
  }
  // As sklearn's force_finite: amounts that are all the same are predicted perfectly, or not at all.
  return total === 0 ? (square === 0 ? 1 : 0) : 1 - square / total;
}

function rate(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

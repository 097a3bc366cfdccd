/**
 * What only a learner can tell: the error of a regression before truths are known (direct loss estimation), and drift that no column shows
 * alone (domain classifier, PCA reconstruction). The real NannyML does it in the user's Python (src/python/slipway_estimate.py); where it is
 * not installed the answer is that it is not.
 */
import { AnsweredError, ChildEnded, LineChild, type PythonScript } from '../../serving/lineChild';
import { cleaned } from '../../training/jobEnvironment';
import { NotEstimated } from './notEstimated';
import { type Limits, type Side, sideOf } from './threshold';

/** Its Python has nannyml, its script is src/python/slipway_estimate.py. */
export interface LearnedOptions extends PythonScript {
  /** after so long it is ended; ten minutes when left out */
  readonly timeoutMilliseconds?: number;
}

/** Files of CSV, Parquet or JSON lines, by absolute path; a window each. */
export interface LearnedData {
  readonly reference: string;
  readonly windows: readonly string[];
  /** numbers and categories that are learned from, at least one */
  readonly columns: readonly string[];
}

export type DirectLossMetric = 'mae' | 'mse' | 'rmse' | 'mape' | 'msle' | 'rmsle';

/** What is said of a window. */
export interface LearnedEstimate extends Limits {
  readonly value: number | null;
  /** three sampling errors around the value; null where the method has none */
  readonly low: number | null;
  readonly high: number | null;
  readonly alert: Side;
  readonly rows: number;
}
type Row = Omit<LearnedEstimate, 'alert'>;
export interface Learned<Metric extends string> {
  /** rows that were learned from: at most 200,000, evenly taken from more */
  readonly referenceRows: number;
  /** a window each, in the order of the files */
  readonly metrics: Readonly<Record<Metric, readonly LearnedEstimate[]>>;
}

const MINUTE = 60_000;
const TIMEOUT = 10 * MINUTE;

/**
 * DLE: a LightGBM model learns from the reference how wrong the user's model is for which inputs; its mean over a window is the estimate
 * (nannyml/performance_estimation/direct_loss_estimation). As CBPE it assumes that the same inputs are as hard as they were.
 * @param chunkRows how many rows a window has: thresholds are told from chunks of the reference of that size
 */
export function directLoss(options: LearnedOptions, data: LearnedData & { readonly prediction: string; readonly truth: string; readonly metrics: readonly DirectLossMetric[]; readonly chunkRows: number }): Promise<Learned<DirectLossMetric>> {
  const { chunkRows, ...asked } = data;
  return ask(options, { do: 'direct_loss', ...asked, chunk: chunkRows });
}

/** How well a LightGBM model tells the rows of a window from those of the reference: an ROC-AUC of 0.5 is not at all, 1 always (nannyml/drift/multivariate/domain_classifier). */
export function domainClassifier(options: LearnedOptions, data: LearnedData): Promise<Learned<'roc_auc'>> {
  return ask(options, { do: 'domain_classifier', ...data });
}

/** How far rows lie from what the principal components of the reference make of them, in standard deviations (nannyml/drift/multivariate/data_reconstruction). */
export function reconstruction(options: LearnedOptions, data: LearnedData & { readonly chunkRows: number }): Promise<Learned<'reconstruction_error'>> {
  const { chunkRows, ...asked } = data;
  return ask(options, { do: 'reconstruction', ...asked, chunk: chunkRows });
}

interface Answer { readonly reference_rows: number; readonly metrics: Readonly<Record<string, readonly Row[]>> }

/** @throws NotEstimated with what people can do about it; the signal's reason when that ended it */
async function ask<Metric extends string>(options: LearnedOptions, request: object): Promise<Learned<Metric>> {
  const { python, script, root, env, log, signal, timeoutMilliseconds = TIMEOUT } = options;
  const timeout = AbortSignal.timeout(timeoutMilliseconds);
  const child = new LineChild({
    command: [python, script], cwd: root, env: { ...cleaned(env), PYTHONUNBUFFERED: '1', PYTHONIOENCODING: 'utf-8', PYTHONDONTWRITEBYTECODE: '1' }, log, signal: AbortSignal.any([signal, timeout]),
    who: 'Python', remedy: 'Name a Python that runs, with nannyml in it.',
  });
  try {
    const { reference_rows: referenceRows, metrics } = await child.ask<Answer>(request);
    const judged = Object.entries(metrics).map(([name, rows]) => [name, rows.map((row) => ({ ...row, alert: sideOf(row.value, row) }))] as const);
    return { referenceRows, metrics: Object.fromEntries(judged) as Record<Metric, LearnedEstimate[]> };
  } catch (error) {
    if (error instanceof AnsweredError) {
      throw new NotEstimated(error.reason ? error.message : `NannyML could not estimate: ${error.message}. Its log says more: ${log}`);
    }
    if (timeout.aborted && error === timeout.reason) {
      throw new NotEstimated(`The estimate was ended because it took longer than ${timeoutMilliseconds / MINUTE} minutes. Take fewer columns, or a smaller reference.`);
    }
    throw error instanceof ChildEnded ? new NotEstimated(error.message) : error;
  } finally {
    await child.close();
  }
}

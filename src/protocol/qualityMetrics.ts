/** By what the answers of a deployment can be judged: which way is better, and what values there are, decided here alone. Pure; no schema stands here. */
import { MONITOR_DEFAULTS } from './monitorDefaults';

interface MetricFacts {
  readonly task: 'classification' | 'regression';
  readonly better: 'higher' | 'lower';
  readonly least: number;
  readonly most: number;
  /** at the beginning of a sentence */
  readonly words: string;
}

const share = { task: 'classification', better: 'higher', least: 0, most: 1 } as const;
const error = { task: 'regression', better: 'lower', least: 0, most: Infinity } as const;

export const QUALITY_METRICS = {
  accuracy: { ...share, words: 'Accuracy' }, balanced_accuracy: { ...share, words: 'Balanced accuracy' }, precision: { ...share, words: 'Precision' }, recall: { ...share, words: 'Recall' }, f1: { ...share, words: 'F1' },
  roc_auc: { ...share, words: 'The ROC-AUC' }, log_loss: { ...error, task: 'classification', words: 'The log loss' },
  rmse: { ...error, words: 'The error (rmse)' }, mae: { ...error, words: 'The error (mae)' }, mse: { ...error, words: 'The error (mse)' }, r2: { ...share, task: 'regression', least: -Infinity, words: 'R²' },
} as const satisfies Readonly<Record<string, MetricFacts>>;
export type QualityMetric = keyof typeof QUALITY_METRICS;

/** The one that is asked for, where answers of that kind can be judged by it; else accuracy, or rmse of numbers. */
export function metricOf(task: MetricFacts['task'], asked: QualityMetric | undefined): QualityMetric {
  return asked !== undefined && QUALITY_METRICS[asked].task === task ? asked : task === 'classification' ? 'accuracy' : 'rmse';
}

/**
 * The worst value that is allowed where it was `reference` once. What has bounds above may change by an amount, an error by a part of itself.
 * @param drop undefined: 0.05, or 0.2 of an error
 */
export function allowedFrom(metric: QualityMetric, reference: number, drop: number | undefined): number {
  const { better, most }: MetricFacts = QUALITY_METRICS[metric];
  const by = Number.isFinite(most) ? drop ?? MONITOR_DEFAULTS.max_drop : Math.abs(reference) * (drop ?? MONITOR_DEFAULTS.max_growth);
  return better === 'higher' ? reference - by : reference + by;
}

export function isWorse(metric: QualityMetric, value: number, than: number): boolean {
  return QUALITY_METRICS[metric].better === 'higher' ? value < than : value > than;
}

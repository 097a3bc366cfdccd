/** Which of two values of a metric is better. */
import { RunTag } from './runTags';

export type Direction = 'higher' | 'lower' | 'unknown';

const LOWER = /(^|[_\-/. ])(loss|error|err|mae|mse|rmse|mape|smape|medae|perplexity|ppl|logloss|log_loss|cross_?entropy|nll|brier|hinge|wer|cer|fid|deviance|latency|misclassification|rmsle|max_error|residual)($|[_\-/. @])/i;
const HIGHER = /(^|[_\-/. ])(acc|accuracy|auc|auroc|auprc|roc_auc|pr_auc|aucpr|f1|f1_score|fbeta|precision|recall|score|r2|r2_score|map|ndcg|mrr|iou|dice|bleu|rouge\w*|kappa|mcc|ap|hit_?rate|specificity|sensitivity|balanced_accuracy|explained_variance|psnr|ssim|reward|return)($|[_\-/. @0-9])/i;

/** Experiment tag by which a person says which values of a metric are better: `higher` or `lower`. */
export function directionTag(key: string): string {
  return `slipway.metric.direction.${key}`;
}

/**
 * Under which key the direction that slipway.yaml gives a metric stands among the tags of experiments in Slipway's own answers. It is
 * stored nowhere, and MLflow's routes do not tell it.
 */
export function projectDirectionTag(key: string): string {
  return `slipway.project.direction.${key}`;
}

/**
 * The direction of a metric by the experiment's own word (MLflow's primaryMetric tags), else by slipway.yaml, else by its name, else
 * unknown.
 * @param key metric key, as logged (`val_loss`, `training_roc_auc`, `eval/f1@5`)
 * @param experimentTags tags of the experiment
 */
export function metricDirection(key: string, experimentTags: Readonly<Record<string, string>> = {}): Direction {
  const own = experimentTags[directionTag(key)];
  if (own === 'higher' || own === 'lower') {
    return own;
  }
  if (experimentTags[RunTag.primaryMetric] === key) {
    const greater = experimentTags[RunTag.greaterIsBetter]?.toLowerCase();
    if (greater === 'true') {
      return 'higher';
    }
    if (greater === 'false') {
      return 'lower';
    }
  }
  const project = experimentTags[projectDirectionTag(key)];
  if (project === 'higher' || project === 'lower') {
    return project;
  }
  if (LOWER.test(key)) {
    return 'lower';
  }
  return HIGHER.test(key) ? 'higher' : 'unknown';
}

/** @returns whether `a` is better than `b`; false where the direction is unknown or either is not a number. */
export function isBetter(a: number, b: number, direction: Direction): boolean {
  return direction === 'higher' ? a > b : direction === 'lower' ? a < b : false;
}

const TRAINING = /^(training|train)($|[_\-/. ])/i;

/** Whether a metric was measured on the data that the model was trained on, by its name: nearly always flattering. */
export function isTrainingMetric(key: string): boolean {
  return TRAINING.test(key);
}

/**
 * The metric that a list of runs is read by when nobody has named one: the first whose direction is known, measured on held-out data
 * before measured on training data; else the first.
 * @param keys metric keys, the most used first
 */
export function headlineMetric(keys: readonly string[], experimentTags: Readonly<Record<string, string>> = {}): string | undefined {
  const judged = keys.filter((key) => metricDirection(key, experimentTags) !== 'unknown');
  return judged.find((key) => !isTrainingMetric(key)) ?? judged[0] ?? keys[0];
}

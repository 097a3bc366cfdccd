import { describe, expect, it } from 'vitest';
import { headlineMetric, isBetter, metricDirection } from '../../../src/protocol/direction';

describe('which of two values is better', () => {
  it.each([
    ['loss', 'lower'], ['val_loss', 'lower'], ['training_log_loss', 'lower'], ['eval/rmse', 'lower'], ['mean_absolute_error', 'lower'],
    ['perplexity', 'lower'], ['rmse@10', 'lower'],
    ['accuracy', 'higher'], ['val_acc', 'higher'], ['training_roc_auc', 'higher'], ['eval/f1', 'higher'], ['f1_macro', 'higher'],
    ['best_cv_score', 'higher'], ['r2', 'higher'],
    ['learning_rate', 'unknown'], ['epoch', 'unknown'], ['glossary', 'unknown'], ['tomorrow', 'unknown'],
  ] as const)('%s: %s', (key, direction) => {
    expect(metricDirection(key)).toBe(direction);
  });

  it("an experiment's own word wins over the name", () => {
    const tags = { 'mlflow.experiment.primaryMetric.name': 'reward_loss', 'mlflow.experiment.primaryMetric.greaterIsBetter': 'True' };
    expect(metricDirection('reward_loss', tags)).toBe('higher');
    expect(metricDirection('loss', tags)).toBe('lower');
    expect(metricDirection('loss', { 'slipway.metric.direction.loss': 'higher' })).toBe('higher');
  });

  it('slipway.yaml wins over the name, and the experiment over slipway.yaml', () => {
    const file = { 'slipway.project.direction.my_cost': 'lower', 'slipway.project.direction.accuracy': 'lower' };
    expect(metricDirection('my_cost', file)).toBe('lower');
    expect(metricDirection('accuracy', file)).toBe('lower');
    expect(metricDirection('my_cost', { ...file, 'slipway.metric.direction.my_cost': 'higher' })).toBe('higher');
    expect(metricDirection('my_cost', { ...file, 'mlflow.experiment.primaryMetric.name': 'my_cost', 'mlflow.experiment.primaryMetric.greaterIsBetter': 'true' })).toBe('higher');
  });

  it('no value is better where the direction is unknown or a value is not a number', () => {
    expect(isBetter(2, 1, 'unknown')).toBe(false);
    expect(isBetter(Number.NaN, 1, 'higher')).toBe(false);
    expect(isBetter(1, 2, 'lower')).toBe(true);
  });
});

describe('the metric that a list is read by', () => {
  it('comes from held-out data where there is such a metric', () => {
    expect(headlineMetric(['training_precision_score', 'training_f1_score', 'RandomForestClassifier_score_X_test'])).toBe('RandomForestClassifier_score_X_test');
  });

  it('is a judged one before one of which nobody knows which way is better', () => {
    expect(headlineMetric(['epoch', 'train_loss'])).toBe('train_loss');
    expect(headlineMetric(['epoch', 'lr'])).toBe('epoch');
    expect(headlineMetric([])).toBeUndefined();
  });
});

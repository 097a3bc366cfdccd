/** Params and metrics of a sweep in which the learning rate and the model matter, and the seed does not. */
import type { Field, NumberField } from '../fields';
import { chance } from './sampleCurves';

const MODELS = ['lightgbm', 'mlp', 'xgboost'];

export function sampleFields(count: number): { readonly params: Field[]; readonly metrics: NumberField[] } {
  const random = chance(7);
  const runs = Array.from({ length: count }, () => ({ rate: 10 ** (-3.5 + random() * 3), depth: 3 + Math.floor(random() * 6), model: Math.floor(random() * 3), subsample: Math.round((0.6 + random() * 0.4) * 10) / 10, seed: Math.floor(random() * 1000), noise: random() - 0.5 }));
  const auc = runs.map(({ rate, depth, model, noise }) => 0.9 - 0.03 * (Math.log10(rate) + 1.5) ** 2 + 0.004 * depth - 0.03 * Number(model === 1) + 0.02 * noise);
  const number = (key: string, values: readonly number[]): NumberField => ({ kind: 'number', key, values: Float64Array.from(values) });
  return {
    params: [
      { kind: 'category', key: 'model', values: Int32Array.from(runs, ({ model }) => model), categories: MODELS },
      number('learning_rate', runs.map(({ rate }) => Number(rate.toPrecision(2)))), number('max_depth', runs.map(({ depth }) => depth)),
      number('subsample', runs.map(({ subsample }, run) => (run % 9 === 5 ? NaN : subsample))), number('seed', runs.map(({ seed }) => seed)),
    ],
    metrics: [number('auc', auc), number('loss', auc.map((value) => 1.05 - value + (value % 0.01)))],
  };
}

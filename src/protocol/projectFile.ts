/**
 * `slipway.yaml`, the project file: what no existing file of a project says. One schema checks it, feeds the language server's
 * completion and hover, and is its documentation.
 */
import * as Type from 'typebox';
import type { Static } from 'typebox';
import { DataSchema } from './dataSchema';
import { DeploymentLimits } from './deploymentLimits';
import { TrafficOptions } from './deploymentTraffic';
import { MonitorOptions } from './monitors';
import { RetrainPolicy } from './retraining';

const strict = { additionalProperties: false };
const Share = { minimum: 0, maximum: 1 };

/** Which values of a metric are better. */
const MetricDirection = Type.Union([Type.Literal('higher'), Type.Literal('lower')]);

export const TrainTarget = Type.Object({
  command: Type.String({ minLength: 1, description: 'What is run, as in a terminal: `python train.py --trees 200`.' }),
  folder: Type.Optional(Type.String({ minLength: 1, description: 'Where it is run, relative to this file. Default: the folder of this file.' })),
  validate: Type.Optional(Type.Array(Type.String({ minLength: 1 }), { minItems: 1, description: 'Schemas of `data` whose files are checked before each job: what breaks one stops it before it starts.' })),
  experiment: Type.Optional(Type.String({ minLength: 1, description: 'Experiment that its runs belong to. Default: what the script says, else "Default".' })),
}, { ...strict, description: 'A training command with a name: "Slipway: Train…" and `slipway run` offer it.' });
export type TrainTarget = Static<typeof TrainTarget>;

export const Limits = Type.Object({
  min: Type.Optional(Type.Number({ description: 'The least value that passes.' })),
  max: Type.Optional(Type.Number({ description: 'The greatest value that passes.' })),
}, { ...strict, minProperties: 1, description: 'Values that pass, both ends included.' });
export type Limits = Static<typeof Limits>;

export const Evaluation = Type.Object({
  data: Type.String({ minLength: 1, description: 'File with rows that no version was trained on (.csv, .parquet, .json lines), relative to this file.' }),
  label: Type.String({ minLength: 1, description: 'Column that holds the true answer.' }),
  task: Type.Optional(Type.Union([Type.Literal('classification'), Type.Literal('regression')], { description: 'What is predicted. Default: classification when the label holds text, truth values or at most 20 different whole numbers.' })),
  positive: Type.Optional(Type.Union([Type.String(), Type.Number(), Type.Boolean()], { description: 'The answer that counts as "yes", for precision, recall, f1 and fairness with two classes. Default: the greater of the two.' })),
  features: Type.Optional(Type.Array(Type.String(), { minItems: 1, description: 'Columns that the model gets. Default: those of its signature, else all but the label.' })),
}, { ...strict, description: 'Rows that versions are judged on. Slices, fairness, missing values and the test against the champion need them.' });
export type Evaluation = Static<typeof Evaluation>;

/** What is measured on evaluation data. */
export const EvaluationMetric = Type.Union([
  Type.Literal('accuracy'), Type.Literal('balanced_accuracy'), Type.Literal('precision'), Type.Literal('recall'), Type.Literal('f1'),
  Type.Literal('mae'), Type.Literal('mse'), Type.Literal('rmse'), Type.Literal('r2'),
]);
export type EvaluationMetric = Static<typeof EvaluationMetric>;

export const ChampionCheck = Type.Object({
  alias: Type.Optional(Type.String({ minLength: 1, description: 'Alias of the version to be compared with. Default: champion.' })),
  test: Type.Optional(Type.Union([Type.Literal('mcnemar'), Type.Literal('bootstrap')], {
    description: 'How "not worse" is decided on the same rows. mcnemar: exact McNemar test of the rows on which only one of the two is right (classification); worse when p < alpha and more rows are lost than won. bootstrap: percentile interval of the gain in `metric` from resampled pairs of rows; worse when the whole (1 − alpha) interval lies below −tolerance. Default: mcnemar for classification, bootstrap for regression.',
  })),
  metric: Type.Optional(Type.Union(EvaluationMetric.anyOf, { description: 'What the bootstrap compares. Default: accuracy for classification, rmse for regression.' })),
  alpha: Type.Optional(Type.Number({ exclusiveMinimum: 0, maximum: 0.5, description: 'Level of the two-sided test: two versions that are equally good are told apart with at most this probability, half of it to the bad side. Default: 0.05.' })),
  tolerance: Type.Optional(Type.Number({ minimum: 0, description: 'A loss of the metric that is accepted, for bootstrap. Default: 0.' })),
  samples: Type.Optional(Type.Integer({ minimum: 100, maximum: 100_000, description: 'Resamples of the bootstrap. Default: 2000.' })),
  seed: Type.Optional(Type.Integer({ minimum: 0, maximum: 4_294_967_295, description: 'Start of the random numbers, so that the same data give the same answer. Default: 0.' })),
}, { ...strict, description: 'The version must not be worse than the one that is champion now. With no champion yet this passes, and says so.' });
export type ChampionCheck = Static<typeof ChampionCheck>;

export const SliceCheck = Type.Object({
  column: Type.String({ minLength: 1, description: 'Column of the evaluation data; each of its values is a slice.' }),
  metric: EvaluationMetric,
  min: Type.Optional(Type.Number({ description: 'The least value that passes in every slice.' })),
  max: Type.Optional(Type.Number({ description: 'The greatest value that passes in every slice.' })),
  min_rows: Type.Optional(Type.Integer({ minimum: 1, description: 'Slices with fewer rows are told, not judged. Default: 30.' })),
}, { ...strict, description: 'A metric must hold in every slice, not only over all rows.' });
export type SliceCheck = Static<typeof SliceCheck>;

export const FairnessCheck = Type.Object({
  column: Type.String({ minLength: 1, description: 'Column of the evaluation data that holds the group, such as sex or region.' }),
  demographic_parity_difference: Type.Optional(Type.Number({ ...Share, description: 'Greatest difference between the groups in how often "yes" is predicted (as fairlearn.metrics.demographic_parity_difference).' })),
  demographic_parity_ratio: Type.Optional(Type.Number({ ...Share, description: 'Least ratio of these rates, the rarest group to the most frequent one (0.8: the "four-fifths rule").' })),
  equalized_odds_difference: Type.Optional(Type.Number({ ...Share, description: 'Greatest difference between the groups in true positive or false positive rate, whichever is greater (as fairlearn.metrics.equalized_odds_difference).' })),
  equalized_odds_ratio: Type.Optional(Type.Number({ ...Share, description: 'Least ratio of these rates.' })),
}, { ...strict, minProperties: 2, description: 'How differently the groups of a column are treated. Needs two classes.' });
export type FairnessCheck = Static<typeof FairnessCheck>;

export const MissingValuesCheck = Type.Object({
  metric: EvaluationMetric,
  share: Type.Optional(Type.Number({ exclusiveMinimum: 0, maximum: 1, description: 'Share of the rows in which a column is emptied, one column after the other. Default: 0.1.' })),
  max_drop: Type.Number({ minimum: 0, description: 'By how much the metric may get worse when any one column is emptied. A model that cannot predict at all then fails.' }),
  seed: Type.Optional(Type.Integer({ minimum: 0, maximum: 4_294_967_295, description: 'Start of the random numbers that choose the rows. Default: 0.' })),
}, { ...strict, description: 'The version must go on predicting when values are missing.' });
export type MissingValuesCheck = Static<typeof MissingValuesCheck>;

export const LatencyLimits = Type.Object({
  p50_ms: Type.Optional(Type.Number({ exclusiveMinimum: 0, description: 'The greatest median time of an answer, in milliseconds.' })),
  p99_ms: Type.Optional(Type.Number({ exclusiveMinimum: 0, description: 'The greatest time that 99 of 100 answers take, in milliseconds.' })),
  times_champion: Type.Optional(Type.Number({ exclusiveMinimum: 0, description: 'How many times the champion\'s median the version\'s own may be. Both are served at the same time and asked the same rows in turns, so that it holds on any machine. With no champion yet this passes, and says so.' })),
}, { ...strict, minProperties: 1, description: 'Time of an answer to one row, from request to answer at a client on this machine: requests one after the other, at most 1,000 of them and 10 s, after a warm-up.' });
export type LatencyLimits = Static<typeof LatencyLimits>;

export const ServingCheck = Type.Object({
  latency: Type.Optional(LatencyLimits),
  memory_mb: Type.Optional(Type.Number({ exclusiveMinimum: 0, description: 'The greatest resident memory after it was asked, in megabytes: of the process that answers and, where Python scores the model, of that.' })),
  size_mb: Type.Optional(Type.Number({ exclusiveMinimum: 0, description: 'The greatest size of what is served, in megabytes: of the ONNX graph with its weights, or of the model\'s folder where Python scores it.' })),
}, { ...strict, minProperties: 1, description: 'What the version may cost as it would be deployed. It is prepared and served as a deployment is, and asked single rows of its input example, else of the evaluation data.' });
export type ServingCheck = Static<typeof ServingCheck>;

export const Gate = Type.Object({
  evaluation: Type.Optional(Evaluation),
  metrics: Type.Optional(Type.Record(Type.String(), Limits, { description: 'Limits of metrics that the version\'s run or logged model has recorded, by name; of what is not recorded, measured on the evaluation data.' })),
  champion: Type.Optional(ChampionCheck),
  slices: Type.Optional(Type.Array(SliceCheck, { minItems: 1 })),
  fairness: Type.Optional(Type.Array(FairnessCheck, { minItems: 1 })),
  missing_values: Type.Optional(MissingValuesCheck),
  serving: Type.Optional(ServingCheck),
  signature: Type.Optional(Type.Union([Type.Literal('compatible'), Type.Literal('same'), Type.Literal('present')], {
    description: 'present: the version has a signature. compatible: who calls the champion can call it (no new required input, no changed type, no output gone). same: the signature is the champion\'s.',
  })),
  licenses: Type.Optional(Type.Array(Type.String(), { minItems: 1, description: 'SPDX licences that the packages of the model may have; any other is a warning.' })),
  pickle: Type.Optional(Type.Union([Type.Literal('fail'), Type.Literal('warn'), Type.Literal('allow')], { description: 'What it means that the model holds a pickle, which runs code when it is loaded. Default: warn.' })),
}, { ...strict, minProperties: 1, description: 'What a version of the registered model of this name has to pass before it is promoted.' });
export type Gate = Static<typeof Gate>;

export const DeploymentTarget = Type.Object({
  model: Type.String({ minLength: 1, pattern: '^[^/@]+(@[^/@]+|/[0-9]+)$', description: 'The version that is served: `iris@champion` follows the alias, `iris/3` stays.' }),
  port: Type.Optional(Type.Integer({ minimum: 1, maximum: 65_535, description: 'Port of its address. Default: a free one that is kept.' })),
  traffic: Type.Optional(TrafficOptions),
  limits: Type.Optional(DeploymentLimits),
}, { ...strict, description: 'An endpoint with a name.' });
export type DeploymentTarget = Static<typeof DeploymentTarget>;

export const ProjectFile = Type.Object({
  metrics: Type.Optional(Type.Record(Type.String(), MetricDirection, { description: 'Which values of a metric are better, where its name does not say.' })),
  data: Type.Optional(Type.Record(Type.String(), DataSchema, { description: 'What data has to be like, by name.' })),
  train: Type.Optional(Type.Record(Type.String(), TrainTarget, { description: 'Training commands by name.' })),
  gates: Type.Optional(Type.Record(Type.String(), Gate, { description: 'What a version has to pass before it is promoted, by registered model.' })),
  deployments: Type.Optional(Type.Record(Type.String(), DeploymentTarget, { description: 'Endpoints by name.' })),
  monitors: Type.Optional(Type.Record(Type.String(), MonitorOptions, { description: 'Who watches the traffic of deployments, by name.' })),
  retrain: Type.Optional(Type.Record(Type.String(), RetrainPolicy, { description: 'What trains again by itself, by name.' })),
}, { ...strict, description: 'The project file of Slipway.' });
export type ProjectFile = Static<typeof ProjectFile>;

/** Name of the file at the root of the project. */
export const PROJECT_FILE = 'slipway.yaml';

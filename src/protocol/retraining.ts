/** Continuous training: what retrains a model, and how a candidate comes to answer. `/slipway/v1/retraining`. */
import * as Type from 'typebox';
import type { Static } from 'typebox';
import { RolloutPlan } from './deployments';
import { Duration } from './duration';

const strict = { additionalProperties: false };

/** Where nothing else is said. */
export const RETRAIN_DEFAULTS = { on: ['estimated_quality', 'realised_quality'], days: 30, min_labels: 100, budget: '1h', at_most: '1d', shadow: '10m', shadow_requests: 100 } as const;

export const RetrainShadow = Type.Object({
  hold: Type.Optional(Type.String({ ...Duration, description: `At least so long. Default: ${RETRAIN_DEFAULTS.shadow}.` })),
  min_requests: Type.Optional(Type.Integer({ minimum: 1, description: `And until it got so many. Default: ${RETRAIN_DEFAULTS.shadow_requests}.` })),
}, { ...strict, description: 'Before it answers anybody, the candidate gets copies of all requests: where it fails, or its answers turn out to be worse than the champion\'s, it goes no further.' });
export type RetrainShadow = Static<typeof RetrainShadow>;

export const RetrainPolicy = Type.Object({
  monitor: Type.String({ minLength: 1, description: 'The monitor whose alerts start it, and whose deployment gets the candidate.' }),
  train: Type.String({ minLength: 1, description: 'The train target that makes the candidate.' }),
  arguments: Type.Optional(Type.String({ description: 'Added to its command. {labelled} is the path of a Parquet file with the labelled traffic: the inputs, and the truths as a column named like the label of the monitor. It stands in the environment variable SLIPWAY_LABELLED_TRAFFIC as well.' })),
  model: Type.Optional(Type.String({ minLength: 1, description: 'Registered model that the candidate becomes a version of. Default: that of the champion.' })),
  on: Type.Optional(Type.Array(Type.Union([Type.Literal('drift'), Type.Literal('data'), Type.Literal('concept'), Type.Literal('fairness'), Type.Literal('estimated_quality'), Type.Literal('realised_quality')]), { description: `Alerts that start it; none: []. Default: ${RETRAIN_DEFAULTS.on.join(', ')}.` })),
  schedule: Type.Optional(Type.String({ ...Duration, description: 'Starts it so long after the last one, alert or not.' })),
  labels: Type.Optional(Type.Integer({ minimum: 1, description: 'Starts it when so many rows have been labelled since the last one.' })),
  data: Type.Optional(Type.String({ minLength: 1, description: 'Starts it when the content of this file changes, relative to slipway.yaml: data that is trained with, or the .dvc file that names its version. It needs no labelled rows then, unless min_labels says so.' })),
  days: Type.Optional(Type.Number({ exclusiveMinimum: 0, description: `Traffic of so many days is taken. Default: ${RETRAIN_DEFAULTS.days}.` })),
  rows: Type.Optional(Type.Integer({ minimum: 1, maximum: 10_000_000, description: 'At most so many labelled rows, the latest ones. Default: a million.' })),
  min_labels: Type.Optional(Type.Integer({ minimum: 0, description: `Fewer labelled rows are not trained with: it waits for more. Default: ${RETRAIN_DEFAULTS.min_labels}.` })),
  budget: Type.Optional(Type.String({ ...Duration, description: `Training that takes longer is stopped. Default: ${RETRAIN_DEFAULTS.budget}.` })),
  at_most: Type.Optional(Type.String({ ...Duration, description: `Not again within this time. Default: ${RETRAIN_DEFAULTS.at_most}.` })),
  approve: Type.Optional(Type.Boolean({ description: 'Whether somebody has to approve before a candidate that passed its gate answers anything. Default: false.' })),
  shadow: Type.Optional(RetrainShadow),
  rollout: Type.Optional(Type.Partial(RolloutPlan, { ...strict, description: 'How the candidate comes to its share, and what takes it back.' })),
}, { ...strict, description: 'Trains again, judges the candidate by its gate against the champion, and lets it answer a growing share.' });
export type RetrainPolicy = Static<typeof RetrainPolicy>;

/** person: somebody asked for it */
export type RetrainingTrigger = 'alert' | 'schedule' | 'labels' | 'data' | 'person';

/**
 * collecting: labelled traffic becomes a file · training: a job runs · judging: its version goes through its gate · shadowing: it gets
 * copies of all requests · waiting: for somebody's approval · rolling_out: it answers a share · promoted: it is the champion · rolled_back: it was worse, or failed, and answers nothing ·
 * rejected: its gate stands against it · vetoed: somebody did not want it · failed: it could not be made
 */
export type RetrainingState = 'collecting' | 'training' | 'judging' | 'shadowing' | 'waiting' | 'rolling_out' | 'promoted' | 'rolled_back' | 'rejected' | 'vetoed' | 'failed';

export interface RetrainingStep {
  /** Unix ms */
  readonly at: number;
  readonly state: RetrainingState;
  /** one sentence, with the numbers that it was decided by */
  readonly text: string;
  readonly by: 'rule' | 'person';
}

export interface Retraining {
  readonly retraining_id: string;
  readonly policy: string;
  readonly monitor: string;
  readonly deployment: string;
  readonly model: string;
  readonly state: RetrainingState;
  /** somebody holds it: the next step is not taken */
  readonly paused: boolean;
  /** what started it, as a sentence */
  readonly why: string;
  readonly trigger: RetrainingTrigger;
  readonly alert_id: string | null;
  /** oldest first: every decision with what it was decided by */
  readonly steps: readonly RetrainingStep[];
  readonly labelled_rows: number | null;
  readonly job_id: string | null;
  readonly run_id: string | null;
  readonly version: string | null;
  readonly gate_id: string | null;
  /** when it began to get copies, Unix ms */
  readonly shadow_at: number | null;
  /** when it began to answer, Unix ms */
  readonly rollout_at: number | null;
  readonly started_at: number;
  readonly ended_at: number | null;
}

export interface RetrainStanding {
  readonly name: string;
  readonly state: 'ready' | 'running' | 'stopped' | 'failed';
  /** why it can't start, for a person */
  readonly problem: string | null;
  /** as slipway.yaml says them; null: it can't be read */
  readonly policy: RetrainPolicy | null;
  readonly last: Retraining | null;
}

/** `POST /slipway/v1/retraining`: a policy of slipway.yaml holds from now on. */
export const RetrainRequest = Type.Object({
  name: Type.String({ minLength: 1, description: 'of the policy in slipway.yaml' }),
  root: Type.String({ description: 'absolute path of the project' }),
  python: Type.Optional(Type.String({ description: 'absolute path of the interpreter' })),
  env: Type.Record(Type.String(), Type.String(), { description: 'of the requester: what is trained later gets it' }),
});
export type RetrainRequest = Static<typeof RetrainRequest>;

/** `POST /slipway/v1/retraining/:name/now` */
export const RetrainNowRequest = Type.Object({ why: Type.Optional(Type.String({ maxLength: 500 })) });

/** `POST /slipway/v1/retrainings/:id` */
export const RetrainingChange = Type.Object({
  what: Type.Union([Type.Literal('approve'), Type.Literal('veto'), Type.Literal('pause'), Type.Literal('resume')]),
  why: Type.Optional(Type.String({ maxLength: 500 })),
});
export type RetrainingChange = Static<typeof RetrainingChange>;

/** Deployments: a registered version that answers on a port of its own. `/slipway/v1/deployments`. */
import * as Type from 'typebox';
import type { Static } from 'typebox';
import { DeploymentLimits } from './deploymentLimits';
import { TrafficOptions } from './deploymentTraffic';
import { UntrustedFile } from './registry';

/**
 * preparing: its model is made servable · starting: its process comes up, or comes up again · healthy: it answers ·
 * stopped: somebody has stopped it · failed: it can't be served, `problem` says why
 */
export const DeploymentState = Type.Union([
  Type.Literal('preparing'), Type.Literal('starting'), Type.Literal('healthy'), Type.Literal('stopped'), Type.Literal('failed'),
]);
export type DeploymentState = Static<typeof DeploymentState>;

/**
 * champion: answers what no challenger takes · challenger: answers its weight of the requests · shadow: gets copies, its answers are compared
 * and never returned · previous: the champion before, kept warm so that going back to it takes no time
 */
export const ArmRole = Type.Union([Type.Literal('champion'), Type.Literal('challenger'), Type.Literal('shadow'), Type.Literal('previous')]);
export type ArmRole = Static<typeof ArmRole>;

/** starting: its model is loaded, and the champion answers in its place · ready · failed: its model can't be loaded, or it was taken out */
export const ArmState = Type.Union([Type.Literal('starting'), Type.Literal('ready'), Type.Literal('failed')]);
export type ArmState = Static<typeof ArmState>;

/** How well an arm predicts what turned out to be true: mean and variance of a score per labelled row. */
export const Moments = Type.Object({
  n: Type.Integer({ description: 'labelled rows' }),
  mean: Type.Number({ description: 'of 1 for a right class and 0 for a wrong one, or of the negative squared error' }),
  variance: Type.Number({ description: 'unbiased; 0 below two rows' }),
});
export type Moments = Static<typeof Moments>;

export const DeploymentArm = Type.Object({
  model: Type.String(),
  version: Type.String(),
  role: ArmRole,
  weight: Type.Number({ description: 'percent of the requests; of a shadow, that are copied to it' }),
  pid: Type.Union([Type.Integer(), Type.Null()], { description: 'of the process that scores; null while there is none' }),
  state: ArmState,
  problem: Type.Union([Type.String(), Type.Null()], { description: 'for a person' }),
  requests: Type.Integer({ description: 'that it was asked, since it was added; of a shadow, copies' }),
  failures: Type.Integer({ description: 'of these, that it could not answer: the champion did in its place' }),
  quality: Type.Union([Moments, Type.Null()], { description: 'since the deployment began; null: no ground truth has come' }),
  compared: Type.Union([Moments, Type.Null()], { description: 'the same, of rows that were answered since an arm or a rollout began last: what verdicts are told from' }),
  agreement: Type.Union([Type.Object({ rows: Type.Integer(), same: Type.Integer() }), Type.Null()], { description: 'of a shadow: rows compared, and those with the answer that was returned' }),
});
export type DeploymentArm = Static<typeof DeploymentArm>;

/** How a challenger comes to its share, and what takes it back. */
export const RolloutPlan = Type.Object({
  steps: Type.Array(Type.Number({ exclusiveMinimum: 0, maximum: 100 }), { minItems: 1, description: 'Percent of the requests at each step, ascending. Default: 5, 25, 50.' }),
  hold_seconds: Type.Number({ minimum: 0, description: 'How long each step lasts at least. Default: 300.' }),
  min_requests: Type.Integer({ minimum: 0, description: 'Requests that the challenger has answered at a step before the next one. Default: 100.' }),
  max_failure_rate: Type.Number({ exclusiveMinimum: 0, exclusiveMaximum: 1, description: 'Taken back when it is certain, at the error rate, that it fails more often than this, or than twice as often as the champion. Default: 0.05.' }),
  max_latency_ratio: Type.Number({ exclusiveMinimum: 1, description: 'Taken back when its p99 is more than so many times the champion\'s, and 10 ms more. Default: 3.' }),
  error_rate: Type.Number({ exclusiveMinimum: 0, exclusiveMaximum: 1, description: 'Chance of a wrong verdict, however often it is looked at. Default: 0.05.' }),
  finish: Type.Union([Type.Literal('promote'), Type.Literal('better'), Type.Literal('ask')], { description: 'After the last step: promote; promote once ground truth says that it is better; leave it to a person. Default: promote.' }),
});
export type RolloutPlan = Static<typeof RolloutPlan>;

/** What ground truth says of a challenger against the champion: a confidence sequence, which may be looked at as often as one likes. */
export const Verdict = Type.Object({
  kind: Type.Union([Type.Literal('too_few'), Type.Literal('open'), Type.Literal('better'), Type.Literal('worse')], { description: 'too_few: below 100 labelled rows of either · open: the interval holds 0' }),
  difference: Type.Union([Type.Number(), Type.Null()], { description: 'challenger minus champion, of the mean scores' }),
  half_width: Type.Union([Type.Number(), Type.Null()]),
  labelled: Type.Integer({ description: 'rows of both' }),
  error_rate: Type.Number(),
});
export type Verdict = Static<typeof Verdict>;

export const Rollout = Type.Object({
  plan: RolloutPlan,
  model: Type.String(),
  version: Type.String(),
  state: Type.Union([Type.Literal('running'), Type.Literal('waiting'), Type.Literal('promoted'), Type.Literal('rolled_back')], { description: 'waiting: the last step is held, and a person or ground truth decides' }),
  step: Type.Integer({ description: 'index in steps' }),
  step_since: Type.Integer({ description: 'Unix time, ms' }),
  step_requests: Type.Integer({ description: 'that the challenger was asked at this step' }),
  why: Type.Union([Type.String(), Type.Null()], { description: 'what ended it, or what it waits for; for a person' }),
  verdict: Verdict,
});
export type Rollout = Static<typeof Rollout>;

/** What changed who answers. */
export const ArmChange = Type.Object({
  at: Type.Integer({ description: 'Unix time, ms' }),
  what: Type.Union([Type.Literal('deployed'), Type.Literal('added'), Type.Literal('removed'), Type.Literal('weights'), Type.Literal('step'), Type.Literal('promoted'), Type.Literal('rolled_back')]),
  text: Type.String({ description: 'one sentence' }),
  by: Type.Union([Type.Literal('person'), Type.Literal('rule')]),
});
export type ArmChange = Static<typeof ArmChange>;

export const Deployment = Type.Object({
  name: Type.String(),
  state: DeploymentState,
  url: Type.Union([Type.String(), Type.Null()], { description: 'where it answers; kept when it is stopped and started again' }),
  arms: Type.Array(DeploymentArm),
  rollout: Type.Union([Rollout, Type.Null()], { description: 'the one that runs, or that a rule has ended; null once a person has changed something' }),
  history: Type.Array(ArmChange, { description: 'newest first, the last fifty' }),
  stage: Type.Union([Type.String(), Type.Null()], { description: 'what is done now, while it is prepared' }),
  problem: Type.Union([Type.String(), Type.Null()], { description: 'one sentence for a person, and what to do' }),
  needs_trust: Type.Optional(Type.Array(UntrustedFile, { description: 'files from elsewhere that somebody has to trust before the model is loaded' })),
  how: Type.Union([Type.String(), Type.Null()], { description: 'one sentence: how its model is scored, and why so' }),
  created_at: Type.Integer({ description: 'Unix time, ms' }),
  log_file: Type.String({ description: 'absolute path' }),
});
export type Deployment = Static<typeof Deployment>;

/** `POST /slipway/v1/deployments`. Answers at once; notices of type `deployment` tell when to read it again. */
export const DeployRequest = Type.Object({
  model: Type.String(),
  version: Type.String(),
  name: Type.Optional(Type.String({ description: 'default: made from the name of the model' })),
  port: Type.Optional(Type.Integer({ minimum: 0, maximum: 65_535, description: 'default: a free one, which is kept' })),
  root: Type.String({ description: 'absolute path of the project: a model\'s own code finds its modules there' }),
  python: Type.Optional(Type.String({ description: 'absolute path of the interpreter that converts the model, or scores it' })),
  env: Type.Record(Type.String(), Type.String(), { description: 'of the requester' }),
  traffic: Type.Optional(TrafficOptions),
  limits: Type.Optional(DeploymentLimits),
  trust: Type.Optional(Type.Array(Type.String(), { description: 'digests of files from elsewhere that somebody has agreed to load' })),
});
export type DeployRequest = Static<typeof DeployRequest>;

const Prepared = { root: DeployRequest.properties.root, python: DeployRequest.properties.python, env: DeployRequest.properties.env, trust: DeployRequest.properties.trust };

/** `POST /slipway/v1/deployments/:name/arms`: another version beside the champion. Its model is prepared first; the answer comes at once. */
export const AddArmRequest = Type.Object({
  model: Type.String(),
  version: Type.String(),
  role: Type.Union([Type.Literal('challenger'), Type.Literal('shadow')]),
  weight: Type.Optional(Type.Number({ minimum: 0, maximum: 100, description: 'default: 0 for a challenger, 100 for a shadow' })),
  rollout: Type.Optional(Type.Partial(RolloutPlan, { description: 'of a challenger: begins with its first step once its model is loaded' })),
  ...Prepared,
});
export type AddArmRequest = Static<typeof AddArmRequest>;

/** An arm of a deployment. `POST …/arms/remove`. */
export const ArmName = Type.Object({ model: Type.String(), version: Type.String() });
export type ArmName = Static<typeof ArmName>;

/** `POST …/promote`: the arm becomes the champion. Default: the only challenger. */
export const PromoteRequest = Type.Partial(ArmName);
export type PromoteRequest = Static<typeof PromoteRequest>;

/** `POST …/traffic`: percent of the requests by challenger; the champion gets the rest. Ends a rollout. */
export const TrafficRequest = Type.Object({
  weights: Type.Array(Type.Object({ ...ArmName.properties, weight: Type.Number({ minimum: 0, maximum: 100 }) }), { minItems: 1 }),
});
export type TrafficRequest = Static<typeof TrafficRequest>;

/** `POST …/rollback`: back to the champion alone; after a promotion, back to the champion before. */
export const RollbackRequest = Type.Object({ why: Type.Optional(Type.String({ maxLength: 500, description: 'kept in the history' })) });
export type RollbackRequest = Static<typeof RollbackRequest>;

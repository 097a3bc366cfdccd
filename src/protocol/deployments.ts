/** Deployments: a registered version that answers on a port of its own. `/slipway/v1/deployments`. */
import * as Type from 'typebox';
import type { Static } from 'typebox';
import { TrafficOptions } from './deploymentTraffic';

/**
 * preparing: its model is made servable · starting: its process comes up, or comes up again · healthy: it answers ·
 * stopped: somebody has stopped it · failed: it can't be served, `problem` says why
 */
export const DeploymentState = Type.Union([
  Type.Literal('preparing'), Type.Literal('starting'), Type.Literal('healthy'), Type.Literal('stopped'), Type.Literal('failed'),
]);
export type DeploymentState = Static<typeof DeploymentState>;

export const ArmRole = Type.Union([Type.Literal('champion'), Type.Literal('challenger'), Type.Literal('shadow')]);
export type ArmRole = Static<typeof ArmRole>;

export const DeploymentArm = Type.Object({
  model: Type.String(),
  version: Type.String(),
  role: ArmRole,
  weight: Type.Number({ description: 'percent of the requests' }),
  pid: Type.Union([Type.Integer(), Type.Null()], { description: 'of the process that scores; null while there is none' }),
});
export type DeploymentArm = Static<typeof DeploymentArm>;

export const Deployment = Type.Object({
  name: Type.String(),
  state: DeploymentState,
  url: Type.Union([Type.String(), Type.Null()], { description: 'where it answers; kept when it is stopped and started again' }),
  arms: Type.Array(DeploymentArm),
  stage: Type.Union([Type.String(), Type.Null()], { description: 'what is done now, while it is prepared' }),
  problem: Type.Union([Type.String(), Type.Null()], { description: 'one sentence for a person, and what to do' }),
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
});
export type DeployRequest = Static<typeof DeployRequest>;

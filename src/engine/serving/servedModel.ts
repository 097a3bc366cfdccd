/**
 * What a deployment is made of, as its front process reads it from `.slipway/deployments/<name>/plan.json`. The engine writes it; the
 * front outlives the engine, so the file is all that they share.
 */
import * as Type from 'typebox';
import type { Static } from 'typebox';
import { DeploymentLimits } from '../../protocol/deploymentLimits';
import { TrafficOptions } from '../../protocol/deploymentTraffic';
import { ArmChange, ArmRole, RolloutPlan } from '../../protocol/deployments';
import { ModelSignature } from '../../protocol/modelContents';

const Signature = Type.Union([ModelSignature, Type.Null()], { description: 'as MLmodel says it; null: nothing is enforced' });

/** A graph that answers as the version's own `predict` does: seen to, when it was converted. */
export const OnnxModel = Type.Object({
  kind: Type.Literal('onnx'),
  file: Type.String({ description: 'absolute path of the .onnx file; external data stand beside it' }),
  signature: Signature,
  /** matrix: one input [rows, columns] with the columns in the order of the signature. columns: one input [rows, 1] per column, by name. tensors: inputs of the signature's own names */
  feed: Type.Union([Type.Literal('matrix'), Type.Literal('columns'), Type.Literal('tensors')]),
  answer: Type.String({ description: 'output of the graph that is what predict gives' }),
  labels: Type.Union([Type.Array(Type.Union([Type.String(), Type.Integer(), Type.Boolean()])), Type.Null()], { description: 'what predict gives for the class numbers that the graph answers with; null: the answer stands as it is' }),
  probabilities: Type.Union([Type.String(), Type.Null()], { description: 'output of the graph with one column per class' }),
  classes: Type.Union([Type.Array(Type.String()), Type.Null()], { description: 'names of those columns' }),
  missing: Type.Optional(Type.Boolean({ description: 'whether predict takes NaN: a graph answers to it in any case, so it is refused where predict refuses it, and where nothing is said' })),
});
export type OnnxModel = Static<typeof OnnxModel>;

/** A model that is scored in the user's Python. */
export const PythonModel = Type.Object({
  kind: Type.Literal('python'),
  python: Type.String({ description: 'absolute path of the interpreter' }),
  script: Type.String({ description: 'src/python/slipway_score.py' }),
  folder: Type.String({ description: 'absolute path of the MLflow model, or of a bare pickle' }),
  root: Type.String({ description: 'absolute path of the project: the model\'s code finds its modules there' }),
  env: Type.Record(Type.String(), Type.String()),
  signature: Signature,
});
export type PythonModel = Static<typeof PythonModel>;

export const ServedModel = Type.Union([OnnxModel, PythonModel]);
export type ServedModel = Static<typeof ServedModel>;

export const PlannedArm = Type.Object({
  model: Type.String(),
  version: Type.String(),
  role: ArmRole,
  weight: Type.Number({ minimum: 0, maximum: 100, description: 'percent of the requests; of a shadow, that are copied to it' }),
  served: ServedModel,
});
export type PlannedArm = Static<typeof PlannedArm>;

/** The challenger that a rollout brings to its share. */
export const PlannedRollout = Type.Object({ model: Type.String(), version: Type.String(), plan: RolloutPlan });
export type PlannedRollout = Static<typeof PlannedRollout>;

export const DeploymentPlan = Type.Object({
  name: Type.String(),
  host: Type.String(),
  port: Type.Integer({ minimum: 0, maximum: 65_535, description: '0: any free one' }),
  revision: Type.Optional(Type.Integer({ minimum: 0, description: 'grows with each change that a person makes; what the front has decided since is in arms.json. Default: 0' })),
  arms: Type.Array(PlannedArm, { minItems: 1 }),
  traffic: Type.Optional(TrafficOptions),
  limits: Type.Optional(DeploymentLimits),
  rollout: Type.Optional(Type.Union([PlannedRollout, Type.Null()])),
  changes: Type.Optional(Type.Array(ArmChange, { description: 'made by people, newest first' })),
});
export type DeploymentPlan = Static<typeof DeploymentPlan>;

/** What the Experiments view needs and MLflow's API has no cheap answer for. */
import * as Type from 'typebox';
import type { Static } from 'typebox';

/** One row of `GET /slipway/v1/experiments?include_deleted=false` → `{experiments: ExperimentSummary[]}`, last touched first. */
export const ExperimentSummary = Type.Object({
  experiment_id: Type.String(),
  name: Type.String(),
  lifecycle_stage: Type.Union([Type.Literal('active'), Type.Literal('deleted')]),
  creation_time: Type.Integer(),
  last_update_time: Type.Integer(),
  tags: Type.Array(Type.Object({ key: Type.String(), value: Type.String() }), { description: 'its own, and the directions of slipway.yaml (`projectDirectionTag`)' }),
  run_count: Type.Integer({ description: 'active runs, nested ones included' }),
  running_count: Type.Integer(),
  deleted_count: Type.Integer(),
  metric_keys: Type.Array(Type.String(), { description: 'keys by number of runs that have them, most first, at most 50; system/ keys left out' }),
  best: Type.Union([
    Type.Null(),
    Type.Object({ key: Type.String(), value: Type.Number(), run_id: Type.String() }),
  ], { description: 'best finite latest value of the headline metric; null where the direction is unknown' }),
});
export type ExperimentSummary = Static<typeof ExperimentSummary>;

/**
 * `POST /slipway/v1/runs/rows`: what a list of runs shows, without every param and tag of each. Same filter language, order and
 * paging as MLflow's runs/search, over one experiment.
 */
export const RunRowsRequest = Type.Object({
  experiment_id: Type.String(),
  filter: Type.Optional(Type.String()),
  order_by: Type.Optional(Type.Array(Type.String())),
  view: Type.Optional(Type.Union([Type.Literal('active'), Type.Literal('deleted'), Type.Literal('all')])),
  /** 'roots': runs without a parent; a run id: its children; absent: all, flat */
  parent: Type.Optional(Type.String()),
  max_results: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000 })),
  page_token: Type.Optional(Type.String()),
});
export type RunRowsRequest = Static<typeof RunRowsRequest>;

export const RunRow = Type.Object({
  run_id: Type.String(),
  experiment_id: Type.String(),
  run_name: Type.String(),
  status: Type.String({ description: 'RUNNING | SCHEDULED | FINISHED | FAILED | KILLED' }),
  lost: Type.Boolean({ description: 'RUNNING, but the process that logged it is known to have ended' }),
  lifecycle_stage: Type.Union([Type.Literal('active'), Type.Literal('deleted')]),
  start_time: Type.Integer(),
  end_time: Type.Union([Type.Integer(), Type.Null()]),
  last_activity: Type.Integer({ description: 'Unix ms of the last write; for "silent for two hours"' }),
  child_count: Type.Integer(),
  metrics: Type.Array(Type.Object({ key: Type.String(), value: Type.Union([Type.Number(), Type.String()]), step: Type.Integer(), min: Type.Union([Type.Number(), Type.Null()]), max: Type.Union([Type.Number(), Type.Null()]) }), { description: 'latest per key; first the headline one; at most 12' }),
  params: Type.Array(Type.Object({ key: Type.String(), value: Type.String() }), { description: 'at most 12, values cut at 100 characters' }),
  tags: Type.Record(Type.String(), Type.String(), { description: 'only slipway.*, mlflow.source.*, mlflow.note.content (cut at 200), mlflow.user, mlflow.parentRunId' }),
});
export type RunRow = Static<typeof RunRow>;
export const RunRows = Type.Object({ rows: Type.Array(RunRow), total: Type.Integer({ description: 'rows that match, all pages' }), next_page_token: Type.Optional(Type.String()), project_tags: Type.Optional(Type.Array(Type.Object({ key: Type.String(), value: Type.String() }), { description: 'what slipway.yaml says in place of tags of the experiment' })) });
export type RunRows = Static<typeof RunRows>;

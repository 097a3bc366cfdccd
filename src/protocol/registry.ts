/**
 * The model registry. Registered models, versions and aliases are MLflow's entities as they stand in answers of
 * `/api/2.0/mlflow/registered-models/…` and `/model-versions/…`; the log of who changed what is Slipway's own.
 */
import * as Type from 'typebox';
import type { Static } from 'typebox';
import type { KeyValue } from './mlflow';

/** A file that runs code when a model is loaded, made by no run of this store, which nobody has trusted yet. */
export const UntrustedFile = Type.Object({
  path: Type.String({ description: 'absolute' }),
  digest: Type.String({ description: 'sha256, hex' }),
  from: Type.String({ description: 'where the model comes from, for a person' }),
});
export type UntrustedFile = Static<typeof UntrustedFile>;

export type ModelStage = 'None' | 'Staging' | 'Production' | 'Archived';

export interface ModelVersion {
  readonly name: string;
  /** a whole number from 1 on */
  readonly version: string;
  readonly creation_timestamp: number;
  readonly last_updated_timestamp: number;
  readonly current_stage: ModelStage;
  /** absent: never said, or taken away */
  readonly description?: string;
  readonly source: string;
  /** empty: no run */
  readonly run_id: string;
  readonly run_link: string;
  readonly status: 'READY';
  /** the logged model that it was made from; upstream knows the field and leaves it out */
  readonly model_id?: string;
  readonly tags?: readonly KeyValue[];
  /** told where one version is asked for, not in searches: there the registered model has them all */
  readonly aliases?: readonly string[];
}

export interface RegisteredModel {
  readonly name: string;
  readonly creation_timestamp: number;
  readonly last_updated_timestamp: number;
  readonly description?: string;
  /** the newest version of each stage */
  readonly latest_versions?: readonly ModelVersion[];
  readonly tags?: readonly KeyValue[];
  readonly aliases?: readonly { readonly alias: string; readonly version: string }[];
}

export const AuditAction = Type.Union([
  Type.Literal('model_created'), Type.Literal('model_renamed'), Type.Literal('model_deleted'),
  Type.Literal('version_created'), Type.Literal('version_deleted'), Type.Literal('stage_moved'),
  Type.Literal('alias_set'), Type.Literal('alias_deleted'),
]);
export type AuditAction = Static<typeof AuditAction>;

/**
 * What the gate of slipway.yaml said of a version when it was promoted. outdated: the newest report was about other rules, data or
 * another champion; not_run: there was no report.
 */
export const GateVerdict = Type.Union([
  Type.Literal('passed'), Type.Literal('failed'), Type.Literal('broken'), Type.Literal('stopped'), Type.Literal('outdated'), Type.Literal('not_run'),
]);
export type GateVerdict = Static<typeof GateVerdict>;

/** An entry of the log that nobody can change: not through a route, nor through the database. */
export const AuditEntry = Type.Object({
  id: Type.Integer({ description: 'grows with every entry' }),
  time: Type.Integer({ description: 'Unix ms' }),
  name: Type.String({ description: 'of the registered model, at that time' }),
  action: AuditAction,
  alias: Type.Optional(Type.String()),
  version: Type.Optional(Type.String()),
  was: Type.Optional(Type.String({ description: 'before: version of the alias, stage of the version, name of the model, source of a version that was deleted' })),
  became: Type.Optional(Type.String({ description: 'after: the same; source of a version that was made; absent when there is none any more' })),
  who: Type.String({ description: 'user name: told by the client, else of the account that the engine runs under' }),
  client: Type.String({ description: 'the User-Agent of the request' }),
  reason: Type.String({ description: 'empty: none was given' }),
  gate: Type.Optional(Type.Object({ verdict: GateVerdict, gate_id: Type.Optional(Type.String()) }, { description: 'of a promotion: what the gate had said; the reason then says why in spite of it' })),
});
export type AuditEntry = Static<typeof AuditEntry>;

/**
 * `GET /slipway/v1/registry/audit?name=…`: entries of every model that bears or has borne this name, newest first; without a name,
 * of all models.
 */
export const AuditRequest = Type.Object({
  name: Type.Optional(Type.String()),
  max_results: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000, description: 'default 100' })),
  page_token: Type.Optional(Type.String()),
});
export type AuditRequest = Static<typeof AuditRequest>;

export interface AuditPage { readonly entries: readonly AuditEntry[]; readonly next_page_token?: string }

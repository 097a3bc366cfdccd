/**
 * `GET /slipway/v1/events`: server-sent events. Each event's id is `epoch-sequence`; a client comes back with `Last-Event-ID`.
 * A notice says what changed; the values are fetched. At most ten notices a second per run; `: heartbeat` comments every 15 s.
 * `event: hello` opens every stream (data: `{"epoch": …}`); `event: reset` says that what was missed can't be told: read afresh.
 * All others are `event: notice` with one `Notice` as data.
 */
import * as Type from 'typebox';
import type { Static } from 'typebox';

export const RunChange = Type.Union([
  Type.Literal('created'), Type.Literal('updated'), Type.Literal('metrics'), Type.Literal('params'), Type.Literal('tags'),
  Type.Literal('inputs'), Type.Literal('artifacts'), Type.Literal('deleted'), Type.Literal('restored'), Type.Literal('lost'),
]);
export type RunChange = Static<typeof RunChange>;

/** What changed in the registry; `renamed` carries the name before. */
export const RegistryChange = Type.Union([
  Type.Literal('created'), Type.Literal('updated'), Type.Literal('renamed'), Type.Literal('deleted'), Type.Literal('tags'), Type.Literal('alias'),
  Type.Literal('version_created'), Type.Literal('version_updated'), Type.Literal('version_deleted'), Type.Literal('stage'),
]);
export type RegistryChange = Static<typeof RegistryChange>;

export const Notice = Type.Union([
  Type.Object({ type: Type.Literal('run'), run_id: Type.String(), experiment_id: Type.String(), changes: Type.Array(RunChange) }),
  Type.Object({
    type: Type.Literal('experiment'), experiment_id: Type.String(),
    change: Type.Union([Type.Literal('created'), Type.Literal('updated'), Type.Literal('deleted'), Type.Literal('restored')]),
  }),
  Type.Object({ type: Type.Literal('view'), name: Type.String(), change: Type.Union([Type.Literal('saved'), Type.Literal('deleted')]) }),
  Type.Object({ type: Type.Literal('job'), job_id: Type.String(), state: Type.String() }),
  Type.Object({ type: Type.Literal('gate'), gate_id: Type.String(), name: Type.String(), version: Type.String(), state: Type.String() }),
  Type.Object({ type: Type.Literal('deployment'), name: Type.String(), state: Type.String({ description: 'of the deployment; or removed' }) }),
  Type.Object({
    type: Type.Literal('monitor'), name: Type.String(),
    change: Type.Union([Type.Literal('watching'), Type.Literal('stopped'), Type.Literal('removed'), Type.Literal('window'), Type.Literal('alert')]),
    alert_id: Type.Optional(Type.String({ description: 'of an alert that was opened, changed or closed' })),
    tell: Type.Optional(Type.Boolean({ description: 'whether people are to be told of it now' })),
  }),
  Type.Object({ type: Type.Literal('retraining'), retraining_id: Type.String(), policy: Type.String(), state: Type.String() }),
  Type.Object({ type: Type.Literal('retrain_policy'), policy: Type.String(), state: Type.String({ description: 'ready or stopped' }) }),
  Type.Object({ type: Type.Literal('logged_model'), model_id: Type.String(), experiment_id: Type.String() }),
  Type.Object({
    type: Type.Literal('registered_model'), name: Type.String(), change: RegistryChange,
    version: Type.Optional(Type.String()), alias: Type.Optional(Type.String()), former_name: Type.Optional(Type.String()),
  }),
]);
export type Notice = Static<typeof Notice>;

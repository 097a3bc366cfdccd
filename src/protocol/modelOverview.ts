/** What the Models view needs and MLflow's API has no cheap answer for. */
import * as Type from 'typebox';
import type { Static } from 'typebox';
import { RunRow } from './experiments';

const KeyValues = Type.Array(Type.Object({ key: Type.String(), value: Type.String() }));

/** `GET /slipway/v1/registry/models` → `{models: RegisteredModelRow[]}`, last touched first; prompts are left out. */
export const RegisteredModelRow = Type.Object({
  name: Type.String(),
  description: Type.String(),
  last_updated_timestamp: Type.Integer(),
  version_count: Type.Integer(),
  aliases: Type.Array(Type.Object({ alias: Type.String(), version: Type.String() })),
  tags: KeyValues,
});
export type RegisteredModelRow = Static<typeof RegisteredModelRow>;

/** `GET /slipway/v1/registry/versions?name=…` → `ModelVersionRows`, newest first. */
export const ModelVersionsRequest = Type.Object({
  name: Type.String(),
  max_results: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000, description: 'default 100' })),
  page_token: Type.Optional(Type.String()),
});
export type ModelVersionsRequest = Static<typeof ModelVersionsRequest>;

export const ModelVersionRow = Type.Object({
  version: Type.String(),
  current_stage: Type.String(),
  description: Type.String(),
  creation_timestamp: Type.Integer(),
  source: Type.String(),
  aliases: Type.Array(Type.String()),
  tags: KeyValues,
  model_id: Type.Union([Type.String(), Type.Null()], { description: 'the logged model that it was made from' }),
  run_id: Type.Union([Type.String(), Type.Null()], { description: 'null: it came from a file' }),
  run: Type.Union([RunRow, Type.Null()], { description: 'null: there is none, or it is gone for good' }),
});
export type ModelVersionRow = Static<typeof ModelVersionRow>;

export const ModelVersionRows = Type.Object({
  versions: Type.Array(ModelVersionRow),
  experiments: Type.Record(Type.String(), Type.Object({ name: Type.String(), tags: KeyValues }), { description: 'of the runs, by id' }),
  next_page_token: Type.Optional(Type.String()),
});
export type ModelVersionRows = Static<typeof ModelVersionRows>;

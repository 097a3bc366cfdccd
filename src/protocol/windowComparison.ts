/** `POST /slipway/v1/monitors/:name/compare`: a window of its traffic is judged once more, with something else to compare with; nothing of it is kept. */
import * as Type from 'typebox';
import type { Static } from 'typebox';

export const WindowComparison = Type.Object({
  from: Type.Integer({ minimum: 0, description: 'Unix ms' }),
  to: Type.Integer({ minimum: 1, description: 'Unix ms, not part of it' }),
  reference: Type.Optional(Type.String({ minLength: 1, maxLength: 4000, description: 'data file, relative to the project. Default: what the monitor compares with' })),
  method: Type.Optional(Type.String({ minLength: 1, maxLength: 100, description: 'for all columns that it is for. Default: what the monitor compares by' })),
  columns: Type.Optional(Type.Array(Type.String(), { minItems: 1, maxItems: 5000, description: 'only these, so that a correction for many columns counts these only. Default: as the monitor does' })),
  distributions: Type.Optional(Type.Boolean({ description: 'whether distributions are told' })),
}, { additionalProperties: false });
export type WindowComparison = Static<typeof WindowComparison>;

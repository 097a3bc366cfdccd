/** What a deployment takes and answers, as its champion's signature and graph say. `GET /slipway/v1/deployments/:name/interface`. */
import * as Type from 'typebox';
import type { Static } from 'typebox';
import { ModelSignature } from './modelContents';

export const ServedInterface = Type.Object({
  model: Type.String(),
  version: Type.String(),
  signature: Type.Union([ModelSignature, Type.Null()]),
  answer: Type.Union([Type.String(), Type.Null()], { description: 'the output of the Open Inference Protocol that is what predict gives; null where Python answers' }),
  probabilities: Type.Union([Type.String(), Type.Null()], { description: 'the output with one number per class; null: none is told' }),
  classes: Type.Union([Type.Array(Type.String()), Type.Null()], { description: 'names of the classes, in the order of those numbers' }),
});
export type ServedInterface = Static<typeof ServedInterface>;

/** What a version of a registered model is made of, as its files say: `MLmodel`, requirements, weights. */
import * as Type from 'typebox';
import type { Static } from 'typebox';

/** One input, output or param of a signature. */
export const SignatureField = Type.Object({
  name: Type.String({ description: 'empty: the whole input is one unnamed tensor' }),
  type: Type.String({ description: 'MLflow\'s name: double, float, long, integer, string, boolean, datetime, binary, tensor, or of nested types their JSON' }),
  shape: Type.Optional(Type.Array(Type.Integer(), { description: 'of tensors; -1: any' })),
  dtype: Type.Optional(Type.String({ description: 'of tensors, NumPy\'s name' })),
  required: Type.Boolean(),
  fallback: Type.Optional(Type.Unknown({ description: 'default of a param' })),
});
export type SignatureField = Static<typeof SignatureField>;

export const ModelSignature = Type.Object({ inputs: Type.Array(SignatureField), outputs: Type.Array(SignatureField), params: Type.Array(SignatureField) });
export type ModelSignature = Static<typeof ModelSignature>;

/** `GET /slipway/v1/registry/contents?name=…&version=…` */
export const ModelContents = Type.Object({
  state: Type.Union([Type.Literal('here'), Type.Literal('elsewhere'), Type.Literal('gone')], { description: 'elsewhere: its artifacts are not on this machine; gone: they were, and are deleted' }),
  location: Type.String({ description: 'URI of its artifacts' }),
  files: Type.Array(Type.Object({ path: Type.String(), size: Type.Integer({ description: 'bytes' }) }), { description: 'by path; at most 10,000' }),
  size: Type.Integer({ description: 'bytes of all files' }),
  flavors: Type.Array(Type.String(), { description: 'as MLmodel names them, without python_function' }),
  signature: Type.Union([ModelSignature, Type.Null()]),
  input_example: Type.Union([Type.String(), Type.Null()], { description: 'path of its file' }),
  requirements: Type.Array(Type.String(), { description: 'lines of requirements.txt' }),
  python: Type.Union([Type.String(), Type.Null()]),
  pickles: Type.Array(Type.String(), { description: 'files that run code when they are loaded' }),
  problem: Type.Union([Type.String(), Type.Null()], { description: 'one sentence: why less is known than one would expect' }),
});
export type ModelContents = Static<typeof ModelContents>;

export const ModelContentsRequest = Type.Object({ name: Type.String(), version: Type.String() });
export type ModelContentsRequest = Static<typeof ModelContentsRequest>;

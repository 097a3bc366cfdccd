/** Bodies of TensorFlow Serving's REST API (tensorflow_serving/g3doc/api_rest.md) as what the signature asks for. */
import type { ModelSignature } from '../../../../protocol/modelContents';
import { isObject } from '../../../../wording/parsedJson';
import { MlflowError } from '../../../mlflowErrors';
import type { Frame } from '../frame';
import { readInputs, readInstances } from '../mlflow/invocation';
import { isTensor } from '../signatureTypes';

type Json = Readonly<Record<string, unknown>>;

/** @returns rows of `instances` or columns of `inputs`; exactly one of them must be there */
export function readPredictRequest(request: Json, signature: ModelSignature | null): { readonly frame: Frame; readonly form: 'row' | 'column' } {
  if ('instances' in request === 'inputs' in request) {
    throw new MlflowError('BAD_REQUEST', `The request must have either 'instances' (rows) or 'inputs' (columns), and has ${'instances' in request ? 'both' : 'neither'}.`);
  }
  const form = 'instances' in request ? 'row' : 'column';
  const value = withoutBase64(form === 'row' ? request['instances'] : request['inputs']);
  return { frame: named(form === 'row' ? readInstances(value) : readInputs(value), signature), form };
}

/** @returns the rows of `examples`, with what `context` has for all of them */
export function readExamples(request: Json): Frame {
  const { examples, context } = request;
  if (!Array.isArray(examples) || !examples.every(isObject)) {
    throw new MlflowError('BAD_REQUEST', "The request must have 'examples': a list of objects, each with the features of one row.");
  }
  return readInstances(withoutBase64(examples.map((example) => ({ ...(isObject(context) ? context : {}), ...example }))));
}

/** Rows without names are in the order of the signature, and columns may be [rows, 1], as tensors of features are. */
function named(frame: Frame, signature: ModelSignature | null): Frame {
  const fields = signature?.inputs ?? [];
  if (fields.length === 0 || fields.some((field) => isTensor(field) || field.name === '')) {
    return frame;
  }
  if (frame.kind === 'table') {
    return { ...frame, columns: new Map([...frame.columns].map(([name, values]) => [name, Array.from(values, single)])) };
  }
  const rows: readonly unknown[] = Array.isArray(frame.value) ? frame.value : [];
  if (rows.length === 0 || !rows.every((row) => Array.isArray(row) && row.length === fields.length)) {
    return frame;
  }
  return { kind: 'table', positional: false, rows: rows.length, columns: new Map(fields.map(({ name }, at) => [name, rows.map((row) => (row as unknown[])[at])])) };
}

function single(value: unknown): unknown {
  return Array.isArray(value) && value.length === 1 ? value[0] : value;
}

/** {"b64": "…"} stands for bytes: text here. */
function withoutBase64(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(withoutBase64);
  }
  if (!isObject(value)) {
    return value;
  }
  const { b64 } = value;
  return typeof b64 === 'string' && Object.keys(value).length === 1 ? Buffer.from(b64, 'base64').toString('utf8') : Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, withoutBase64(inner)]));
}

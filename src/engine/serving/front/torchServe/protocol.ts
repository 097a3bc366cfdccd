/**
 * TorchServe's inference API (docs/inference_api.md): POST /predictions/M[/V] with rows as JSON or CSV, as the body or as the field
 * `data` of a form. An envelope of `instances` is answered with one of `predictions`, a list of rows with a list, one row with its value.
 */
import { parseExactJson } from '../../../../connection/exactJson';
import type { ModelSignature } from '../../../../protocol/modelContents';
import { MlflowError } from '../../../mlflowErrors';
import { enforce } from '../enforcement';
import type { Frame } from '../frame';
import { json, type Call, type Protocol, type Reply } from '../http/exchange';
import { nestedJson } from '../mlflow/answer';
import { readCsvInvocation } from '../mlflow/invocation';
import type { Served } from '../served';
import { readPredictRequest } from '../tensorflow/frame';

const KINDS: Readonly<Record<number, string>> = { 400: 'BadRequestException', 403: 'InvalidRequestException', 404: 'ModelNotFoundException', 413: 'RequestEntityTooLargeException', 503: 'ServiceUnavailableException' };

export function torchServeProtocol(served: Served): Protocol {
  return {
    name: 'torchserve',
    routes: [{ method: 'POST', path: /^\/predictions\/([^/]+)(?:\/([^/]+))?$/, scores: true, answer: async (call) => predict(served, call) }],
    fault: (error) => json({ code: error.status, type: KINDS[error.status] ?? 'InternalServerException', message: error.message }, error.status),
  };
}

async function predict(served: Served, call: Call): Promise<Reply> {
  const [model, version] = call.parts;
  served.named({ model, version });
  const { frame, answer } = readRows(await dataOf(call));
  const { predictions } = await served.answer(call, { model, version }, (signature) => enforce(frame(signature), signature));
  const [tensor] = predictions.tensors;
  const list = tensor === undefined ? '[]' : nestedJson(tensor, predictions.rows);
  const body = answer === 'envelope' ? `{"predictions": ${list}}` : answer === 'value' ? list.slice(1, -1) : list;
  return { status: 200, type: 'application/json', body };
}

/** Rows in the order of a signature are only known with it. */
type FrameOf = (signature: ModelSignature | null) => Frame;

function readRows(text: string): { readonly frame: FrameOf; readonly answer: 'envelope' | 'list' | 'value' } {
  if (!/^\s*[[{]/.test(text)) {
    const table = readCsvInvocation(text);
    return { frame: () => table, answer: 'list' };
  }
  const value = parsed(text);
  if (Array.isArray(value)) {
    return { frame: framed({ instances: value }), answer: 'list' };
  }
  const request = value as Readonly<Record<string, unknown>>;
  return 'instances' in request || 'inputs' in request
    ? { frame: framed(request), answer: 'envelope' }
    : { frame: framed({ instances: [request] }), answer: 'value' };
}

function framed(request: Readonly<Record<string, unknown>>): FrameOf {
  return (signature) => readPredictRequest(request, signature).frame;
}

function parsed(text: string): unknown {
  try {
    return parseExactJson(text);
  } catch (error) {
    throw new MlflowError('BAD_REQUEST', `The body is neither JSON nor CSV: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** The body, or what a form has as `data` or `body`. */
async function dataOf(call: Call): Promise<string> {
  const type = call.headers['content-type'] ?? '';
  // curl calls everything that it is given with -d a form.
  if (/^\s*[[{]/.test(call.body.toString('latin1', 0, 64)) || !/^(multipart\/form-data|application\/x-www-form-urlencoded)/.test(type)) {
    return call.body.toString('utf8');
  }
  const form = await formOf(call.body, type);
  const data = form.get('data') ?? form.get('body');
  if (data === null) {
    throw new MlflowError('BAD_REQUEST', "The form has no field 'data'. Send the rows in it, as JSON or CSV.");
  }
  return typeof data === 'string' ? data : data.text();
}

async function formOf(body: Buffer, type: string): Promise<FormData> {
  try {
    return await new Response(new Uint8Array(body), { headers: { 'content-type': type } }).formData();
  } catch (error) {
    throw new MlflowError('BAD_REQUEST', `The form cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Requests of the Open Inference Protocol v2: JSON, or JSON with raw tensors behind it. */
import { parseExactJson } from '../../../../connection/exactJson';
import { isObject } from '../../../../wording/parsedJson';
import { MlflowError } from '../../../mlflowErrors';
import type { ElementType } from '../rows';
import { sizeOf } from '../rows';
import { elementTypeOf, readTensor } from './datatypes';

export interface InferInput {
  readonly name: string;
  readonly type: ElementType;
  readonly shape: readonly number[];
  /** row-major */
  readonly data: ArrayLike<unknown>;
}

export interface InferRequest {
  readonly id: string | undefined;
  readonly inputs: readonly InferInput[];
  /** undefined: all outputs, as `binary` says */
  readonly outputs: readonly { readonly name: string; readonly binary: boolean }[] | undefined;
  readonly binary: boolean;
}

/** NumPy knows no more dimensions; without a limit, lists in lists would end the stack. */
const MOST_DEPTH = 64;

type Json = Readonly<Record<string, unknown>>;

/**
 * @param headerLength Inference-Header-Content-Length: bytes of JSON before the tensors
 * @throws MlflowError 400 that names the input
 */
export function readInferRequest(body: Buffer, headerLength: string | undefined): InferRequest {
  const length = headerLength === undefined ? body.length : Number(headerLength);
  if (!Number.isInteger(length) || length < 0 || length > body.length) {
    throw bad(`Inference-Header-Content-Length is '${headerLength}', and the body has ${body.length} bytes`);
  }
  const request = objectOf(body.toString('utf8', 0, length));
  const { inputs, outputs, id } = request;
  if (!Array.isArray(inputs) || inputs.length === 0) {
    throw bad("the request has no 'inputs': send a list with at least one tensor");
  }
  let at = length;
  const read = inputs.map((input: unknown) => {
    const tensor = inputOf(input, body.subarray(at));
    at += tensor.bytes;
    return tensor.input;
  });
  if (at !== body.length) {
    throw bad(`${body.length - at} bytes are left behind the tensors that the request tells of`);
  }
  const parameters = isObject(request['parameters']) ? request['parameters'] : {};
  const binary = parameters['binary_data_output'] === true;
  return { id: typeof id === 'string' ? id : undefined, inputs: read, outputs: Array.isArray(outputs) && outputs.length > 0 ? outputs.map((output: unknown) => outputOf(output, binary)) : undefined, binary };
}

function objectOf(text: string): Json {
  try {
    const request = parseExactJson(text);
    if (isObject(request)) {
      return request;
    }
  } catch (error) {
    throw bad(`the request is no JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  throw bad('the request is no JSON object');
}

function inputOf(input: unknown, rest: Buffer): { readonly input: InferInput; readonly bytes: number } {
  const { name, shape, datatype, data, parameters }: Json = isObject(input) ? input : {};
  if (typeof name !== 'string') {
    throw bad('an input has no name');
  }
  if (!Array.isArray(shape) || !shape.every((length): length is number => Number.isSafeInteger(length) && length >= 0)) {
    throw bad(`input '${name}' has no shape: send a list of lengths that are 0 or more`);
  }
  if (shape.slice(1).includes(0)) {
    throw bad(`input '${name}' has shape [${shape.join(', ')}], whose rows hold no values`);
  }
  const type = elementTypeOf(datatype, name);
  const count = sizeOf(shape);
  const bytes = isObject(parameters) ? parameters['binary_data_size'] : undefined;
  if (bytes === undefined) {
    return { input: { name, type, shape, data: listOf(data, count, name) }, bytes: 0 };
  }
  if (typeof bytes !== 'number' || !Number.isInteger(bytes) || bytes < 0 || bytes > rest.length) {
    throw bad(`input '${name}' says binary_data_size ${String(bytes)}, and ${rest.length} bytes are left in the body`);
  }
  return { input: { name, type, shape, data: readTensor(rest.subarray(0, bytes), type, count, name) }, bytes };
}

/** Values may be nested or flat: both are row-major. */
function listOf(data: unknown, count: number, name: string): readonly unknown[] {
  if (!Array.isArray(data)) {
    throw bad(`input '${name}' has no data: send a list, or binary_data_size and its bytes`);
  }
  const flat: unknown[] = data.some(Array.isArray) ? data.flat(MOST_DEPTH) : data;
  if (flat !== data && flat.some(Array.isArray)) {
    throw bad(`input '${name}' has lists in lists, more than ${MOST_DEPTH} deep`);
  }
  if (flat.length !== count) {
    throw bad(`input '${name}' has ${flat.length} values, and its shape needs ${count}`);
  }
  return flat;
}

function outputOf(output: unknown, binary: boolean): { readonly name: string; readonly binary: boolean } {
  const { name, parameters }: Json = isObject(output) ? output : {};
  if (typeof name !== 'string') {
    throw bad('an output that is asked for has no name');
  }
  const own = isObject(parameters) ? parameters['binary_data'] : undefined;
  return { name, binary: typeof own === 'boolean' ? own : binary };
}

function bad(message: string): MlflowError {
  return new MlflowError('BAD_REQUEST', message);
}

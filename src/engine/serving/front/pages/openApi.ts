/** The OpenAPI document of a deployment: the routes of all its protocols, with the columns of its own model. */
import type { TensorSpec } from '../rows';
import type { Arm } from '../arms/arm';

type Schema = Readonly<Record<string, unknown>>;

/**
 * @param title name of the deployment
 * @param arm the champion: what it takes is what is sent
 * @returns an OpenAPI 3.1 document
 */
export function openApi(title: string, arm: Arm): Schema {
  const { model, version, scored: { inputs, outputs } } = arm;
  const row = rowSchema(inputs, new Set((arm.signature?.inputs ?? []).filter(({ required }) => !required).map(({ name }) => name)));
  const predictions: Schema = { type: 'array', items: outputs[0] === undefined ? {} : valueSchema(outputs[0]) };
  const error = { 400: body('the rows do not fit the signature; the message names the column', { type: 'object', properties: { error_code: { type: 'string' }, message: { type: 'string' } } }), 503: { description: 'too many requests wait, or the deployment is shutting down: try again' } };
  return {
    openapi: '3.1.0',
    info: { title, version, description: `${model}, version ${version}, by the protocols of MLflow, Open Inference v2, TensorFlow Serving and TorchServe.` },
    paths: {
      '/invocations': post('MLflow scoring', {
        oneOf: [
          object({ dataframe_split: object({ columns: { type: 'array', items: { type: 'string' } }, data: { type: 'array', items: { type: 'array' } } }) }),
          object({ dataframe_records: { type: 'array', items: row } }),
          object({ instances: { type: 'array' } }),
          object({ inputs: {} }),
        ],
      }, object({ predictions }), error, { 'text/csv': { schema: { type: 'string' } } }),
      [`/v2/models/${model}`]: get('Open Inference v2: inputs and outputs'),
      [`/v2/models/${model}/infer`]: post('Open Inference v2', object({ inputs: { type: 'array', items: object({ name: { type: 'string', enum: inputs.map(({ name }) => name) }, shape: { type: 'array', items: { type: 'integer' } }, datatype: { type: 'string' }, data: { type: 'array' } }) } }), object({ outputs: { type: 'array' } }), error),
      [`/v1/models/${model}`]: get('TensorFlow Serving and KServe v1: state'),
      [`/v1/models/${model}/metadata`]: get('TensorFlow Serving: inputs and outputs'),
      [`/v1/models/${model}:predict`]: post('TensorFlow Serving and KServe v1', object({ instances: { type: 'array', items: row } }), object({ predictions }), error),
      [`/predictions/${model}`]: post('TorchServe', { type: 'array', items: row }, predictions, error),
      '/slipway/v1/feedback': post('ground truth, by the id of a request or by its key', {
        oneOf: [truth, object({ feedback: { type: 'array', items: truth } })],
      }, object({ accepted: { type: 'integer' }, matched: { type: 'integer' }, unmatched: { type: 'array', items: { type: 'string' } } }), { 400: error[400] }, { 'text/csv': { schema: { type: 'string' } } }),
      '/ping': get('TorchServe and MLflow: healthy?'),
      '/health': get('MLflow: healthy?'),
      '/version': get('the release of MLflow whose protocol this is'),
      '/v2/health/ready': get('Open Inference v2: ready?'),
      '/v2/health/live': get('Open Inference v2: alive?'),
      '/metrics': get('Prometheus'),
    },
  };
}

const cameTrue: Schema = { type: ['string', 'number', 'boolean'] };
const truth: Schema = {
  type: 'object', required: ['truth'],
  properties: { id: { type: 'string', description: 'x-request-id of the answer' }, key: { type: 'string', description: 'x-slipway-key of the request, instead of an id' }, row: { type: 'integer', minimum: 0 }, truth: { oneOf: [cameTrue, { type: 'array', items: cameTrue, description: 'one for each row' }] } },
};

function rowSchema(inputs: readonly TensorSpec[], optional: ReadonlySet<string>): Schema {
  return { ...object(Object.fromEntries(inputs.map((input) => [input.name, valueSchema(input)]))), required: inputs.map(({ name }) => name).filter((name) => !optional.has(name)) };
}

function valueSchema({ type, shape }: TensorSpec): Schema {
  const value: Schema = type === 'string' ? { type: 'string' } : type === 'bool' ? { type: 'boolean' } : type === 'json' ? {} : type.startsWith('float') ? { type: 'number' } : { type: 'integer', format: type };
  return shape.reduceRight<Schema>((inner, length) => ({ type: 'array', items: inner, ...(length < 0 ? {} : { minItems: length, maxItems: length }) }), value);
}

function object(properties: Schema): Schema {
  return { type: 'object', properties, required: Object.keys(properties) };
}

function body(description: string, schema: Schema): Schema {
  return { description, content: { 'application/json': { schema } } };
}

function get(summary: string): Schema {
  return { get: { summary, responses: { 200: { description: 'so it is' } } } };
}

function post(summary: string, request: Schema, answer: Schema, error: Schema, others: Schema = {}): Schema {
  return { post: { summary, requestBody: { required: true, content: { 'application/json': { schema: request }, ...others } }, responses: { 200: body('predictions, one for each row', answer), ...error } } };
}

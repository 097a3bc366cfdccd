/**
 * TensorFlow Serving's REST API, which is KServe v1's as well: the status of a model has the fields of both. Predictions are what
 * `predict` gives, the one output of serving_default; :classify answers with the probabilities of the classes.
 */
import { MlflowError } from '../../../mlflowErrors';
import { enforce } from '../enforcement';
import { parseExactJson } from '../exactJson';
import { json, type Call, type Protocol, type Reply } from '../http/exchange';
import { nestedJson } from '../mlflow/answer';
import type { Rows, Tensor } from '../rows';
import type { Served } from '../served';
import { readExamples, readPredictRequest } from './frame';
import { metadata } from './signatureDef';

const MODEL = '/v1/models/([^/:]+)(?:/versions/([^/:]+)|/labels/([^/:]+))?';

export function tensorflowProtocol(served: Served): Protocol {
  const { model } = served.arm;
  return {
    name: 'tensorflow',
    routes: [
      { method: 'GET', path: '/v1/models', answer: () => json({ models: [model] }) },
      { method: 'GET', path: new RegExp(`^${MODEL}$`), answer: (call) => known(served, call, () => status(served)) },
      { method: 'GET', path: new RegExp(`^${MODEL}/metadata$`), answer: (call) => known(served, call, () => json(metadata(served))) },
      { method: 'POST', path: new RegExp(`^${MODEL}:predict$`), scores: true, answer: (call) => known(served, call, async () => predict(served, call)) },
      { method: 'POST', path: new RegExp(`^${MODEL}:classify$`), scores: true, answer: (call) => known(served, call, async () => classify(served, call)) },
      { method: 'POST', path: new RegExp(`^${MODEL}:regress$`), scores: true, answer: (call) => known(served, call, async () => regress(served, call)) },
    ],
    fault: (error) => json({ error: error.message }, error.status),
  };
}

/** Labels are aliases of the registry, which the engine keeps: here only the role of the version is known. */
function known<T>(served: Served, call: Call, answer: () => T): T {
  const [model, version, label] = call.parts;
  served.refuseUnknown(model, version);
  if (label !== undefined && label !== served.arm.role) {
    throw new MlflowError('NOT_FOUND', `Servable not found for request: unrecognized servable version label: ${label}. This deployment has ${served.arm.role}.`);
  }
  return answer();
}

function status({ arm }: Served): Reply {
  return json({ model_version_status: [{ version: arm.version, state: 'AVAILABLE', status: { error_code: 'OK', error_message: '' } }], name: arm.model, ready: true });
}

async function predict(served: Served, call: Call): Promise<Reply> {
  const { frame, form } = readPredictRequest(objectOf(call), served.signature);
  const predictions = await served.score(enforce(frame, served.signature), call);
  return { status: 200, type: 'application/json', body: `{"${form === 'row' ? 'predictions' : 'outputs'}": ${nestedJson(answerOf(predictions), predictions.rows)}}` };
}

async function classify(served: Served, call: Call): Promise<Reply> {
  const { served: plan } = served.arm;
  const classes = plan.kind === 'onnx' ? plan.classes : null;
  if (classes === null) {
    throw new MlflowError('BAD_REQUEST', `${served.arm.model} gives no probabilities of classes. Use :predict.`);
  }
  const predictions = await served.score(enforce(readExamples(objectOf(call)), served.signature), call);
  const probabilities = predictions.tensors[1];
  return json({ result: Array.from({ length: predictions.rows }, (_, row) => classes.map((name, at) => [name, probabilities?.data[row * classes.length + at]])) });
}

async function regress(served: Served, call: Call): Promise<Reply> {
  const predictions = await served.score(enforce(readExamples(objectOf(call)), served.signature), call);
  const answer = answerOf(predictions);
  if (answer.shape.length > 0 || answer.type === 'string') {
    throw new MlflowError('BAD_REQUEST', `${served.arm.model} does not give one number for each row. Use :predict.`);
  }
  return { status: 200, type: 'application/json', body: `{"result": ${nestedJson(answer, predictions.rows)}}` };
}

function answerOf({ tensors }: Rows): Tensor {
  const [answer] = tensors;
  if (answer === undefined) {
    throw new Error('the model gave no output');
  }
  return answer;
}

function objectOf(call: Call): Readonly<Record<string, unknown>> {
  let request: unknown;
  try {
    request = parseExactJson(call.body.toString('utf8'));
  } catch (error) {
    throw new MlflowError('BAD_REQUEST', `JSON Parse error: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (typeof request !== 'object' || request === null || Array.isArray(request)) {
    throw new MlflowError('BAD_REQUEST', 'Request payload must be a JSON object.');
  }
  return request as Readonly<Record<string, unknown>>;
}

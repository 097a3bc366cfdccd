/**
 * TensorFlow Serving's REST API, which is KServe v1's as well: the status of a model has the fields of both. Predictions are what
 * `predict` gives, the one output of serving_default; :classify answers with the probabilities of the classes.
 */
import { parseExactJson } from '../../../../connection/exactJson';
import { MlflowError } from '../../../mlflowErrors';
import { enforce } from '../enforcement';
import { json, type Call, type Protocol, type Reply } from '../http/exchange';
import { nestedJson } from '../mlflow/answer';
import type { Rows, Tensor } from '../rows';
import type { Arm } from '../arms/arm';
import type { Asked, Served } from '../served';
import { readExamples, readPredictRequest } from './frame';
import { metadata } from './signatureDef';

const MODEL = '/v1/models/([^/:]+)(?:/versions/([^/:]+)|/labels/([^/:]+))?';

export function tensorflowProtocol(served: Served): Protocol {
  return {
    name: 'tensorflow',
    routes: [
      { method: 'GET', path: '/v1/models', answer: () => json({ models: [...new Set(served.arms.map(({ model }) => model))] }) },
      { method: 'GET', path: new RegExp(`^${MODEL}$`), answer: (call) => status(served, call) },
      { method: 'GET', path: new RegExp(`^${MODEL}/metadata$`), answer: (call) => json(metadata(served.named(asked(call)))) },
      { method: 'POST', path: new RegExp(`^${MODEL}:predict$`), scores: true, answer: async (call) => predict(served, call) },
      { method: 'POST', path: new RegExp(`^${MODEL}:classify$`), scores: true, answer: async (call) => classify(served, call) },
      { method: 'POST', path: new RegExp(`^${MODEL}:regress$`), scores: true, answer: async (call) => regress(served, call) },
    ],
    fault: (error) => json({ error: error.message }, error.status),
  };
}

/** Labels are aliases of the registry, which the engine keeps: here only the role of the version is known. */
function asked({ parts: [model, version, label] }: Call): Asked {
  return { model, version, label };
}

function status(served: Served, call: Call): Reply {
  const { model, version } = served.named(asked(call));
  const versions = call.parts[1] === undefined && call.parts[2] === undefined ? served.versionsOf(model) : [version];
  return json({ model_version_status: versions.map((one) => ({ version: one, state: 'AVAILABLE', status: { error_code: 'OK', error_message: '' } })), name: model, ready: true });
}

async function predict(served: Served, call: Call): Promise<Reply> {
  served.named(asked(call));
  const request = objectOf(call);
  const { predictions } = await served.answer(call, asked(call), (signature) => enforce(readPredictRequest(request, signature).frame, signature));
  const form = 'instances' in request ? 'row' : 'column';
  return { status: 200, type: 'application/json', body: `{"${form === 'row' ? 'predictions' : 'outputs'}": ${nestedJson(answerOf(predictions), predictions.rows)}}` };
}

async function classify(served: Served, call: Call): Promise<Reply> {
  const named = served.named(asked(call));
  if (classesOf(named) === null) {
    throw new MlflowError('BAD_REQUEST', `${named.model} gives no probabilities of classes. Use :predict.`);
  }
  const examples = readExamples(objectOf(call));
  const { arm, predictions } = await served.answer(call, asked(call), (signature) => enforce(examples, signature));
  const classes = classesOf(arm) ?? [];
  const probabilities = predictions.tensors[1];
  return json({ result: Array.from({ length: predictions.rows }, (_, row) => classes.map((name, at) => [name, probabilities?.data[row * classes.length + at]])) });
}

function classesOf({ served }: Arm): readonly string[] | null {
  return served.kind === 'onnx' ? served.classes : null;
}

async function regress(served: Served, call: Call): Promise<Reply> {
  served.named(asked(call));
  const examples = readExamples(objectOf(call));
  const { arm, predictions } = await served.answer(call, asked(call), (signature) => enforce(examples, signature));
  const answer = answerOf(predictions);
  if (answer.shape.length > 0 || answer.type === 'string') {
    throw new MlflowError('BAD_REQUEST', `${arm.model} does not give one number for each row. Use :predict.`);
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

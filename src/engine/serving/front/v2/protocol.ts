/** The Open Inference Protocol v2 (kserve/open-inference-protocol, specification/protocol/inference_rest.md). */
import { MlflowError } from '../../../mlflowErrors';
import { json, type Call, type Protocol, type Reply } from '../http/exchange';
import { soundId } from '../http/requestIds';
import type { TensorSpec } from '../rows';
import type { Arm } from '../arms/arm';
import type { Served } from '../served';
import { datatypeOf } from './datatypes';
import { inferAnswer } from './inferAnswer';
import { rowsOfInputs } from './inferInputs';
import { readInferRequest } from './inferRequest';

declare const SLIPWAY_VERSION: string;

const MODEL = '/v2/models/([^/]+)(?:/versions/([^/]+))?';

export function openInferenceProtocol(served: Served): Protocol {
  const known = (call: Call): Arm => served.named({ model: call.parts[0], version: call.parts[1] });
  return {
    name: 'v2',
    routes: [
      { method: 'GET', path: '/v2', answer: () => json({ name: 'slipway', version: SLIPWAY_VERSION, extensions: ['binary_tensor_data'] }) },
      { method: 'GET', path: '/v2/health/live', open: true, answer: () => json({ live: true }) },
      { method: 'GET', path: '/v2/health/ready', open: true, answer: () => json({ ready: true, live: true }) },
      {
        method: 'GET',
        path: new RegExp(`^${MODEL}/ready$`),
        answer: (call) => {
          return json({ name: known(call).model, ready: true });
        },
      },
      {
        method: 'GET',
        path: new RegExp(`^${MODEL}$`),
        answer: (call) => {
          const { model, version, scored } = known(call);
          return json({ name: model, versions: call.parts[1] === undefined ? served.versionsOf(model) : [version], platform: scored.platform, inputs: scored.inputs.map(described), outputs: scored.outputs.map(described) });
        },
      },
      {
        method: 'POST',
        path: new RegExp(`^${MODEL}/infer$`),
        scores: true,
        answer: async (call) => {
          known(call);
          return infer(served, call);
        },
      },
    ],
    fault: (error) => json({ error: error.message }, error.status),
  };
}

async function infer(served: Served, call: Call): Promise<Reply> {
  const length = call.headers['inference-header-content-length'];
  if (Array.isArray(length)) {
    throw new MlflowError('BAD_REQUEST', 'Inference-Header-Content-Length is sent more than once');
  }
  const request = readInferRequest(call.body, length);
  call.id = soundId(request.id) ?? call.id;
  const { arm, predictions } = await served.answer(call, { model: call.parts[0], version: call.parts[1] }, (signature) => rowsOfInputs(request.inputs, signature));
  return inferAnswer(request, predictions, arm.model, arm.version, call.id);
}

function described({ name, type, shape }: TensorSpec): { name: string; datatype: string; shape: number[] } {
  return { name, datatype: datatypeOf(type), shape: [-1, ...shape] };
}

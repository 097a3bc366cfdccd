/** The routes of MLflow's scoring server, answered as MLflow 3.17 does. /ping is TorchServe's as well: its JSON serves both. */
import { MlflowError } from '../../../mlflowErrors';
import { enforce } from '../enforcement';
import type { Frame } from '../frame';
import { json, type Call, type Protocol, type Reply } from '../http/exchange';
import type { Served } from '../served';
import { mlflowAnswer } from './answer';
import { readCsvInvocation, readJsonInvocation } from './invocation';

/** The release whose answers these are. */
export const MLFLOW_VERSION = '3.17.2';

export function mlflowProtocol(served: Served): Protocol {
  return {
    name: 'mlflow',
    routes: [
      { method: 'GET', path: '/ping', open: true, answer: () => json({ status: 'Healthy' }) },
      { method: 'GET', path: '/health', open: true, answer: () => ({ status: 200, type: 'application/json', body: '\n' }) },
      { method: 'GET', path: '/version', open: true, answer: () => ({ status: 200, type: 'application/json', body: MLFLOW_VERSION }) },
      { method: 'POST', path: '/invocations', scores: true, answer: async (call) => invocation(served, call) },
    ],
    fault: (error) => json(error.body(), error.status),
  };
}

async function invocation(served: Served, call: Call): Promise<Reply> {
  const frame = readInvocation(call);
  if ('status' in frame) {
    return frame;
  }
  const { predictions } = await served.answer(call, {}, (signature) => enforce(frame, signature));
  return { status: 200, type: 'application/json', body: mlflowAnswer(predictions) };
}

/** @returns a reply for what MLflow refuses in plain text */
function readInvocation(call: Call): Frame | Reply {
  const given = call.headers['content-type'] ?? '';
  if (given === 'application/json') {
    return readJsonInvocation(textOf(call.body));
  }
  const [type = '', ...parameters] = given.split(';').map((part) => part.trim());
  const values = new Map(parameters.map((pair) => [pair.split('=')[0] ?? '', pair.split('=').slice(1).join('=')]));
  if ((values.get('charset') ?? 'utf-8').toLowerCase() !== 'utf-8') {
    return unsupported('The scoring server only supports UTF-8');
  }
  const unexpected = [...values.keys()].filter((name) => name !== 'charset');
  if (unexpected.length > 0) {
    return unsupported(`Unrecognized content type parameters: ${unexpected.join(', ')}.`);
  }
  if (type === 'application/json') {
    return readJsonInvocation(textOf(call.body));
  }
  if (type === 'text/csv') {
    return readCsvInvocation(textOf(call.body));
  }
  return unsupported(`This predictor only supports the following content types: Types: ['text/csv', 'application/json']. Got '${given}'.`);
}

function textOf(body: Buffer): string {
  try {
    return UTF8.decode(body);
  } catch (error) {
    throw new MlflowError('BAD_REQUEST', `Invalid input. Ensure that the input is UTF-8. Error: '${error instanceof Error ? error.message : String(error)}'`);
  }
}

const UTF8 = new TextDecoder('utf-8', { fatal: true });

function unsupported(body: string): Reply {
  return { status: 415, type: 'text/plain; charset=utf-8', body };
}

/** What the engine asks a deployment for others: its live figures, and what it serves. */
import type { FastifyInstance } from 'fastify';
import { askDeployment } from '../../connection/deploymentExchange';
import { DeploymentLive, LiveRequest } from '../../protocol/deploymentLive';
import type { ServedInterface } from '../../protocol/servedInterface';
import { MlflowError, missing } from '../mlflowErrors';
import { checked, withNumbers } from '../requestShape';
import { nameIn } from './deploymentPath';
import type { ServedModel } from './servedModel';
import type { ServingService } from './service';
import { championOf } from './standing';

/** A deployment that comes up again answers late: figures of then are no live figures. */
const PATIENCE_MS = 2000;

export function registerLiveRoutes(app: FastifyInstance, serving: ServingService): void {
  app.get('/slipway/v1/deployments/:name/live', async (request) => {
    const { since = 0 } = checked(LiveRequest, withNumbers(request.query, ['since']));
    const { name, url, state } = serving.get(nameIn(request));
    if (url === null || state !== 'healthy') {
      throw new MlflowError('TEMPORARILY_UNAVAILABLE', `${name} has no live figures now: it is ${state}. Ask again when it answers.`);
    }
    return liveOf(name, url, since);
  });

  app.get('/slipway/v1/deployments/:name/interface', (request) => {
    const name = nameIn(request);
    const champion = championOf(serving.folderOf(name));
    if (champion === undefined) {
      throw missing(`It is not known yet what ${name} takes: its model is not prepared. Ask again when it answers.`);
    }
    return interfaceOf(champion.model, champion.version, champion.served);
  });
}

/** @throws TEMPORARILY_UNAVAILABLE */
async function liveOf(name: string, url: string, since: number): Promise<DeploymentLive> {
  try {
    const { status, body } = await askDeployment(url, { method: 'GET', path: `/slipway/v1/live/${since}`, timeout: PATIENCE_MS });
    if (status === 200) {
      return JSON.parse(body.toString('utf8')) as DeploymentLive;
    }
    throw new Error(`it answered with status ${status}`);
  } catch (error) {
    throw new MlflowError('TEMPORARILY_UNAVAILABLE', `${name} tells no live figures now: ${error instanceof Error ? error.message : String(error)}. Its log says more.`);
  }
}

function interfaceOf(model: string, version: string, served: ServedModel): ServedInterface {
  const { signature } = served;
  return served.kind === 'onnx'
    ? { model, version, signature, answer: served.answer, probabilities: served.probabilities, classes: served.classes }
    : { model, version, signature, answer: null, probabilities: null, classes: null };
}

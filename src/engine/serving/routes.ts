/** `/slipway/v1/deployments`. */
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { DeployRequest } from '../../protocol/deployments';
import { checked } from '../requestShape';
import type { ServingService } from './service';

const DeploymentPath = Type.Object({ name: Type.String() });

export function registerServingRoutes(app: FastifyInstance, serving: ServingService): void {
  app.get('/slipway/v1/deployments', () => ({ deployments: serving.list() }));

  app.post('/slipway/v1/deployments', (request, reply) => reply.code(201).send({ deployment: serving.deploy(checked(DeployRequest, request.body)) }));

  app.get('/slipway/v1/deployments/:name', (request) => ({ deployment: serving.get(checked(DeploymentPath, request.params).name) }));

  app.post('/slipway/v1/deployments/:name/stop', (request) => ({ deployment: serving.stop(checked(DeploymentPath, request.params).name) }));

  app.post('/slipway/v1/deployments/:name/start', (request) => ({ deployment: serving.start(checked(DeploymentPath, request.params).name) }));

  app.delete('/slipway/v1/deployments/:name', async (request) => {
    await serving.remove(checked(DeploymentPath, request.params).name);
    return {};
  });
}

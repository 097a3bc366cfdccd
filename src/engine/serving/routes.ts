/** `/slipway/v1/deployments`. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { AddArmRequest, ArmName, type Deployment, DeployRequest, PromoteRequest, RollbackRequest, TrafficRequest } from '../../protocol/deployments';
import { actorOf } from '../registry/actor';
import { checked } from '../requestShape';
import { nameIn } from './deploymentPath';
import type { ServingService } from './service';

export function registerServingRoutes(app: FastifyInstance, serving: ServingService): void {
  app.get('/slipway/v1/deployments', () => ({ deployments: serving.list() }));

  app.post('/slipway/v1/deployments', (request, reply) => reply.code(201).send({ deployment: serving.deploy(checked(DeployRequest, request.body), actorOf(request)) }));

  app.get('/slipway/v1/deployments/:name', (request) => ({ deployment: serving.get(nameIn(request)) }));

  app.post('/slipway/v1/deployments/:name/stop', (request) => ({ deployment: serving.stop(nameIn(request)) }));

  app.post('/slipway/v1/deployments/:name/start', (request) => ({ deployment: serving.start(nameIn(request)) }));

  app.post('/slipway/v1/deployments/:name/arms', async (request) => ({ deployment: await serving.addArm(nameIn(request), checked(AddArmRequest, request.body), actorOf(request)) }));

  /** Changes one that is there, and tells what it is then. */
  const changed = async (request: FastifyRequest, change: (name: string) => Promise<void>): Promise<{ deployment: Deployment }> => {
    const { name } = serving.get(nameIn(request));
    await change(name);
    return { deployment: serving.get(name) };
  };

  app.post('/slipway/v1/deployments/:name/arms/remove', (request) => changed(request, (name) => serving.arms.remove(name, checked(ArmName, request.body))));

  app.post('/slipway/v1/deployments/:name/traffic', (request) => changed(request, (name) => serving.arms.traffic(name, checked(TrafficRequest, request.body))));

  app.post('/slipway/v1/deployments/:name/promote', (request) => changed(request, (name) => {
    const { model, version } = checked(PromoteRequest, request.body);
    return serving.arms.promote(name, model === undefined || version === undefined ? undefined : { model, version });
  }));

  app.post('/slipway/v1/deployments/:name/rollback', (request) => changed(request, (name) => serving.arms.rollBack(name, checked(RollbackRequest, request.body).why)));

  app.delete('/slipway/v1/deployments/:name', async (request) => {
    await serving.remove(nameIn(request));
    return {};
  });
}

/** `/slipway/v1/deployments`. */
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { AddArmRequest, ArmName, type Deployment, DeployRequest, PromoteRequest, RollbackRequest, TrafficRequest } from '../../protocol/deployments';
import { checked } from '../requestShape';
import type { ServingService } from './service';

const DeploymentPath = Type.Object({ name: Type.String() });

export function registerServingRoutes(app: FastifyInstance, serving: ServingService): void {
  app.get('/slipway/v1/deployments', () => ({ deployments: serving.list() }));

  app.post('/slipway/v1/deployments', (request, reply) => reply.code(201).send({ deployment: serving.deploy(checked(DeployRequest, request.body)) }));

  app.get('/slipway/v1/deployments/:name', (request) => ({ deployment: serving.get(checked(DeploymentPath, request.params).name) }));

  app.post('/slipway/v1/deployments/:name/stop', (request) => ({ deployment: serving.stop(checked(DeploymentPath, request.params).name) }));

  app.post('/slipway/v1/deployments/:name/start', (request) => ({ deployment: serving.start(checked(DeploymentPath, request.params).name) }));

  const changed = async (name: string, change: Promise<void>): Promise<{ deployment: Deployment }> => {
    await change;
    return { deployment: serving.get(name) };
  };

  app.post('/slipway/v1/deployments/:name/arms', async (request) => ({ deployment: await serving.addArm(checked(DeploymentPath, request.params).name, checked(AddArmRequest, request.body)) }));

  app.post('/slipway/v1/deployments/:name/arms/remove', async (request) => {
    const { name } = serving.get(checked(DeploymentPath, request.params).name);
    return changed(name, serving.arms.remove(name, checked(ArmName, request.body)));
  });

  app.post('/slipway/v1/deployments/:name/traffic', async (request) => {
    const { name } = serving.get(checked(DeploymentPath, request.params).name);
    return changed(name, serving.arms.traffic(name, checked(TrafficRequest, request.body)));
  });

  app.post('/slipway/v1/deployments/:name/promote', async (request) => {
    const { name } = serving.get(checked(DeploymentPath, request.params).name);
    const { model, version } = checked(PromoteRequest, request.body);
    return changed(name, serving.arms.promote(name, model === undefined || version === undefined ? undefined : { model, version }));
  });

  app.post('/slipway/v1/deployments/:name/rollback', async (request) => {
    const { name } = serving.get(checked(DeploymentPath, request.params).name);
    return changed(name, serving.arms.rollBack(name, checked(RollbackRequest, request.body).why));
  });

  app.delete('/slipway/v1/deployments/:name', async (request) => {
    await serving.remove(checked(DeploymentPath, request.params).name);
    return {};
  });
}

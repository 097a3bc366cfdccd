/** `/slipway/v1/gates`. */
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { GateListRequest, GateRequest } from '../../protocol/gates';
import { actorOf } from '../registry/actor';
import { checked, withNumbers } from '../requestShape';
import type { GateService } from './service';

const GatePath = Type.Object({ id: Type.String() });

/** Mounts the routes of gates. */
export function registerGateRoutes(app: FastifyInstance, gates: GateService): void {
  app.get('/slipway/v1/gates', (request) => ({ reports: gates.list(checked(GateListRequest, withNumbers(request.query, ['max_results']))) }));

  app.post('/slipway/v1/gates', async (request, reply) => reply.code(201).send({ report: await gates.run(checked(GateRequest, request.body), actorOf(request)) }));

  app.get('/slipway/v1/gates/:id', (request) => ({ report: gates.get(checked(GatePath, request.params).id) }));

  app.post('/slipway/v1/gates/:id/stop', (request) => ({ report: gates.stop(checked(GatePath, request.params).id) }));
}

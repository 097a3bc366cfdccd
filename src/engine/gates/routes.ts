/** `/slipway/v1/gates` and `/slipway/v1/promotions`. */
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { GateListRequest, GateRequest, GateStandingRequest, PromotionRequest } from '../../protocol/gates';
import { actorOf } from '../registry/actor';
import { checked, withNumbers } from '../requestShape';
import type { PromotionService } from './promotion';
import type { GateService } from './service';

const GatePath = Type.Object({ id: Type.String() });

/** Mounts the routes of gates and promotions. */
export function registerGateRoutes(app: FastifyInstance, gates: GateService, promotions: PromotionService): void {
  app.get('/slipway/v1/gates', (request) => ({ reports: gates.list(checked(GateListRequest, withNumbers(request.query, ['max_results']))) }));

  app.post('/slipway/v1/gates', async (request, reply) => reply.code(201).send({ report: await gates.run(checked(GateRequest, request.body), actorOf(request)) }));

  app.post('/slipway/v1/gates/standing', async (request) => ({ standing: await gates.standing(checked(GateStandingRequest, request.body)) }));

  app.post('/slipway/v1/promotions', async (request) => ({ promotion: await promotions.promote(checked(PromotionRequest, request.body), actorOf(request)) }));

  app.get('/slipway/v1/gates/:id', (request) => ({ report: gates.get(checked(GatePath, request.params).id) }));

  app.post('/slipway/v1/gates/:id/stop', (request) => ({ report: gates.stop(checked(GatePath, request.params).id) }));
}

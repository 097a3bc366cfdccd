/** `/slipway/v1/retraining` (policies) and `/slipway/v1/retrainings` (what came of them). */
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { RetrainingChange, RetrainNowRequest, RetrainRequest } from '../../protocol/retraining';
import { actorOf } from '../registry/actor';
import { checked, withNumbers } from '../requestShape';
import type { RetrainingService } from './service';

const PolicyPath = Type.Object({ name: Type.String() });
const RetrainingPath = Type.Object({ id: Type.String() });
const ListQuery = Type.Object({ policy: Type.Optional(Type.String()), limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000 })) });
const DEFAULT_LIMIT = 100;

/** Mounts the routes of continuous training. */
export function registerRetrainingRoutes(app: FastifyInstance, retraining: RetrainingService): void {
  const nameIn = (params: unknown): string => checked(PolicyPath, params).name;
  const idIn = (params: unknown): string => checked(RetrainingPath, params).id;

  app.get('/slipway/v1/retraining', async () => ({ policies: await retraining.policies() }));

  app.post('/slipway/v1/retraining', async (request, reply) => reply.code(201).send({ policy: await retraining.hold(checked(RetrainRequest, request.body)) }));

  app.get('/slipway/v1/retraining/:name', async (request) => ({ policy: await retraining.policy(nameIn(request.params)) }));

  app.post('/slipway/v1/retraining/:name/stop', async (request) => ({ policy: await retraining.release(nameIn(request.params)) }));

  app.post('/slipway/v1/retraining/:name/now', async (request, reply) => reply.code(201).send({ retraining: await retraining.now(nameIn(request.params), checked(RetrainNowRequest, request.body ?? {}).why) }));

  app.get('/slipway/v1/retrainings', (request) => {
    const { policy, limit = DEFAULT_LIMIT } = checked(ListQuery, withNumbers(request.query, ['limit']));
    return { retrainings: retraining.list(policy, limit) };
  });

  app.get('/slipway/v1/retrainings/:id', (request) => ({ retraining: retraining.get(idIn(request.params)) }));

  app.post('/slipway/v1/retrainings/:id', async (request) => ({ retraining: await retraining.change(idIn(request.params), checked(RetrainingChange, request.body), actorOf(request)) }));
}

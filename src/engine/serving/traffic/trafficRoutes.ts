/** `/slipway/v1/deployments/:name/requests`, `/quality` and `/feedback`. */
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { FeedbackFileRequest } from '../../../protocol/deploymentTraffic';
import { invalid } from '../../mlflowErrors';
import { checked, mustBeAbsolute, withNumbers } from '../../requestShape';
import { nameIn } from '../deploymentPath';
import type { ServingService } from '../service';
import { readBefore } from './loggedRequests';
import type { TrafficKeeper } from './trafficKeeper';

const RequestsQuery = Type.Object({ limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000 })), before: Type.Optional(Type.String()) });
const QualityQuery = Type.Object({ from: Type.Optional(Type.Integer({ minimum: 0 })), to: Type.Optional(Type.Integer({ minimum: 0 })) });
const FEW = 100;

export function registerTrafficRoutes(app: FastifyInstance, serving: ServingService, traffic: TrafficKeeper): void {
  app.get('/slipway/v1/deployments/:name/requests', (request) => {
    const { limit = FEW, before } = checked(RequestsQuery, withNumbers(request.query, ['limit']));
    const place = before === undefined ? undefined : readBefore(before);
    if (before !== undefined && place === undefined) {
      throw invalid(`"before" is a Unix time in ms, or what "next" of an answer said, and is ${before.slice(0, 40)}.`);
    }
    return traffic.requests(serving.folderOf(nameIn(request)), limit, place);
  });

  app.get('/slipway/v1/deployments/:name/quality', (request) => {
    const { from = 0, to = Date.now() } = checked(QualityQuery, withNumbers(request.query, ['from', 'to']));
    return traffic.quality(serving.folderOf(nameIn(request)), from, to);
  });

  app.post('/slipway/v1/deployments/:name/feedback', (request) => {
    const { file } = checked(FeedbackFileRequest, request.body);
    mustBeAbsolute('file', file);
    const { name, url } = serving.get(nameIn(request));
    return traffic.feedback(serving.folderOf(name), url ?? undefined, file);
  });
}

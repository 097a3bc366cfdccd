/** `/slipway/v1/lineage`. */
import type { FastifyInstance } from 'fastify';
import { LineageRequest } from '../../protocol/lineage';
import { checked, withNumbers } from '../requestShape';
import type { LineageService } from './service';

/** Mounts the routes of lineage. */
export function registerLineageRoutes(app: FastifyInstance, lineage: LineageService): void {
  app.get('/slipway/v1/lineage', (request) => lineage.of(checked(LineageRequest, withLists(withNumbers(request.query, ['depth']), ['unfold']))));
}

/** A parameter that stands once in a query is no list yet. */
function withLists(query: unknown, fields: readonly string[]): unknown {
  return query !== null && typeof query === 'object'
    ? Object.fromEntries(Object.entries(query).map(([key, value]) => [key, fields.includes(key) && typeof value === 'string' ? [value] : value]))
    : query;
}

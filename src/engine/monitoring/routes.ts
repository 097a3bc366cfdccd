/** `/slipway/v1/monitors` and `/slipway/v1/alerts`. */
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { AlertChange, WatchRequest } from '../../protocol/monitors';
import { WindowComparison } from '../../protocol/windowComparison';
import { actorOf } from '../registry/actor';
import { checked, withNumbers } from '../requestShape';
import type { MonitoringService } from './service';

const MonitorPath = Type.Object({ name: Type.String() });
const AlertPath = Type.Object({ id: Type.String() });
const WindowsQuery = Type.Object({ limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 10_000 })) });
const AlertsQuery = Type.Object({ monitor: Type.Optional(Type.String()), limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 10_000 })) });
const DEFAULT_LIMIT = 100;

/** Mounts the routes of monitors and alerts. */
export function registerMonitoringRoutes(app: FastifyInstance, monitoring: MonitoringService): void {
  const nameIn = (params: unknown): string => checked(MonitorPath, params).name;

  app.get('/slipway/v1/monitors', () => ({ monitors: monitoring.list() }));

  app.post('/slipway/v1/monitors', async (request, reply) => reply.code(201).send({ monitor: await monitoring.watch(checked(WatchRequest, request.body)) }));

  app.get('/slipway/v1/monitors/:name', (request) => ({ monitor: monitoring.get(nameIn(request.params)) }));

  app.delete('/slipway/v1/monitors/:name', async (request) => {
    await monitoring.remove(nameIn(request.params));
    return {};
  });

  app.post('/slipway/v1/monitors/:name/stop', async (request) => ({ monitor: await monitoring.stop(nameIn(request.params)) }));

  app.post('/slipway/v1/monitors/:name/look', async (request) => ({ monitor: await monitoring.look(nameIn(request.params)) }));

  app.get('/slipway/v1/monitors/:name/windows', (request) => {
    const { limit = DEFAULT_LIMIT } = checked(WindowsQuery, withNumbers(request.query, ['limit']));
    return { windows: monitoring.windows(nameIn(request.params), limit) };
  });

  app.post('/slipway/v1/monitors/:name/compare', async (request) => ({ window: await monitoring.compare(nameIn(request.params), checked(WindowComparison, request.body)) }));

  app.get('/slipway/v1/alerts', (request) => {
    const { monitor, limit = DEFAULT_LIMIT } = checked(AlertsQuery, withNumbers(request.query, ['limit']));
    return { alerts: monitoring.alerts(monitor, limit) };
  });

  app.post('/slipway/v1/alerts/:id', async (request) => ({ alert: await monitoring.changeAlert(checked(AlertPath, request.params).id, checked(AlertChange, request.body), actorOf(request)) }));
}

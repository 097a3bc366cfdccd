/** Mounts the room's routes: MLflow's table at both prefixes, artifact transfer, health, and what Slipway's own lists ask. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { RunRowsRequest } from '../../protocol/experiments';
import type { EngineLog } from '../engineLog';
import { compileRequest } from '../requestCheck';
import { inputOf, mountRoute, type Input } from '../route';
import { registerArtifactRoutes } from './artifacts/artifactRoutes';
import { ROUTES } from './routes';
import type { TrackingService } from './service';
import { registerTableRoutes } from './table/routes';

/** The version of MLflow whose API this is; clients choose what they send by it. */
const MLFLOW_VERSION = '3.3.2';

export async function registerTrackingRoutes(app: FastifyInstance, tracking: TrackingService, log: EngineLog): Promise<void> {
  app.get('/health', (_request, reply) => reply.type('text/plain; charset=utf-8').send('OK'));
  app.get('/version', (_request, reply) => reply.type('text/plain; charset=utf-8').send(MLFLOW_VERSION));
  for (const route of ROUTES) {
    mountRoute(app, tracking, route, (input, request) => noteWrite(tracking, input, request));
  }
  mountOverview(app, tracking);
  registerTableRoutes(app, tracking);
  await registerArtifactRoutes(app, tracking);
  await tracking.artifacts.sweep().catch((error: unknown) => log.warn(`half-done uploads could not be removed: ${error instanceof Error ? error.message : String(error)}`));
}

const ENDED = new Set<unknown>(['FINISHED', 'FAILED', 'KILLED']);

function noteWrite(tracking: TrackingService, input: Input, request: FastifyRequest): void {
  const runId = input['run_id'] ?? input['run_uuid'];
  if (typeof runId !== 'string') {
    return;
  }
  if (ENDED.has(input['status'])) {
    tracking.presence.ended(runId);
  } else {
    tracking.presence.wrote(runId, request.raw.socket);
  }
}

function mountOverview(app: FastifyInstance, tracking: TrackingService): void {
  app.get('/slipway/v1/experiments', (request, reply) => {
    const { include_deleted: included } = request.query as { include_deleted?: string };
    return reply.type('application/json').send(JSON.stringify({ experiments: tracking.overview.experiments(included === 'true') }));
  });
  const check = compileRequest<RunRowsRequest>(RunRowsRequest);
  app.post('/slipway/v1/runs/rows', (request, reply) => reply.type('application/json').send(JSON.stringify(tracking.overview.runRows(check(inputOf(request))))));
}

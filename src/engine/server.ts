/** The engine as an HTTP app: security, error mapping, mounting of rooms. It listens where its caller says. */
import Fastify, { type FastifyInstance } from 'fastify';
import { type Database, openDatabase } from './database/open';
import type { EngineLog } from './engineLog';
import { registerEventRoutes } from './eventRoutes';
import { EventBus } from './events';
import { MlflowError, toMlflowError } from './mlflowErrors';
import { registerRegistryRoutes } from './registry/mount';
import { RegistryService } from './registry/service';
import { JSON_BODY_LIMIT, readBodies } from './requestBody';
import { guard, type Tokens } from './security';
import { registerTrackingRoutes } from './tracking/mount';
import { TrackingService } from './tracking/service';

export type { EngineLog } from './engineLog';

export interface EngineOptions {
  /** absolute path of the .slipway folder */
  readonly store: string;
  /** undefined: `--no-auth` */
  readonly tokens?: Tokens;
  readonly allowedHosts?: readonly string[];
  /** URI under which new experiments keep artifacts, instead of `mlflow-artifacts:/` */
  readonly defaultArtifactRoot?: string;
  /** folder (path or file: URI) behind the artifact proxy, instead of `artifacts` in the store */
  readonly artifactsDestination?: string;
  readonly log: EngineLog;
}

export interface Engine {
  readonly app: FastifyInstance;
  readonly storeId: string;
  readonly events: EventBus;
  readonly tracking: TrackingService;
  readonly registry: RegistryService;
  readonly database: Database;
  /** Ends all connections, commits what is queued, closes the store. */
  close(): Promise<void>;
}

/** Registers further routes on `engine.app` before it listens. */
export type EngineRoom = (engine: Engine) => Promise<void>;

/**
 * Opens the store and builds the app with all its routes. The caller listens.
 * @throws StoreError when the store can't be opened
 */
export async function buildEngine(options: EngineOptions, rooms: readonly EngineRoom[] = []): Promise<Engine> {
  const database = openDatabase(options.store, options.log);
  const app = Fastify({
    bodyLimit: JSON_BODY_LIMIT,
    // Training may be silent for long between two calls on one connection; the operating system notices dead peers.
    keepAliveTimeout: 3_600_000,
    connectionTimeout: 0,
    requestTimeout: 0,
    forceCloseConnections: true,
    // Requests are checked by requestCheck.ts, with MLflow's rules: Fastify's own two schema compilers, a tenth of a start, are never loaded.
    schemaController: { compilersFactory: { buildValidator: noSchemas, buildSerializer: noSchemas } },
    // Decoding and confinement of paths are done by the routes themselves; the router only matches.
    routerOptions: { ignoreDuplicateSlashes: true, maxParamLength: 16_384 },
  });
  let tracking: TrackingService | undefined;
  try {
    const events = new EventBus();
    const service = new TrackingService(database, events, options);
    tracking = service;
    answerErrors(app, options.log);
    guard(app, options);
    readBodies(app);
    registerEventRoutes(app, events);
    await registerTrackingRoutes(app, service, options.log);
    const registry = new RegistryService(database, events, service);
    registerRegistryRoutes(app, registry);
    const close = async (): Promise<void> => {
      await app.close();
      service.close();
      events.close();
      database.close();
    };
    const engine: Engine = { app, storeId: database.storeId, events, tracking: service, registry, database, close };
    for (const room of rooms) {
      await room(engine);
    }
    return engine;
  } catch (error) {
    await app.close();
    tracking?.close();
    database.close();
    throw error;
  }
}

function answerErrors(app: FastifyInstance, log: EngineLog): void {
  app.setErrorHandler((thrown, _request, reply) => {
    const error = toMlflowError(thrown, log);
    return reply.code(error.status).header('content-type', 'application/json').send(JSON.stringify(error.body()));
  });
  app.setNotFoundHandler((request) => {
    throw new MlflowError('ENDPOINT_NOT_FOUND', `No such endpoint: ${request.method} ${request.url.slice(0, 200)}. Slipway serves MLflow's tracking and registry API under /api/2.0/mlflow and /api/3.0/mlflow.`);
  });
}

/** A route that gave Fastify a schema would end here, when it is registered. */
function noSchemas(): never {
  throw new Error('Routes of the engine declare no Fastify schema: check the request with compileRequest.');
}

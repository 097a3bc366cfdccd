/** One entry of a room's table of MLflow routes: method, path, schema of the request, what answers; and how it is served. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Readable } from 'node:stream';
import type { Static, TSchema } from 'typebox';
import { invalid } from './mlflowErrors';
import { NOT_JSON } from './requestBody';
import { compileRequest } from './requestCheck';

type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE';
/** JSON text, whole or as a stream, or an object to be written as JSON. */
type Answer = string | object | void;
export type Input = Readonly<Record<string, unknown>>;

/** @typeParam Service the room's, which answers */
export interface Route<Service> {
  readonly methods: readonly Method[];
  /** below `/mlflow`, as Fastify writes it */
  readonly path: string;
  /** API versions it is served at */
  readonly versions: readonly ('2.0' | '3.0')[];
  /** false: served to pages under /ajax-api only */
  readonly api: boolean;
  /** writes to the run named by `run_id`: shows that its process lives */
  readonly writesRun: boolean;
  readonly answer: (service: Service, input: Input, request: FastifyRequest) => Answer | Promise<Answer>;
}

type Settings = Partial<Pick<Route<never>, 'versions' | 'api' | 'writesRun'>>;

/**
 * What makes entries of a room's table: the schema is compiled once, the handler gets what it describes.
 * The schema is a TypeBox object; query, path and body parameters are one set of fields.
 */
export function routeOf<Service>(): <S extends TSchema>(
  methods: Method | readonly Method[], path: string, request: S, answer: (service: Service, input: Static<S>, request: FastifyRequest) => Answer | Promise<Answer>, settings?: Settings,
) => Route<Service> {
  return <S extends TSchema>(
    methods: Method | readonly Method[], path: string, schema: S, answer: (service: Service, input: Static<S>, request: FastifyRequest) => Answer | Promise<Answer>, settings: Settings = {},
  ) => {
    const check = compileRequest<Static<S>>(schema);
    return {
      methods: typeof methods === 'string' ? [methods] : methods, path,
      versions: settings.versions ?? ['2.0'], api: settings.api ?? true, writesRun: settings.writesRun ?? false,
      answer: (service, input, request) => answer(service, check(input), request),
    };
  };
}

/** Query, body and path parameters as one set of fields. @throws MlflowError 400 for a body that is not JSON */
export function inputOf(request: FastifyRequest): Input {
  const body = request.method === 'GET' ? request.query : request.body ?? {};
  if (body === NOT_JSON) {
    throw invalid("Bad Request. Content-Type must be one of ['application/json'].");
  }
  return { ...(body as Record<string, unknown>), ...(request.params as Record<string, unknown>) };
}

/**
 * Serves an entry to clients (/api) and to pages (/ajax-api).
 * @param answered told after each request of an entry that writes to a run
 */
export function mountRoute<Service>(app: FastifyInstance, service: Service, route: Route<Service>, answered?: (input: Input, request: FastifyRequest) => void): void {
  for (const version of route.versions) {
    for (const prefix of route.api ? ['api', 'ajax-api'] : ['ajax-api']) {
      app.route({
        method: [...route.methods],
        url: `/${prefix}/${version}/mlflow${route.path}`,
        handler: async (request, reply) => {
          const input = inputOf(request);
          const answer = await route.answer(service, input, request);
          if (route.writesRun) {
            answered?.(input, request);
          }
          reply.header('content-type', 'application/json');
          return typeof answer === 'string' || answer instanceof Readable ? answer : JSON.stringify(answer ?? {});
        },
      });
    }
  }
}

/** One entry of the table of routes: method, path, schema of the request, what answers. */
import type { FastifyRequest } from 'fastify';
import type { Static, TSchema } from 'typebox';
import { invalid } from '../mlflowErrors';
import { NOT_JSON } from '../requestBody';
import { compileRequest } from '../requestCheck';
import type { TrackingService } from './service';

export type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE';
/** JSON text, whole or as a stream, or an object to be written as JSON. */
export type Answer = string | object | void;

export interface Route {
  readonly methods: readonly Method[];
  /** below `/mlflow`, as Fastify writes it */
  readonly path: string;
  /** API versions it is served at */
  readonly versions: readonly ('2.0' | '3.0')[];
  /** false: served to pages under /ajax-api only */
  readonly api: boolean;
  /** writes to the run named by `run_id`: shows that its process lives */
  readonly writesRun: boolean;
  readonly answer: (tracking: TrackingService, input: Readonly<Record<string, unknown>>) => Answer | Promise<Answer>;
}

export interface RouteSettings {
  readonly versions?: Route['versions'];
  readonly api?: boolean;
  readonly writesRun?: boolean;
}

/**
 * Makes an entry: the schema is compiled once, the handler gets what it describes.
 * @param request a TypeBox object; query, path and body parameters are one set of fields
 */
export function route<S extends TSchema>(
  methods: Method | readonly Method[], path: string, request: S, answer: (tracking: TrackingService, input: Static<S>) => Answer | Promise<Answer>, settings: RouteSettings = {},
): Route {
  const check = compileRequest<Static<S>>(request);
  return {
    methods: typeof methods === 'string' ? [methods] : methods, path,
    versions: settings.versions ?? ['2.0'], api: settings.api ?? true, writesRun: settings.writesRun ?? false,
    answer: (tracking, input) => answer(tracking, check(input)),
  };
}

/** Query, body and path parameters as one set of fields. @throws MlflowError 400 for a body that is not JSON */
export function inputOf(request: FastifyRequest): Readonly<Record<string, unknown>> {
  const body = request.method === 'GET' ? request.query : request.body ?? {};
  if (body === NOT_JSON) {
    throw invalid("Bad Request. Content-Type must be one of ['application/json'].");
  }
  return { ...(body as Record<string, unknown>), ...(request.params as Record<string, unknown>) };
}

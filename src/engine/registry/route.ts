/** One entry of the registry's table of routes: method, path, schema of the request, what answers. */
import type { FastifyInstance } from 'fastify';
import type { Static, TSchema } from 'typebox';
import { compileRequest } from '../requestCheck';
import { inputOf, type Method } from '../tracking/route';
import { type Actor, actorOf } from './actor';
import type { RegistryService } from './service';

type Answer = object | void;

export interface RegistryRoute {
  readonly methods: readonly Method[];
  /** below `/mlflow` */
  readonly path: string;
  readonly answer: (registry: RegistryService, input: Readonly<Record<string, unknown>>, actor: Actor) => Answer | Promise<Answer>;
}

/**
 * Makes an entry: the schema is compiled once, the handler gets what it describes, and who asks.
 * @param request a TypeBox object; query and body parameters are one set of fields
 */
export function route<S extends TSchema>(
  methods: Method | readonly Method[], path: string, request: S, answer: (registry: RegistryService, input: Static<S>, actor: Actor) => Answer | Promise<Answer>,
): RegistryRoute {
  const check = compileRequest<Static<S>>(request);
  return { methods: typeof methods === 'string' ? [methods] : methods, path, answer: (registry, input, actor) => answer(registry, check(input), actor) };
}

/** Serves an entry to clients (/api) and to pages (/ajax-api). */
export function mountRoute(app: FastifyInstance, registry: RegistryService, entry: RegistryRoute): void {
  for (const prefix of ['api', 'ajax-api']) {
    app.route({
      method: [...entry.methods],
      url: `/${prefix}/2.0/mlflow${entry.path}`,
      handler: async (request, reply) => {
        const answer = await entry.answer(registry, inputOf(request), actorOf(request));
        return reply.type('application/json').send(JSON.stringify(answer ?? {}));
      },
    });
  }
}

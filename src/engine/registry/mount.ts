/** Mounts the room's routes: MLflow's table at both prefixes, and the log that only Slipway has. */
import type { FastifyInstance } from 'fastify';
import { ModelContentsRequest } from '../../protocol/modelContents';
import { ModelVersionsRequest } from '../../protocol/modelOverview';
import { AuditRequest } from '../../protocol/registry';
import { download, missingParameter, query, READ } from '../download';
import { compileRequest } from '../requestCheck';
import { inputOf, mountRoute } from '../route';
import { REGISTRY_ROUTES } from './routes';
import type { RegistryService } from './service';

export function registerRegistryRoutes(app: FastifyInstance, registry: RegistryService): void {
  for (const route of REGISTRY_ROUTES) {
    mountRoute(app, registry, route);
  }
  // MLflow's own page reads files here; the editor does too.
  app.route({
    method: READ, url: '/model-versions/get-artifact', handler: async (request, reply) => {
      const [name, version, file] = ['name', 'version', 'path'].map((parameter) => query(request, parameter) || missingParameter(parameter));
      return download(request, reply, await registry.versions.file(name ?? '', version ?? '', file ?? ''));
    },
  });
  const check = compileRequest<AuditRequest>(AuditRequest);
  const checkContents = compileRequest<ModelContentsRequest>(ModelContentsRequest);
  const checkVersions = compileRequest<ModelVersionsRequest>(ModelVersionsRequest);
  app.get('/slipway/v1/registry/models', (_request, reply) => reply.type('application/json').send(JSON.stringify({ models: registry.overview.models() })));
  app.get('/slipway/v1/registry/versions', (request, reply) => reply.type('application/json').send(JSON.stringify(registry.overview.versions(checkVersions(inputOf(request))))));
  app.get('/slipway/v1/registry/contents', async (request, reply) => {
    const { name, version } = checkContents(inputOf(request));
    return reply.type('application/json').send(JSON.stringify(await registry.versions.contents(name, version)));
  });
  app.get('/slipway/v1/registry/audit', (request, reply) => reply.type('application/json').send(JSON.stringify(registry.audit.page(check(inputOf(request))))));
}

/** Transfer of artifacts: the mlflow-artifacts proxy, and downloads by run or logged model. Bodies are streamed, never held. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { IncomingMessage } from 'node:http';
import path from 'node:path';
import { download, missingParameter, query, READ } from '../../download';
import { MlflowError } from '../../mlflowErrors';
import type { TrackingService } from '../service';

const PREFIXES = ['/api/2.0', '/ajax-api/2.0'];

/** @returns the wildcard part of the path, once decoded by the router */
function wildcard(request: FastifyRequest): string {
  return (request.params as { '*': string })['*'];
}

export async function registerArtifactRoutes(app: FastifyInstance, tracking: TrackingService): Promise<void> {
  await app.register(async (scope) => {
    // Whatever its content type says (an artifact may be JSON), a body is bytes.
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', (_request, payload, done) => done(null, payload));
    for (const prefix of PREFIXES) {
      proxy(scope, `${prefix}/mlflow-artifacts`, tracking);
      byOwner(scope, prefix, tracking);
    }
  });
  app.route({ method: READ, url: '/get-artifact', handler: (request, reply) => readOf(tracking, request, reply, tracking.runArtifactRoot(runIdOf(request)), query(request, 'path')) });
}

function proxy(scope: FastifyInstance, at: string, tracking: TrackingService): void {
  const { artifacts } = tracking;
  const root = artifacts.destination;
  scope.get(`${at}/artifacts`, async (request, reply) => {
    const files = await artifacts.list(root, query(request, 'path'));
    // Here, unlike in artifacts/list, the path is the name alone.
    const named = files.map((file) => ({ ...file, path: path.posix.basename(file.path) }));
    return reply.type('application/json').send(JSON.stringify(named.length === 0 ? {} : { files: named }));
  });
  scope.route({ method: READ, url: `${at}/artifacts/*`, handler: (request, reply) => readOf(tracking, request, reply, root, wildcard(request)) });
  scope.put(`${at}/artifacts/*`, { bodyLimit: Number.MAX_SAFE_INTEGER }, async (request, reply) => {
    const content = (request.body as IncomingMessage | undefined) ?? request.raw;
    try {
      await artifacts.write(root, wildcard(request), content);
    } finally {
      // What was refused is still on its way: unread, it would stand before the next request of its connection for ever.
      content.resume();
    }
    return reply.type('application/json').send('{}');
  });
  scope.delete(`${at}/artifacts/*`, async (request, reply) => {
    await artifacts.delete(root, wildcard(request));
    return reply.type('application/json').send('{}');
  });
  const unsupported = (): never => {
    throw new MlflowError('NOT_IMPLEMENTED', 'This server takes artifacts by plain PUT and gives them by plain GET.');
  };
  scope.post(`${at}/mpu/*`, unsupported);
  scope.get(`${at}/presigned/*`, unsupported);
}

function byOwner(scope: FastifyInstance, prefix: string, tracking: TrackingService): void {
  const files = `${prefix}/mlflow/logged-models/:model_id/artifacts/files`;
  scope.route({
    method: READ, url: files, handler: (request, reply) => {
      const { model_id: modelId } = request.params as { model_id: string };
      return readOf(tracking, request, reply, tracking.modelArtifactRoot(modelId), query(request, 'artifact_file_path'));
    },
  });
  scope.post(`${prefix}/mlflow/artifacts/presigned-upload-url`, () => {
    throw new MlflowError('NOT_IMPLEMENTED', 'This server takes artifacts by plain PUT.');
  });
}

async function readOf(tracking: TrackingService, request: FastifyRequest, reply: FastifyReply, root: string, given: string): Promise<FastifyReply> {
  return download(request, reply, await tracking.artifacts.read(root, given === '' ? missingParameter('path') : given));
}

function runIdOf(request: FastifyRequest): string {
  const id = query(request, 'run_id') || query(request, 'run_uuid');
  if (id === '') {
    return missingParameter('run_id');
  }
  return id;
}

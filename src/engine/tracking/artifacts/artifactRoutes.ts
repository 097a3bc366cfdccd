/** Transfer of artifacts: the mlflow-artifacts proxy, and downloads by run or logged model. Bodies are streamed, never held. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { IncomingMessage } from 'node:http';
import path from 'node:path';
import { invalid, MlflowError } from '../../mlflowErrors';
import type { TrackingService } from '../service';
import type { OpenArtifact } from './artifactStore';

const PREFIXES = ['/api/2.0', '/ajax-api/2.0'];

const TYPES: Readonly<Record<string, string>> = {
  '.json': 'application/json', '.txt': 'text/plain', '.log': 'text/plain', '.md': 'text/plain', '.py': 'text/plain', '.yaml': 'text/plain', '.yml': 'text/plain',
  '.csv': 'text/csv', '.html': 'text/html', '.png': 'image/png', '.jpg': 'image/jpeg', '.jpeg': 'image/jpeg', '.gif': 'image/gif', '.svg': 'image/svg+xml',
  '.webp': 'image/webp', '.pdf': 'application/pdf', '.zip': 'application/zip', '.parquet': 'application/vnd.apache.parquet',
};

/** @returns the wildcard part of the path, once decoded by the router */
function wildcard(request: FastifyRequest): string {
  return (request.params as { '*': string })['*'];
}

function query(request: FastifyRequest, name: string): string {
  const value = (request.query as Record<string, unknown>)[name];
  return typeof value === 'string' ? value : '';
}

function download(reply: FastifyReply, artifact: OpenArtifact): FastifyReply {
  const encoded = encodeURIComponent(artifact.name).replace(/['()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
  return reply
    .header('content-type', TYPES[path.extname(artifact.name).toLowerCase()] ?? 'application/octet-stream')
    .header('content-length', artifact.size)
    .header('content-disposition', `attachment; filename*=UTF-8''${encoded}; filename="${artifact.name.replace(/[^ -~]|["\\]/g, '_')}"`)
    .header('x-content-type-options', 'nosniff')
    .send(artifact.stream);
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
  app.get('/get-artifact', (request, reply) => readOf(tracking, reply, tracking.runArtifactRoot(runIdOf(request)), query(request, 'path')));
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
  scope.get(`${at}/artifacts/*`, (request, reply) => readOf(tracking, reply, root, wildcard(request)));
  scope.put(`${at}/artifacts/*`, { bodyLimit: Number.MAX_SAFE_INTEGER }, async (request, reply) => {
    await artifacts.write(root, wildcard(request), (request.body as IncomingMessage | undefined) ?? request.raw);
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
  scope.get(`${prefix}/mlflow/logged-models/:model_id/artifacts/files`, (request, reply) => {
    const { model_id: modelId } = request.params as { model_id: string };
    return readOf(tracking, reply, tracking.modelArtifactRoot(modelId), query(request, 'artifact_file_path'));
  });
  scope.post(`${prefix}/mlflow/artifacts/presigned-upload-url`, () => {
    throw new MlflowError('NOT_IMPLEMENTED', 'This server takes artifacts by plain PUT.');
  });
}

async function readOf(tracking: TrackingService, reply: FastifyReply, root: string, given: string): Promise<FastifyReply> {
  if (given === '') {
    throw invalid("Missing value for required parameter 'path'. See the API docs for more information about request parameters.");
  }
  return download(reply, await tracking.artifacts.read(root, given));
}

function runIdOf(request: FastifyRequest): string {
  const id = query(request, 'run_id') || query(request, 'run_uuid');
  if (id === '') {
    throw invalid("Missing value for required parameter 'run_id'. See the API docs for more information about request parameters.");
  }
  return id;
}

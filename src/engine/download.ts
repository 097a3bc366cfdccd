/** A file on its way to a client: whole or a part of it, streamed. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { partOf } from './byteRange';
import { invalid, MlflowError } from './mlflowErrors';

/** A file of artifacts that can be read, and has not been yet. */
export interface OpenArtifact {
  readonly size: number;
  readonly name: string;
  /** Reads it. @param part bytes from `first` to `last`, both included; absent: all of it */
  stream(part?: { readonly first: number; readonly last: number }): Readable;
}

export const READ = ['GET', 'HEAD'];

const TYPES: Readonly<Record<string, string>> = {
  '.json': 'application/json', '.txt': 'text/plain', '.log': 'text/plain', '.md': 'text/plain', '.py': 'text/plain', '.yaml': 'text/plain', '.yml': 'text/plain',
  '.csv': 'text/csv', '.html': 'text/html', '.png': 'image/png', '.jpg': 'image/jpeg', '.jpeg': 'image/jpeg', '.gif': 'image/gif', '.svg': 'image/svg+xml',
  '.webp': 'image/webp', '.pdf': 'application/pdf', '.zip': 'application/zip', '.parquet': 'application/vnd.apache.parquet',
};

/** @returns the parameter of the query; empty when it is not there, or there twice */
export function query(request: FastifyRequest, name: string): string {
  const value = (request.query as Record<string, unknown>)[name];
  return typeof value === 'string' ? value : '';
}

/** @throws INVALID_PARAMETER_VALUE in MLflow's words */
export function missingParameter(name: string): never {
  throw invalid(`Missing value for required parameter '${name}'. See the API docs for more information about request parameters.`);
}

/** @throws INVALID_PARAMETER_VALUE, 416, where the request asks for a part that is not in the file */
export function download(request: FastifyRequest, reply: FastifyReply, artifact: OpenArtifact): FastifyReply {
  const { size } = artifact;
  const part = partOf(request.headers.range, size);
  if (part === 'outside') {
    reply.header('content-range', `bytes */${size}`);
    throw new MlflowError('INVALID_PARAMETER_VALUE', `The artifact '${artifact.name}' has ${size} bytes; none of those that were asked for ('${request.headers.range ?? ''}') is among them.`, 416);
  }
  const encoded = encodeURIComponent(artifact.name).replace(/['()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
  reply
    .header('content-type', TYPES[path.extname(artifact.name).toLowerCase()] ?? 'application/octet-stream')
    .header('content-length', part === undefined ? size : part.last - part.first + 1)
    .header('accept-ranges', 'bytes')
    .header('content-disposition', `attachment; filename*=UTF-8''${encoded}; filename="${artifact.name.replace(/[^ -~]|["\\]/g, '_')}"`)
    .header('x-content-type-options', 'nosniff');
  if (part !== undefined) {
    reply.code(206).header('content-range', `bytes ${part.first}-${part.last}/${size}`);
  }
  // HEAD tells the size; the file is not read for it.
  return request.method === 'HEAD' ? reply.send() : reply.send(artifact.stream(part));
}

/** Files of a version of a registered model, read through the engine wherever they stand on its machine. */
import http from 'node:http';
import type { EngineClient } from './engineClient';
import { EngineError, refusalOf } from './engineError';
import { exchange, readBody } from './httpExchange';

/** A file of a version: its path within the version, with "/". */
export interface VersionFile { readonly name: string; readonly version: string; readonly path: string }

/**
 * The whole file.
 * @throws EngineError 404 when there is none at this path, 501 when the files stand elsewhere
 */
export async function versionFile(client: EngineClient, file: VersionFile, signal?: AbortSignal): Promise<Buffer> {
  return readBody(client.address, await openVersionFile(client, file, signal));
}

/**
 * The file as it comes, for those that are larger than memory likes; whoever asks reads it to its end.
 * @throws EngineError 404 when there is none at this path, 501 when the files stand elsewhere
 */
export async function openVersionFile(client: EngineClient, { name, version, path }: VersionFile, signal?: AbortSignal): Promise<http.IncomingMessage> {
  const query = new URLSearchParams({ name, version, path });
  const response = await exchange(client.address, new http.Agent(), { method: 'GET', path: `/model-versions/get-artifact?${query.toString()}`, ...(signal === undefined ? {} : { signal }) });
  const status = response.statusCode ?? 0;
  if (status >= 200 && status < 300) {
    return response;
  }
  const said = (await readBody(client.address, response)).toString('utf8');
  throw status === 404
    ? new EngineError(404, 'RESOURCE_DOES_NOT_EXIST', `${path} is gone from the artifacts of this version.`)
    : refusalOf(client.address.url, status, said);
}

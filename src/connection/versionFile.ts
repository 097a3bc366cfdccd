/** Files of a version of a registered model, read through the engine wherever they stand. */
import http from 'node:http';
import type { EngineClient } from './engineClient';
import { EngineError } from './engineError';
import { exchange, readBody } from './httpExchange';

/** Where the files of a version stand, as the registry says it. */
export interface VersionPlace {
  /** URI of its artifacts: `mlflow-artifacts:/…`, `runs:/…`, or a folder of the engine's machine */
  readonly location: string;
  /** the logged model that it was made from */
  readonly modelId: string | null;
}

/**
 * The request for a file of a version.
 * @param path within the version; empty where the version is one file
 * @throws EngineError for a place that only the mlflow client reads
 */
export function versionFilePath({ location, modelId }: VersionPlace, path: string): string {
  const file = (folder: string): string => [folder.replace(/\/+$/, ''), path].filter((part) => part !== '').join('/');
  const [, proxied] = /^mlflow-artifacts:\/+(.+)$/.exec(location) ?? [];
  if (proxied !== undefined) {
    return `/api/2.0/mlflow-artifacts/artifacts/${file(proxied).split('/').map(encodeURIComponent).join('/')}`;
  }
  const [, runId, within] = /^runs:\/+([^/]+)\/(.+)$/.exec(location) ?? [];
  if (runId !== undefined) {
    return `/get-artifact?run_id=${encodeURIComponent(runId)}&path=${encodeURIComponent(file(within ?? ''))}`;
  }
  if (modelId !== null && path !== '') {
    return `/ajax-api/2.0/mlflow/logged-models/${encodeURIComponent(modelId)}/artifacts/files?artifact_file_path=${encodeURIComponent(path)}`;
  }
  throw new EngineError(501, 'NOT_IMPLEMENTED', `The files of this version stand at ${location}, which only the mlflow client reads. Download them with mlflow.artifacts.download_artifacts.`);
}

/**
 * The whole file.
 * @throws EngineError 404 when there is none at this path
 */
export async function versionFile(client: EngineClient, place: VersionPlace, path: string, signal?: AbortSignal): Promise<Buffer> {
  const response = await openVersionFile(client, place, path, signal);
  return readBody(client.address, response);
}

/**
 * The file as it comes, for those that are larger than memory likes; whoever asks reads it to its end.
 * @throws EngineError 404 when there is none at this path
 */
export async function openVersionFile(client: EngineClient, place: VersionPlace, path: string, signal?: AbortSignal): Promise<http.IncomingMessage> {
  const response = await exchange(client.address, new http.Agent(), { method: 'GET', path: versionFilePath(place, path), ...(signal === undefined ? {} : { signal }) });
  const status = response.statusCode ?? 0;
  if (status >= 200 && status < 300) {
    return response;
  }
  response.resume();
  throw status === 404
    ? new EngineError(404, 'RESOURCE_DOES_NOT_EXIST', `${path === '' ? 'The file of this version' : path} is gone from the artifacts of this version.`)
    : new EngineError(status, `HTTP_${status}`, `The engine answered ${status} for ${path}.`);
}

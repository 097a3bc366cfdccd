/** What goes wrong between a client and an engine. */
import type { ErrorBody } from '../protocol/mlflow';
import type { UntrustedFile } from '../protocol/registry';
import { jsonObject } from '../wording/parsedJson';

/** The engine's answer was an error. `message` is the engine's own, made for people. */
export class EngineError extends Error {
  /**
   * @param status HTTP status
   * @param code MLflow error code, such as RESOURCE_DOES_NOT_EXIST
   * @param needsTrust files that somebody has to trust first: then the same can be asked again, with their digests
   */
  constructor(readonly status: number, readonly code: string, message: string, readonly needsTrust: readonly UntrustedFile[] = []) {
    super(message);
    this.name = 'EngineError';
  }
}

/** What an answer that is no success says. @param text its body: MLflow's JSON, or whatever a proxy wrote */
export function refusalOf(url: string, status: number, text: string): EngineError {
  const body = errorBody(text);
  return new EngineError(status, body?.error_code ?? `HTTP_${status}`, body?.message ?? `The engine at ${url} answered ${status}.`, body?.needs_trust);
}

function errorBody(text: string): ErrorBody | undefined {
  const { error_code: code, message, needs_trust: files } = jsonObject(text) ?? {};
  return typeof message !== 'string' ? undefined : {
    error_code: typeof code === 'string' ? code : 'UNKNOWN', message, ...(Array.isArray(files) ? { needs_trust: files as UntrustedFile[] } : {}),
  };
}

/** No engine answers at this address: it has ended, or is being replaced. */
export class EngineUnreachable extends Error {
  constructor(url: string, cause: Error) {
    super(`No Slipway engine answers at ${url} (${cause.message}). It starts again with the next command.`, { cause });
    this.name = 'EngineUnreachable';
  }
}

/** No engine could be started or taken over. `message` says why and what to do. */
export class EngineStartError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'EngineStartError';
  }
}

/** For `.catch`: undefined where the engine has no such thing (404); anything else is thrown on. */
export function absent(error: unknown): undefined {
  if (error instanceof EngineError && error.status === 404) {
    return undefined;
  }
  throw error;
}

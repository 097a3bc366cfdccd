/** What goes wrong between a client and an engine. */

/** The engine's answer was an error. `message` is the engine's own, made for people. */
export class EngineError extends Error {
  /**
   * @param status HTTP status
   * @param code MLflow error code, such as RESOURCE_DOES_NOT_EXIST
   */
  constructor(readonly status: number, readonly code: string, message: string) {
    super(message);
    this.name = 'EngineError';
  }
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

/** MLflow's error codes and the one place that turns whatever was thrown into an HTTP status and MLflow's JSON error body. */
import type { ErrorBody } from '../protocol/mlflow';
import type { EngineLog } from './engineLog';
import { StoreError } from './database/storeError';

/** HTTP status per code, as in mlflow/exceptions.py. The client retries 408, 429, 500, 502, 503 and 504: never use those for a user's mistake. */
const STATUS = {
  BAD_REQUEST: 400,
  INVALID_PARAMETER_VALUE: 400,
  RESOURCE_ALREADY_EXISTS: 400,
  UNAUTHENTICATED: 401,
  PERMISSION_DENIED: 403,
  NOT_FOUND: 404,
  ENDPOINT_NOT_FOUND: 404,
  RESOURCE_DOES_NOT_EXIST: 404,
  RESOURCE_CONFLICT: 409,
  RESOURCE_EXHAUSTED: 429,
  INVALID_STATE: 500,
  INTERNAL_ERROR: 500,
  DATA_LOSS: 500,
  NOT_IMPLEMENTED: 501,
  TEMPORARILY_UNAVAILABLE: 503,
} as const;
export type ErrorCode = keyof typeof STATUS;

/** What a client is told. `status` is derived from the code unless a transport rule (413, 507) says otherwise. */
export class MlflowError extends Error {
  readonly status: number;

  constructor(readonly code: ErrorCode, message: string, status?: number) {
    super(message);
    this.name = 'MlflowError';
    this.status = status ?? STATUS[code];
  }

  body(): ErrorBody {
    return { error_code: this.code, message: this.message };
  }
}

/** A parameter that breaks a rule: 400 INVALID_PARAMETER_VALUE. */
export function invalid(message: string): MlflowError {
  return new MlflowError('INVALID_PARAMETER_VALUE', message);
}

/** Something that was named and is not there: 404 RESOURCE_DOES_NOT_EXIST. */
export function missing(message: string): MlflowError {
  return new MlflowError('RESOURCE_DOES_NOT_EXIST', message);
}

function statusOf(error: object): number | undefined {
  return 'statusCode' in error && typeof error.statusCode === 'number' ? error.statusCode : undefined;
}

function codeOf(error: object): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : '';
}

/** System errors of the file system that a person can mend, by errno. */
const FILE_TROUBLE: Record<string, string> = {
  ENOSPC: 'The disk is full: nothing was written. Free some space and try again.',
  EDQUOT: 'Your disk quota is used up: nothing was written. Free some space and try again.',
  EFBIG: 'The file would grow past the limit of this disk or of this user (ulimit -f): nothing was written. Raise the limit, or keep artifacts on another disk with --artifacts-destination.',
  EROFS: 'The folder of the store is read-only: nothing was written. Make it writable, or start the engine with --store on another disk.',
  EACCES: 'Permission to write into the store was denied: nothing was written. Check who owns the .slipway folder.',
};

/**
 * Maps anything thrown in a handler to what the client is told.
 * @param log gets the stack of what nobody expected
 */
export function toMlflowError(thrown: unknown, log: EngineLog): MlflowError {
  if (thrown instanceof MlflowError) {
    return thrown;
  }
  if (thrown instanceof StoreError) {
    log.error(`store: ${thrown.message}`);
    // 507 is outside the client's list of statuses to retry: a full disk is told at once instead of after minutes.
    return new MlflowError(thrown.kind === 'corrupt' ? 'DATA_LOSS' : 'RESOURCE_EXHAUSTED', thrown.message, 507);
  }
  if (thrown instanceof Error) {
    const code = codeOf(thrown);
    const trouble = FILE_TROUBLE[code];
    if (trouble !== undefined) {
      log.error(`files: ${thrown.message}`);
      return new MlflowError('RESOURCE_EXHAUSTED', `${trouble} (${code})`, 507);
    }
    if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') {
      return new MlflowError('INVALID_PARAMETER_VALUE', 'The request body is larger than the engine accepts (32 MB for JSON). Log large values as an artifact, for example with mlflow.log_text, and split long batches.', 413);
    }
    const status = statusOf(thrown);
    if (status !== undefined && status >= 400 && status < 500) {
      return new MlflowError('BAD_REQUEST', thrown.message, status);
    }
    log.error(thrown.stack ?? thrown.message);
    return new MlflowError('INTERNAL_ERROR', `The engine failed at this request: ${thrown.message}. Its log has the details.`);
  }
  log.error(`thrown: ${String(thrown)}`);
  return new MlflowError('INTERNAL_ERROR', 'The engine failed at this request. Its log has the details.');
}

/** What the engine keeps of a job, and what it tells of it. */
import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { Type, type Static } from 'typebox';
import { type Job, type JobRequest, JobState } from '../../protocol/jobs';
import { commandWithoutCredentials, recordedEnvironment } from './credentials';

const Nullable = { string: Type.Union([Type.String(), Type.Null()]), integer: Type.Union([Type.Integer(), Type.Null()]) };

/** job.json. Holds no credential: the command and the environment as they are stand in start.json until the job has started. */
export const JobRecord = Type.Object({
  job_id: Type.String(),
  name: Type.String(),
  state: JobState,
  command: Type.Array(Type.String(), { description: 'credentials removed' }),
  cwd: Type.String(),
  source: Nullable.string,
  interpreter: Nullable.string,
  experiment: Nullable.string,
  /** name that was asked for; the job's own `name` may come from the script */
  run_name: Nullable.string,
  env: Type.Record(Type.String(), Type.String(), { description: 'what is recorded of the environment, credentials removed' }),
  /** the user's own tracking variable, which is followed; runs are then elsewhere */
  own_tracking: Nullable.string,
  submitted_at: Type.Integer(),
  started_at: Nullable.integer,
  ended_at: Nullable.integer,
  exit_code: Nullable.integer,
  signal: Nullable.string,
  pid: Nullable.integer,
  failure: Nullable.string,
});
export type JobRecord = Static<typeof JobRecord>;

/** The record of a new job, queued. */
export function newRecord(request: JobRequest, ownTracking: string | undefined, now: number, id: string): JobRecord {
  return {
    job_id: id, name: jobName(request), state: 'queued', command: commandWithoutCredentials(request.command), cwd: request.cwd,
    source: request.source ?? sourceOf(request), interpreter: request.interpreter ?? null, experiment: request.experiment ?? null, run_name: request.name ?? null,
    env: recordedEnvironment(request.env), own_tracking: ownTracking ?? null, submitted_at: now, started_at: null, ended_at: null,
    exit_code: null, signal: null, pid: null, failure: null,
  };
}

/** Sorts by time of submission as text. */
export function newJobId(now: number): string {
  return `${now.toString(16).padStart(12, '0')}${randomBytes(6).toString('hex')}`;
}

export const JOB_ID = /^[0-9a-f]{24}$/;

function jobName(request: JobRequest): string {
  if (request.name !== undefined && request.name !== '') {
    return request.name;
  }
  const source = request.source ?? sourceOf(request);
  return source === null ? path.basename(request.command[0] ?? 'job') : path.basename(source);
}

/** The script among the arguments: the first that ends in .py, .ipynb, .R, .jl or .sh. */
function sourceOf(request: JobRequest): string | null {
  const script = request.command.find((argument) => /\.(py|ipynb|r|jl|sh)$/i.test(argument));
  return script === undefined ? null : path.resolve(request.cwd, script);
}

export function isActive(record: JobRecord): boolean {
  return record.state === 'queued' || record.state === 'running';
}

/** The job as the API tells it. */
export function toJob(record: JobRecord, logFile: string, runIds: readonly string[], experimentId: string | null): Job {
  const { job_id, name, state, command, cwd, source, submitted_at, started_at, ended_at, exit_code, signal, pid, failure } = record;
  return {
    job_id, name, state, command, cwd, source, experiment_id: experimentId, run_ids: [...runIds], submitted_at, started_at, ended_at, exit_code, signal, pid,
    log_file: logFile, failure,
    ...(record.own_tracking === null ? {} : { note: `Your own ${record.own_tracking} is followed: what the script logs goes there, and nothing of it is recorded here. Unset it to track with Slipway.` }),
  };
}

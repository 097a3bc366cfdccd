/** Jobs: a command that Slipway runs under a detached runner, tied to the runs it makes by the tag `slipway.job`. */
import * as Type from 'typebox';
import type { Static } from 'typebox';

/** queued → running → finished | failed | stopped; `lost` when its runner vanished without a word. */
export const JobState = Type.Union([
  Type.Literal('queued'), Type.Literal('running'), Type.Literal('finished'), Type.Literal('failed'), Type.Literal('stopped'), Type.Literal('lost'),
]);
export type JobState = Static<typeof JobState>;

/** `POST /slipway/v1/jobs`. The requester sends its working folder and environment; the runner cleans and completes them. */
export const JobRequest = Type.Object({
  command: Type.Array(Type.String(), { minItems: 1, description: 'argv; the first is found through PATH of `env`' }),
  cwd: Type.String({ description: 'absolute' }),
  env: Type.Record(Type.String(), Type.String()),
  name: Type.Optional(Type.String({ description: 'name of the run, and of the job' })),
  experiment: Type.Optional(Type.String({ description: 'experiment name: sets MLFLOW_EXPERIMENT_NAME' })),
  interpreter: Type.Optional(Type.String({ description: 'Python whose packages are recorded; found from the command when absent' })),
  source: Type.Optional(Type.String({ description: 'absolute path of the script' })),
});
export type JobRequest = Static<typeof JobRequest>;

export const Job = Type.Object({
  job_id: Type.String(),
  name: Type.String(),
  state: JobState,
  command: Type.Array(Type.String(), { description: 'credentials removed' }),
  cwd: Type.String(),
  source: Type.Union([Type.String(), Type.Null()]),
  experiment_id: Type.Union([Type.String(), Type.Null()]),
  run_ids: Type.Array(Type.String(), { description: 'runs tagged slipway.job=<job_id>, oldest first' }),
  submitted_at: Type.Integer({ description: 'Unix time, ms' }),
  started_at: Type.Union([Type.Integer(), Type.Null()]),
  ended_at: Type.Union([Type.Integer(), Type.Null()]),
  exit_code: Type.Union([Type.Integer(), Type.Null()]),
  signal: Type.Union([Type.String(), Type.Null()]),
  pid: Type.Union([Type.Integer(), Type.Null()], { description: 'process group of the user command' }),
  log_file: Type.String({ description: 'absolute path; grows while the job runs' }),
  failure: Type.Union([Type.String(), Type.Null()], { description: 'one line for a person: last exception line, or why it could not start' }),
  note: Type.Optional(Type.String({ description: 'one line for a person: what is special, such as that the own MLFLOW_TRACKING_URI of the user is followed' })),
});
export type Job = Static<typeof Job>;

/** `GET /slipway/v1/jobs/:job_id/log?offset=N` answers bytes from N as text/plain with headers `x-slipway-offset` (next) and `x-slipway-ended` (true|false). */
export const JobLogQuery = Type.Object({ offset: Type.Optional(Type.Integer({ minimum: 0 })) });

/** `POST /slipway/v1/jobs/:id/stop`. */
export const JobStopRequest = Type.Object({ grace_seconds: Type.Optional(Type.Number({ minimum: 0, maximum: 3600, description: 'between SIGTERM and SIGKILL; 10 when absent' })) });
/** `POST /slipway/v1/jobs/workers`: how many jobs run at once; kept in the store. */
export const JobWorkersRequest = Type.Object({ workers: Type.Integer({ minimum: 1, maximum: 64 }) });

/**
 * The files through which engine and runner speak, all in `.slipway/jobs/<id>/`. Files outlive both: whoever comes back reads them.
 *   job.json      engine: what the job is and how far it has come
 *   start.json    engine, mode 0600: command and environment as they are, secrets included; gone once the command has started
 *   runner.json   runner: who it is; made exclusively, so a job never has two runners
 *   child.json    runner: the user's process and when it started
 *   stop.json     engine: end it
 *   git.json packages.json patch.diff   runner: what the run was made with
 *   log.txt       the user's process itself: stdout and stderr in the order in which they came
 *   outcome.json  runner: how it ended
 */
import { Type, type Static } from 'typebox';
import { Check } from 'typebox/schema';
import type { TSchema } from 'typebox';
import { readJsonFile } from '../../../connection/atomicFile';

export const JobFile = {
  job: 'job.json', start: 'start.json', runner: 'runner.json', child: 'child.json', stop: 'stop.json',
  git: 'git.json', packages: 'packages.json', patch: 'patch.diff', log: 'log.txt', outcome: 'outcome.json', runnerLog: 'runner.log',
} as const;

export const StartOrder = Type.Object({
  command: Type.Array(Type.String(), { minItems: 1 }),
  cwd: Type.String(),
  env: Type.Record(Type.String(), Type.String(), { description: 'the whole environment of the command, tracking included' }),
  /** argv prefix that runs a Python script in the user's environment; absent: packages are not recorded */
  python: Type.Optional(Type.Array(Type.String())),
  /** src/python/packages.py */
  packages_script: Type.String(),
  source: Type.Union([Type.String(), Type.Null()]),
});
export type StartOrder = Static<typeof StartOrder>;

export const ProcessRecord = Type.Object({
  pid: Type.Integer(),
  start: Type.Optional(Type.String({ description: 'see processStart' })),
  started_at: Type.Integer({ description: 'Unix time, ms' }),
});
export type ProcessRecord = Static<typeof ProcessRecord>;

export const StopOrder = Type.Object({ grace_ms: Type.Number() });
export type StopOrder = Static<typeof StopOrder>;

export const WrittenFile = Type.Object({ path: Type.String({ description: 'relative to cwd, / between' }), size: Type.Integer() });
export type WrittenFile = Static<typeof WrittenFile>;

export const Outcome = Type.Object({
  /** null when a signal ended it, or it never started */
  exit_code: Type.Union([Type.Integer(), Type.Null()]),
  signal: Type.Union([Type.String(), Type.Null()]),
  started_at: Type.Union([Type.Integer(), Type.Null()]),
  ended_at: Type.Integer(),
  /** someone asked for the end */
  stopped: Type.Boolean(),
  failure: Type.Union([Type.String(), Type.Null()]),
  files: Type.Array(WrittenFile),
  /** why `files` is not all: a folder too large to look through */
  files_note: Type.Union([Type.String(), Type.Null()]),
});
export type Outcome = Static<typeof Outcome>;

export const GitState = Type.Object({
  commit: Type.String(),
  branch: Type.Union([Type.String(), Type.Null()]),
  dirty: Type.Boolean(),
  remote: Type.Union([Type.String(), Type.Null()], { description: 'credentials removed' }),
  untracked: Type.Array(Type.String()),
  patch_note: Type.Union([Type.String(), Type.Null()], { description: 'what of the patch was left out' }),
});
export type GitState = Static<typeof GitState>;

/** Reads and checks one of the files. @returns undefined when it is not there or not what it should be */
export function readJobFile<S extends TSchema>(schema: S, file: string): Static<S> | undefined {
  const content = readJsonFile(file);
  return Check(schema, content) ? content : undefined;
}

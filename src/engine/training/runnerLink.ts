/** The engine's side of a runner: starting one, and watching one that may have been started by an engine before. */
import { spawn } from 'node:child_process';
import { closeSync, existsSync, openSync } from 'node:fs';
import path from 'node:path';
import { writeFileAtomic } from '../../connection/atomicFile';
import { isRunning } from '../../connection/processIdentity';
import { watchFolder } from '../../connection/folderWatch';
import { JobFile, Outcome, ProcessRecord, readJobFile, type StopOrder } from './runner/jobFiles';

/** What a look at a job's folder finds. */
export type Finding =
  | { readonly kind: 'starting' }
  | { readonly kind: 'running'; readonly child: ProcessRecord | undefined }
  | { readonly kind: 'ended'; readonly outcome: Outcome }
  /** the runner has gone and left no outcome */
  | { readonly kind: 'vanished' };

/** A runner is given this long from its start to its first word. */
const FIRST_WORD_MS = 30_000;

/** Reads the files of a job's folder. @param startedAt when its runner was started, Unix ms */
export function lookAt(folder: string, startedAt: number): Finding {
  const outcome = readJobFile(Outcome, path.join(folder, JobFile.outcome));
  if (outcome !== undefined) {
    return { kind: 'ended', outcome };
  }
  const runner = readJobFile(ProcessRecord, path.join(folder, JobFile.runner));
  if (runner === undefined) {
    return Date.now() - startedAt > FIRST_WORD_MS ? { kind: 'vanished' } : { kind: 'starting' };
  }
  const child = readJobFile(ProcessRecord, path.join(folder, JobFile.child));
  if (isRunning(runner.pid, runner.start)) {
    return { kind: 'running', child };
  }
  // The outcome may have come between the two looks.
  const late = readJobFile(Outcome, path.join(folder, JobFile.outcome));
  if (late !== undefined) {
    return { kind: 'ended', outcome: late };
  }
  // A runner that was killed leaves its script running: the job has not ended before that has.
  return child !== undefined && isRunning(child.pid, child.start) ? { kind: 'running', child } : { kind: 'vanished' };
}

/** Whether any runner has ever taken the job: then no other may be started. */
export function isTaken(folder: string): boolean {
  return existsSync(path.join(folder, JobFile.runner));
}

/**
 * Starts a detached runner for the job in `folder`.
 * @param failed called when the runner could not start or ended without having taken the job
 */
export function startRunner(script: string, folder: string, failed: (why: string) => void): void {
  const output = openSync(path.join(folder, JobFile.runnerLog), 'a', 0o600);
  try {
    const runner = spawn(process.execPath, [script, folder], { detached: true, windowsHide: true, cwd: folder, stdio: ['ignore', output, output] });
    runner.once('error', (error) => failed(error.message));
    runner.once('exit', (code, signal) => {
      if (!isTaken(folder)) {
        failed(`its runner ended with ${signal ?? `exit code ${code}`}, see ${path.join(folder, JobFile.runnerLog)}`);
      }
    });
    runner.unref();
  } finally {
    closeSync(output);
  }
}

/** Asks the runner to end its job: SIGTERM to the group, SIGKILL after the grace. */
export function orderStop(folder: string, graceMs: number): void {
  const order: StopOrder = { grace_ms: graceMs };
  writeFileAtomic(path.join(folder, JobFile.stop), JSON.stringify(order));
}

/** Ends a script whose runner is gone: nobody else can. */
export function hasRunner(folder: string): boolean {
  const runner = readJobFile(ProcessRecord, path.join(folder, JobFile.runner));
  return runner !== undefined && isRunning(runner.pid, runner.start);
}

/**
 * Calls `found` with what the folder shows, now and after each change, until the returned function is called.
 */
export function watchRunner(folder: string, startedAt: number, found: (finding: Finding) => void): () => void {
  const look = (): void => found(lookAt(folder, startedAt));
  const end = watchFolder(folder, look);
  queueMicrotask(look);
  return end;
}

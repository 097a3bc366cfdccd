/** One job under its runner, from the start order to the outcome. */
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, linkSync, closeSync, openSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { processStart } from '../../../connection/processIdentity';
import { RunTag } from '../../../protocol/runTags';
import { runCommand } from './command';
import { failureLine } from './failureLine';
import { watchFolder } from '../../../connection/folderWatch';
import { captureGit, type GitCapture } from './gitState';
import { JobFile, readJobFile, StartOrder, StopOrder, type Outcome, type ProcessRecord } from './jobFiles';
import { writeWhenThereIsRoom } from './lastingWrite';
import { groupIsAlive, signalGroup } from './stopGroup';
import { findWrittenFiles } from './writtenFiles';

/** A slow git may hold the start back this long; what it finds later is still recorded, only not in the run's first tags. */
const GIT_FIRST_MS = 3_000;
const PACKAGES_MS = 30_000;
const PACKAGES_BYTES = 4 * 1024 * 1024;
const LOOK_MS = 100;

/** Runs the job in `folder` and writes its outcome. Returns at once when another runner has it. */
export async function runJob(folder: string): Promise<void> {
  const at = (name: string): string => path.join(folder, name);
  if (!claim(folder)) {
    return;
  }
  const order = readJobFile(StartOrder, at(JobFile.start));
  if (order === undefined) {
    await writeOutcome(folder, { exit_code: null, signal: null, started_at: null, ended_at: Date.now(), stopped: false, failure: 'The job could not start: its start order was missing or unreadable. Start it again.', files: [], files_note: null });
    return;
  }
  const capture = captureGit(order.cwd, order.env);
  const recorded = capture.then(async (git) => recordGit(folder, git));
  const git = await withinTime(capture, GIT_FIRST_MS);
  await writeOutcome(folder, await supervise(folder, order, withGitTags(order.env, git), recorded));
}

/** Makes runner.json with its whole content in one step that only one can win. */
function claim(folder: string): boolean {
  const file = path.join(folder, JobFile.runner);
  const temporary = `${file}.${process.pid}.tmp`;
  writeFileSync(temporary, JSON.stringify(recordOf(process.pid)), { mode: 0o600 });
  try {
    linkSync(temporary, file);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') {
      return false;
    }
    return claimWithoutLinks(file);
  } finally {
    rmSync(temporary, { force: true });
  }
}

/** File systems without hard links (exFAT, some shares): exclusive all the same, whole a moment later. */
function claimWithoutLinks(file: string): boolean {
  try {
    writeFileSync(file, JSON.stringify(recordOf(process.pid)), { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') {
      return false;
    }
    throw error;
  }
}

function recordOf(pid: number): ProcessRecord {
  const start = processStart(pid);
  return { pid, ...(start === undefined ? {} : { start }), started_at: Date.now() };
}

async function recordGit(folder: string, git: GitCapture | undefined): Promise<void> {
  if (git === undefined) {
    return;
  }
  if (git.patch !== '') {
    await writeWhenThereIsRoom(path.join(folder, JobFile.patch), git.patch);
  }
  await writeWhenThereIsRoom(path.join(folder, JobFile.git), JSON.stringify(git.state));
}

/** The commit stands in the tags of the very request that makes a run. */
function withGitTags(env: Readonly<Record<string, string>>, git: GitCapture | undefined): Record<string, string> {
  const context = env['MLFLOW_RUN_CONTEXT'];
  if (git === undefined || context === undefined) {
    return { ...env };
  }
  const tags = {
    [RunTag.commit]: git.state.commit, [RunTag.dirty]: String(git.state.dirty), ...(git.state.branch === null ? {} : { [RunTag.branch]: git.state.branch }),
  };
  return { ...env, MLFLOW_RUN_CONTEXT: JSON.stringify({ ...(JSON.parse(context) as Record<string, string>), ...tags }) };
}

async function supervise(folder: string, order: StartOrder, env: Record<string, string>, recorded: Promise<unknown>): Promise<Outcome> {
  const logFile = path.join(folder, JobFile.log);
  const log = openSync(logFile, 'a', 0o600);
  const [program = '', ...args] = order.command;
  const startedAt = Date.now();
  const stop = new Stop(folder);
  if (stop.asked()) {
    closeSync(log);
    rmSync(path.join(folder, JobFile.start), { force: true });
    return { exit_code: null, signal: null, started_at: null, ended_at: startedAt, stopped: true, failure: null, files: [], files_note: null };
  }
  // stdout and stderr are the log file itself: nothing is lost when this runner dies, and the order of lines is theirs.
  const child = spawn(program, args, { cwd: order.cwd, env, detached: process.platform !== 'win32', stdio: ['ignore', log, log], windowsHide: true });
  closeSync(log);
  const ended = endOf(child);
  let known: Promise<unknown> = recorded;
  if (child.pid !== undefined) {
    known = Promise.all([recorded, writeWhenThereIsRoom(path.join(folder, JobFile.child), JSON.stringify(recordOf(child.pid)))]);
    stop.watch(child.pid);
  }
  rmSync(path.join(folder, JobFile.start), { force: true });
  const packages = child.pid === undefined ? Promise.resolve() : recordPackages(folder, order, env);
  const end = await ended;
  const endedAt = Date.now();
  const stopped = await stop.finish();
  if (end.error !== undefined) {
    return { exit_code: null, signal: null, started_at: null, ended_at: endedAt, stopped, failure: startFailure(order, end.error), files: [], files_note: null };
  }
  const [written] = await Promise.all([findWrittenFiles(order.cwd, startedAt, order.source), packages, known]);
  const failed = end.exitCode !== 0 && !stopped;
  return {
    exit_code: end.exitCode, signal: end.signal, started_at: startedAt, ended_at: endedAt, stopped,
    failure: failed ? failureLine(logFile, end) : null, files: written.files, files_note: written.note,
  };
}

interface End {
  readonly exitCode: number | null;
  readonly signal: string | null;
  readonly error?: Error;
}

function endOf(child: ChildProcess): Promise<End> {
  return new Promise((resolve) => {
    child.once('error', (error) => {
      if (child.pid === undefined) {
        resolve({ exitCode: null, signal: null, error });
      }
    });
    child.once('exit', (exitCode, signal) => resolve({ exitCode, signal }));
  });
}

/** Waits for a stop order, by file or by signal, and carries it out: SIGTERM to the group, SIGKILL after the grace. */
class Stop {
  #grace: number | undefined;
  #pid: number | undefined;
  #askedAt = 0;
  #unwatch: (() => void) | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(readonly folder: string) {
    process.on('SIGTERM', () => this.#order(10_000));
    process.on('SIGINT', () => this.#order(10_000));
    // The terminal or session from which the engine came may close: a job goes on.
    process.on('SIGHUP', () => undefined);
  }

  asked(): boolean {
    return this.#grace !== undefined || existsSync(path.join(this.folder, JobFile.stop));
  }

  watch(pid: number): void {
    this.#pid = pid;
    const look = (): void => {
      const order = readJobFile(StopOrder, path.join(this.folder, JobFile.stop));
      if (order !== undefined) {
        this.#order(order.grace_ms);
      }
    };
    this.#unwatch = watchFolder(this.folder, look);
    look();
    if (this.#grace !== undefined) {
      this.#send();
    }
  }

  /** When the leader has ended: gives what is left of a stopped group its grace, then ends it. @returns whether a stop was asked for */
  async finish(): Promise<boolean> {
    this.#unwatch?.();
    const pid = this.#pid;
    if (this.#grace !== undefined && pid !== undefined) {
      while (groupIsAlive(pid)) {
        if (Date.now() - this.#askedAt >= this.#grace) {
          signalGroup(pid, 'SIGKILL');
          break;
        }
        await new Promise((resolve) => {
          setTimeout(resolve, LOOK_MS);
        });
      }
    }
    clearTimeout(this.#timer);
    return this.#grace !== undefined;
  }

  /** A second order can shorten the grace. */
  #order(graceMs: number): void {
    if (this.#grace === undefined) {
      this.#grace = graceMs;
      this.#askedAt = Date.now();
      this.#send();
    } else if (graceMs < this.#grace) {
      this.#grace = graceMs;
      this.#killLater();
    }
  }

  #send(): void {
    if (this.#pid !== undefined) {
      signalGroup(this.#pid, 'SIGTERM');
      this.#killLater();
    }
  }

  #killLater(): void {
    const pid = this.#pid;
    if (pid !== undefined) {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => signalGroup(pid, 'SIGKILL'), Math.max(0, this.#askedAt + (this.#grace ?? 0) - Date.now()));
    }
  }
}

/** Asks the user's Python for its packages while the script runs. */
async function recordPackages(folder: string, order: StartOrder, env: Record<string, string>): Promise<void> {
  if (order.python === undefined) {
    return;
  }
  const result = await runCommand([...order.python, order.packages_script], { cwd: order.cwd, env, maxBytes: PACKAGES_BYTES, timeoutMs: PACKAGES_MS });
  const json = result.stdout.slice(result.stdout.indexOf('{'));
  if (result.code === 0 && json.startsWith('{')) {
    await writeWhenThereIsRoom(path.join(folder, JobFile.packages), JSON.stringify(JSON.parse(json), undefined, 2));
  }
}

function startFailure(order: StartOrder, error: Error): string {
  const program = order.command[0] ?? '';
  const code = 'code' in error ? String(error.code) : '';
  if (!existsSync(order.cwd)) {
    return `The job could not start: its folder ${order.cwd} is gone.`;
  }
  if (code === 'ENOENT') {
    return path.isAbsolute(program)
      ? `The job could not start: ${program} is gone. Choose another interpreter or program.`
      : `The job could not start: there is no "${program}" on its PATH. Name it with its whole path, or activate the environment that has it.`;
  }
  return code === 'EACCES' ? `The job could not start: ${program} may not be executed by this user.` : `The job could not start: ${error.message}.`;
}

async function writeOutcome(folder: string, outcome: Outcome): Promise<void> {
  await writeWhenThereIsRoom(path.join(folder, JobFile.outcome), JSON.stringify(outcome));
}

async function withinTime<T>(promise: Promise<T>, milliseconds: number): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), milliseconds);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

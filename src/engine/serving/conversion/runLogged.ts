/** Runs a program to its end, with all that it says in a log. */
import { spawn } from 'node:child_process';
import { createWriteStream, mkdirSync } from 'node:fs';
import path from 'node:path';
import { signalGroup } from '../../training/runner/stopGroup';

export interface Logged {
  readonly root: string;
  readonly env: Readonly<Record<string, string>>;
  readonly log: string;
  readonly signal: AbortSignal;
}

const TAIL = 2_000;

/**
 * @returns its exit code, null when it could not be started or was killed, and the last line that tells of an error
 * @throws the signal's reason when that ends it
 */
export async function runLogged([program, ...args]: readonly [string, ...string[]], { root, env, log, signal }: Logged): Promise<{ code: number | null; tail: string }> {
  signal.throwIfAborted();
  mkdirSync(path.dirname(log), { recursive: true });
  const written = createWriteStream(log, { flags: 'a', mode: 0o600 });
  const child = spawn(program, args, { cwd: root, env: { ...env }, stdio: ['ignore', 'pipe', 'pipe'], detached: process.platform !== 'win32', windowsHide: true });
  const kill = (): void => { if (child.pid !== undefined) { signalGroup(child.pid, 'SIGKILL'); } };
  signal.addEventListener('abort', kill, { once: true });
  let tail = '';
  const add = (chunk: Buffer): void => {
    written.write(chunk);
    tail = (tail + chunk.toString()).slice(-TAIL);
  };
  child.stdout.on('data', add);
  child.stderr.on('data', add);
  const code = await new Promise<number | null>((resolve) => {
    child.once('error', (error) => { tail = error.message; resolve(null); });
    child.once('close', resolve);
  });
  signal.removeEventListener('abort', kill);
  written.end();
  signal.throwIfAborted();
  const lines = tail.split(/\r?\n/).map((line) => line.trim()).filter((line) => line !== '');
  return { code, tail: lines.findLast((line) => /error|no module/i.test(line)) ?? lines.at(-1) ?? `exit code ${code}` };
}

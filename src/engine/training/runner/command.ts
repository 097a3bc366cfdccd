/** A bounded call of another program: git, or the user's Python. */
import { spawn } from 'node:child_process';

export interface CommandResult {
  readonly code: number | null;
  readonly stdout: string;
  /** stdout was longer than `maxBytes`; the rest was not read */
  readonly cut: boolean;
}

/**
 * Runs a command and collects what it prints.
 * @param maxBytes of stdout that are kept; the command is ended when it prints more
 * @param timeoutMs after which it is ended
 * @returns code null when it could not start, was ended, or took too long
 */
export function runCommand(command: readonly string[], options: { cwd: string; env: NodeJS.ProcessEnv; maxBytes: number; timeoutMs: number }): Promise<CommandResult> {
  return new Promise((resolve) => {
    const [program = '', ...args] = command;
    const child = spawn(program, args, { cwd: options.cwd, env: options.env, stdio: ['ignore', 'pipe', 'ignore'], windowsHide: true });
    const chunks: Buffer[] = [];
    let size = 0;
    let cut = false;
    const timer = setTimeout(() => child.kill('SIGKILL'), options.timeoutMs);
    const finish = (code: number | null): void => {
      clearTimeout(timer);
      resolve({ code, stdout: Buffer.concat(chunks).toString('utf8'), cut });
    };
    child.stdout.on('data', (chunk: Buffer) => {
      if (cut) {
        return;
      }
      chunks.push(chunk.subarray(0, options.maxBytes - size));
      size += chunk.length;
      if (size > options.maxBytes) {
        cut = true;
        child.kill('SIGKILL');
      }
    });
    child.once('error', () => finish(null));
    child.once('close', (code) => finish(code));
  });
}

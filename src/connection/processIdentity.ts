/** Whether a process that a file tells of is still that very process: ids are given again, start times are not. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/**
 * When a process started, as the system tells it: opaque, equal only for the same process.
 * @returns undefined when there is no such process, or where the system has no cheap answer (Windows)
 */
export function processStart(pid: number): string | undefined {
  if (process.platform === 'linux') {
    return linuxStart(pid);
  }
  return process.platform === 'win32' ? undefined : psStart(pid);
}

/**
 * @param start what `processStart` told when the process was recorded; undefined: only the id counts
 * @returns whether that process runs; one that has ended and waits for its parent (a zombie) does not
 */
export function isRunning(pid: number, start?: string): boolean {
  if (pid <= 0) {
    return false;
  }
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it is there, but belongs to another user, so it is not the one that was recorded.
    if (!(error instanceof Error)) {
      throw error;
    }
    return false;
  }
  if (process.platform === 'win32') {
    return true;
  }
  const now = processStart(pid);
  return now !== undefined && (start === undefined || start === now);
}

function linuxStart(pid: number): string | undefined {
  let stat: string;
  try {
    stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
  } catch (error) {
    if (isGone(error)) {
      return undefined;
    }
    throw error;
  }
  // The second field is the command in brackets and may hold spaces: count from the last bracket. Field 3 is the state, 22 the start.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return fields[0] === 'Z' || fields[0] === 'X' ? undefined : fields[19];
}

function psStart(pid: number): string | undefined {
  try {
    const line = execFileSync('ps', ['-o', 'stat=,lstart=', '-p', String(pid)], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
    return line === '' || line.startsWith('Z') ? undefined : line.replace(/^\S+\s+/, '');
  } catch (error) {
    if (error instanceof Error && 'status' in error && error.status === 1) {
      return undefined;
    }
    throw error;
  }
}

function isGone(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ESRCH');
}

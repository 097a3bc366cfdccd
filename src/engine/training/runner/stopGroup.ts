/** Ending a process together with everything that it started. */
import { spawn } from 'node:child_process';

/**
 * Asks a process group to end (SIGTERM), or makes it end (SIGKILL). On Windows, which has neither, `taskkill` does it for the tree.
 * @param pid leader of the group
 * @returns false when nobody of the group is left
 */
export function signalGroup(pid: number, signal: 'SIGTERM' | 'SIGKILL'): boolean {
  if (process.platform === 'win32') {
    spawn('taskkill', ['/PID', String(pid), '/T', ...(signal === 'SIGKILL' ? ['/F'] : [])], { stdio: 'ignore', windowsHide: true }).once('error', () => process.kill(pid));
    return true;
  }
  return sendToGroup(pid, signal);
}

/** Whether anyone of the group is left. */
export function groupIsAlive(pid: number): boolean {
  return process.platform !== 'win32' && sendToGroup(pid, 0);
}

function sendToGroup(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    process.kill(-pid, signal);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ESRCH' || error.code === 'EPERM')) {
      return false;
    }
    throw error;
  }
}

// Two scripts at once must not build the same thing: the second waits for the first and then finds it done.
import { closeSync, linkSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { say } from './progress.mjs';

function alive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

function take(file) {
  try {
    const handle = openSync(file, 'wx');
    writeSync(handle, String(process.pid));
    closeSync(handle);
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    return false;
  }
}

/** PID in the lock file; NaN while its owner is between creating and writing it; undefined when it is gone. */
function owner(file) {
  try {
    return Number.parseInt(readFileSync(file, 'utf8'), 10);
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Removes a dead process's lock, and puts it back if another one has taken over in that very moment. */
function takeFromTheDead(file, pid) {
  const aside = `${file}.${process.pid}`;
  try {
    renameSync(file, aside);
    if (owner(aside) !== pid && !Number.isNaN(pid)) linkSync(aside, file);
  } catch (error) {
    if (error.code !== 'ENOENT' && error.code !== 'EEXIST') throw error;
  }
  rmSync(aside, { force: true });
}

/** Runs `work` while holding `file`; waits while a living process holds it, takes over from a dead one. */
export async function withLock(file, work) {
  mkdirSync(path.dirname(file), { recursive: true });
  let said = false;
  let unreadable = 0;
  while (!take(file)) {
    const pid = owner(file);
    unreadable = Number.isNaN(pid) ? unreadable + 1 : 0;
    if (unreadable > 20 || (pid !== undefined && !Number.isNaN(pid) && !alive(pid))) {
      takeFromTheDead(file, pid);
      continue;
    }
    if (!said && pid) say(`Waiting for process ${pid}, which is preparing the same thing (${path.basename(file)})`);
    said = true;
    await pause(250);
  }
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
}

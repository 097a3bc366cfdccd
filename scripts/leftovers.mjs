// Finds processes that a test run started and did not end: they carry its mark in their environment, however detached they are.
import { readFileSync, readdirSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { run } from './command.mjs';

/** Name of the environment variable that marks everything a test run starts. */
export const mark = 'SLIPWAY_TEST_RUN';

function readOrEmpty(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    // Gone meanwhile, or another user's.
    if (['ENOENT', 'ESRCH', 'EACCES', 'EPERM'].includes(error.code)) return '';
    throw error;
  }
}

function inProc(value) {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .filter((name) => readOrEmpty(`/proc/${name}/environ`).split('\0').includes(`${mark}=${value}`))
    // A zombie has no command line left: it has ended and waits for its parent to notice.
    .map((name) => ({ pid: Number(name), command: readOrEmpty(`/proc/${name}/cmdline`).replaceAll('\0', ' ').trim() }))
    .filter((found) => found.command !== '');
}

async function withPs(value) {
  const { standard } = await run('ps', ['-axEww', '-o', 'pid=,command='], { all: true });
  return standard.split('\n').filter((line) => line.includes(`${mark}=${value}`)).map((line) => {
    const [pid, ...command] = line.trim().split(/\s+/);
    return { pid: Number(pid), command: command.join(' ').slice(0, 120) };
  });
}

/** Living processes of the test run `value`: `{ pid, command }`. Windows has no way to look and gives none. */
export async function processesOf(value) {
  if (process.platform === 'linux') return inProc(value);
  return process.platform === 'win32' ? [] : withPs(value);
}

function signal(pid, name) {
  try {
    process.kill(pid, name);
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
  }
}

async function untilGone(value, milliseconds) {
  const end = Date.now() + milliseconds;
  let left = await processesOf(value);
  while (left.length > 0 && Date.now() < end) {
    await pause(100);
    left = await processesOf(value);
  }
  return left;
}

/**
 * Ends what is left of a run and returns what should not have been there. Engines outlive the window that started them by design, so
 * with `enginesMayStay` one that obeys SIGTERM is no fault.
 */
export async function sweep(value, { enginesMayStay = false } = {}) {
  let left = await untilGone(value, 3_000);
  if (enginesMayStay) {
    for (const { pid, command } of left) if (/engine\.js/.test(command)) signal(pid, 'SIGTERM');
    left = await untilGone(value, left.length > 0 ? 10_000 : 0);
  }
  for (const { pid } of left) signal(pid, 'SIGKILL');
  return left;
}

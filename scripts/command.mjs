// Runs programs for the scripts: quietly with the end of their output shown when they fail, or with their output passed on.
import { spawn } from 'node:child_process';
import { Advice } from './progress.mjs';

const kept = 8_000;
const windows = process.platform === 'win32';
const groups = new Set();

let running = 0;

// Ctrl+C reaches only our own group, the children have theirs. Between two children the script answers for itself.
function interrupted() {
  endGroups('SIGTERM');
  setTimeout(() => {
    endGroups();
    process.exit(130);
  }, 1_000);
}

/** Takes charge of a child that was started detached: it is ended with us when we are interrupted. */
export function adopt(child) {
  if (child.pid === undefined) return;
  if (!windows) groups.add(child.pid);
  running += 1;
  if (running === 1) for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, interrupted);
  child.once('exit', () => {
    running -= 1;
    if (running === 0) for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.off(signal, interrupted);
    // The number of an empty group may be given to somebody else's: forget it at once.
    if (groups.has(child.pid) && !signalGroup(child.pid, 0)) groups.delete(child.pid);
  });
}

/** False when the group has no process any more. */
function signalGroup(group, signal) {
  try {
    process.kill(-group, signal);
    return true;
  } catch (error) {
    if (error.code === 'ESRCH') return false;
    throw error;
  }
}

/** The npm command is a script on Windows and has to go through the shell there. */
export const npm = windows ? 'npm.cmd' : 'npm';

/**
 * Runs a program to its end and resolves with its exit code and output (the last 8 kB unless `all`).
 * `show` passes its output on as it comes (on stderr). A program that cannot be started ends in an error.
 * It gets a process group of its own, so that `endGroups` can take down whatever it leaves behind.
 */
export function run(program, parameters, { cwd, env, show = false, all = false, input } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, parameters, {
      cwd, env, detached: !windows, shell: windows && /\.(cmd|bat)$/.test(program), stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
    });
    adopt(child);
    let output = '';
    let standard = '';
    const take = (chunk, isStandard) => {
      if (show) process.stderr.write(chunk);
      output += chunk;
      if (!all && output.length > kept * 2) output = output.slice(-kept);
      if (isStandard) standard = all ? standard + chunk : (standard + chunk).slice(-kept);
    };
    child.stdout.setEncoding('utf8').on('data', (chunk) => take(chunk, true));
    child.stderr.setEncoding('utf8').on('data', (chunk) => take(chunk, false));
    if (input !== undefined) child.stdin.end(input);
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ code: code ?? 1, signal, output, standard }));
    child.on('exit', (code, signal) => {
      // A daemon that kept our pipes open must not hold us up; what is on its way gets two seconds.
      const late = setTimeout(() => {
        child.stdout.destroy();
        child.stderr.destroy();
        resolve({ code: code ?? 1, signal, output, standard });
      }, 2_000);
      child.once('close', () => clearTimeout(late));
    });
  });
}

/** `run`, but anything other than exit code 0 is an error that names the command and shows the end of its output. */
export async function must(what, program, parameters, options = {}) {
  const result = await run(program, parameters, options);
  if (result.code !== 0) {
    const tail = options.show ? '' : `\n${result.output.slice(-kept).trimEnd()}`;
    throw new Advice(`${what} failed (${program} ${parameters.join(' ')}: ${result.signal ?? `exit ${result.code}`}).${tail}`);
  }
  return result;
}

/** Ends what is left of every process group that `run` started. */
export function endGroups(signal = 'SIGKILL') {
  for (const group of groups) if (!signalGroup(group, signal)) groups.delete(group);
}

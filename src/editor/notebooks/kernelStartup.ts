/**
 * Puts Slipway's start-up file into kernels that start in this window: Jupyter's extension, and whoever else starts one, hands on the
 * environment of the extension host. What is set here reaches every child of it, so it is two variables that mean nothing to scripts.
 */
import { copyFile, mkdir, readFile, rename } from 'node:fs/promises';
import * as path from 'node:path';

const FILES = ['kernel_startup.py', 'slipway_kernel.py', 'slipway_engine.py'];
const [STARTUP = ''] = FILES;
const EARLIER = 'SLIPWAY_EARLIER_PYTHONSTARTUP';
const WINDOW = 'SLIPWAY_WINDOW';

/**
 * Copies the start-up code to a place that outlives this version of the extension: kernels start again by this path, and cells and
 * settings name it.
 * @param scripts folder of the packaged Python files
 * @param home where the copy stands
 * @returns path of the start-up file
 */
export async function copyStartup(scripts: string, home: string): Promise<string> {
  await mkdir(home, { recursive: true, mode: 0o700 });
  // The start-up file last: it needs the others.
  for (const name of FILES.toReversed()) {
    const [packaged, there] = await Promise.all([readFile(path.join(scripts, name), 'utf8'), readIfThere(path.join(home, name))]);
    if (packaged !== there) {
      const draft = path.join(home, `${name}.${process.pid}`);
      await copyFile(path.join(scripts, name), draft);
      await rename(draft, path.join(home, name));
    }
  }
  return path.join(home, STARTUP);
}

/** Kernels that start from now on are tracked. A start-up file of the user's own is kept and run first. */
export function injectStartup(startup: string, windowFile: string, env: NodeJS.ProcessEnv = process.env): void {
  const earlier = env['PYTHONSTARTUP'];
  if (earlier !== undefined && earlier !== '' && earlier !== startup) {
    env[EARLIER] = earlier;
  }
  env['PYTHONSTARTUP'] = startup;
  env[WINDOW] = windowFile;
}

/** Kernels that start from now on are as they would be without Slipway. */
export function withdrawStartup(startup: string, env: NodeJS.ProcessEnv = process.env): void {
  if (env['PYTHONSTARTUP'] === startup) {
    if (env[EARLIER] === undefined) {
      delete env['PYTHONSTARTUP'];
    } else {
      env['PYTHONSTARTUP'] = env[EARLIER];
    }
    delete env[EARLIER];
    delete env[WINDOW];
  }
}

/**
 * Python that does in a running kernel what the start-up file does in one that starts; nothing where the file is not (another machine).
 * It leaves no name behind.
 */
export function startupCode(startup: string, windowFile?: string): string {
  const file = JSON.stringify(startup);
  const window = windowFile === undefined ? [] : [`__import__("os").environ["${WINDOW}"] = ${JSON.stringify(windowFile)}`];
  return [...window, `__import__("os").path.isfile(${file}) and __import__("runpy").run_path(${file}) and None`].join('\n');
}

async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
      return undefined;
    }
    throw error;
  }
}

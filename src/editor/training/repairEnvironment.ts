/** A virtual environment whose Python has been removed or replaced: it gets another one and keeps its packages. */
import { readdir, rm, stat } from 'node:fs/promises';
import * as path from 'node:path';
import { runPython } from './runPython';

/**
 * Links the environment to another Python. Packages stay where they are; those made for another minor version are not seen by the new
 * one, and a script that misses them says so with a button to install them.
 * @param base absolute path of the Python to link to
 */
export async function repairEnvironment(environment: string, base: string): Promise<void> {
  const programs = path.join(environment, process.platform === 'win32' ? 'Scripts' : 'bin');
  // `venv` takes a link that leads nowhere for one that is not there, and fails on it.
  for (const name of (await readdir(programs)).filter((entry) => /^python/.test(entry))) {
    const program = path.join(programs, name);
    if (await stat(program).then(() => false, () => true)) {
      await rm(program, { force: true });
    }
  }
  await runPython(base, ['-m', 'venv', '--upgrade', environment], path.dirname(environment));
}

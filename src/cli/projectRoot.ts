/** Where slipway.yaml is looked for, and which Python belongs to it. */
import { accessSync, constants, existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { realPath } from '../connection/storeFolder';
import { CommandFailure, type CommonOptions, storeOf } from './session';

/** As `PROJECT_FILE` of src/protocol/projectFile.ts, whose schema the command line does not load. */
export const PROJECT_FILE = 'slipway.yaml';
const WINDOWS = process.platform === 'win32';

/** The nearest folder upward that has a slipway.yaml, as far as the project of the store; else that project's folder. */
export function projectRoot(options: CommonOptions): string {
  const project = path.dirname(storeOf(options));
  const start = realPath(process.cwd());
  if (start === project || start.startsWith(project + path.sep)) {
    for (let at = start; at !== path.dirname(at); at = path.dirname(at)) {
      if (existsSync(path.join(at, PROJECT_FILE))) {
        return at;
      }
      if (at === project) {
        break;
      }
    }
  }
  return project;
}

/**
 * The Python that models are loaded in: the one that is named, else that of the active environment, of `.venv` or `venv` in the
 * project, else the first on the PATH, as the shell would take it.
 * @returns undefined when there is none; only checks that load a model need it
 * @throws CommandFailure when the one that is named is not there
 */
export function findPython(named: string | undefined, root: string): string | undefined {
  if (named !== undefined) {
    const found = named.includes('/') || named.includes(path.sep) ? executable(path.resolve(named)) : onPath(named);
    if (found === undefined) {
      throw new CommandFailure(`There is no Python at ${named}. Name an interpreter that runs, such as .venv/bin/python.`);
    }
    return found;
  }
  const environments = [process.env['VIRTUAL_ENV'], process.env['CONDA_PREFIX'], path.join(root, '.venv'), path.join(root, 'venv')];
  for (const environment of environments) {
    const found = environment === undefined || environment === '' ? undefined : executable(WINDOWS ? path.join(environment, 'Scripts', 'python.exe') : path.join(environment, 'bin', 'python'));
    if (found !== undefined) {
      return found;
    }
  }
  return onPath('python3') ?? onPath('python');
}

function onPath(name: string): string | undefined {
  return (process.env['PATH'] ?? '').split(path.delimiter).filter((folder) => folder !== '')
    .map((folder) => executable(path.resolve(folder, WINDOWS ? `${name}.exe` : name))).find((found) => found !== undefined);
}

function executable(file: string): string | undefined {
  if (statSync(file, { throwIfNoEntry: false })?.isFile() !== true) {
    return undefined;
  }
  try {
    accessSync(file, constants.X_OK);
    return file;
  } catch {
    return undefined; // it may not be run by this user
  }
}

/** Where a user may have set a tracking server of their own. What they set wins: then nothing is injected, and the view says where. */
import { readFile } from 'node:fs/promises';
import * as path from 'node:path';
import { ownTracking } from '../../connection/trackingEnvironment';
import { parseEnvFile } from './envFile';

/** A variable of the user's own and the place it stands in, as a sentence can name it. */
export interface OwnTracking {
  readonly variable: string;
  readonly place: string;
}

export interface EnvironmentPlaces {
  readonly processEnv: NodeJS.ProcessEnv;
  /** Value of `terminal.integrated.env.<platform>`. */
  readonly terminalEnv: Readonly<Record<string, string | null | undefined>>;
  /** Absolute paths of `.env` and `python.envFile`. */
  readonly envFiles: readonly string[];
}

/** The first place that names a tracking server of the user's own, in the order in which they win; undefined when there is none. */
export async function findOwnTracking(places: EnvironmentPlaces): Promise<OwnTracking | undefined> {
  const fromProcess = ownTracking(places.processEnv);
  if (fromProcess !== undefined) {
    return { variable: fromProcess, place: 'the environment VS Code was started from' };
  }
  const fromTerminal = ownTracking(definedOf(places.terminalEnv));
  if (fromTerminal !== undefined) {
    return { variable: fromTerminal, place: 'the setting terminal.integrated.env' };
  }
  for (const file of places.envFiles) {
    const fromFile = ownTracking(await readEnvFile(file));
    if (fromFile !== undefined) {
      return { variable: fromFile, place: path.basename(file) };
    }
  }
  return undefined;
}

/** Variables of an env file; none when it is not there. */
export async function readEnvFile(file: string): Promise<Record<string, string>> {
  try {
    return parseEnvFile(await readFile(file, 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT' || (error as NodeJS.ErrnoException).code === 'EISDIR') {
      return {};
    }
    throw new Error(`Slipway could not read ${file}: ${(error as Error).message}.`, { cause: error });
  }
}

/** The variables of an environment that have a value. */
export function definedOf(env: Readonly<Record<string, string | null | undefined>>): Record<string, string> {
  return Object.fromEntries(Object.entries(env).filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
}

/** Paths of artifacts: confined to their root after full decoding (mlflow/utils/uri.py, validate_path_is_safe), links included. */
import { realpath } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { invalid } from '../../mlflowErrors';
import { decodeAll } from '../validation';

// Control characters have no place in the name of an artifact.
// eslint-disable-next-line no-control-regex
const FORBIDDEN = /[\u0000-\u001f\u007f#\\]/;

/**
 * @param given path as a client wrote it, once decoded
 * @returns its segments; none for the root
 * @throws MlflowError 400 "Invalid path"
 */
export function safeSegments(given: string): string[] {
  for (const text of [given, decodeAll(given)]) {
    if (FORBIDDEN.test(text) || text.startsWith('/') || /^[A-Za-z]:/.test(text) || /^file:/i.test(text) || text.split('/').includes('..')) {
      throw invalid('Invalid path');
    }
  }
  return given.split('/').filter((segment) => segment !== '' && segment !== '.');
}

/**
 * The file or folder of an artifact path under a root.
 * @throws MlflowError 400 when the path, or a symbolic link on it, leaves the root
 */
export async function confined(root: string, given: string): Promise<string> {
  const target = path.join(root, ...safeSegments(given));
  const realRoot = await realDeepest(root);
  const real = await realDeepest(target);
  if (real !== realRoot && !real.startsWith(realRoot + path.sep)) {
    throw invalid('Invalid path');
  }
  return target;
}

/** The real path of the deepest part that exists, with the rest put behind it. */
async function realDeepest(file: string): Promise<string> {
  const rest: string[] = [];
  for (let current = file; ; current = path.dirname(current)) {
    try {
      return path.join(await realpath(current), ...rest);
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) || path.dirname(current) === current) {
        throw error;
      }
      rest.unshift(path.basename(current));
    }
  }
}

/**
 * The folder on this machine of an artifact URI.
 * @param destination folder behind `mlflow-artifacts:/`
 * @returns undefined for a URI that is not on this machine
 */
export function localFolder(uri: string, destination: string): string | undefined {
  if (uri.startsWith('mlflow-artifacts:')) {
    const match = /^mlflow-artifacts:\/(?!\/[^/])\/*(.*)$/.exec(uri);
    return match === null ? undefined : path.join(destination, ...safeSegments(match[1] ?? ''));
  }
  if (uri.startsWith('file:')) {
    try {
      return fileURLToPath(uri.replace(/^file:\/*/, 'file:///'));
    } catch {
      return undefined;
    }
  }
  return path.isAbsolute(uri) ? uri : undefined;
}

/** Making a folder with those above it, in a way that always ends with a word of what is wrong. */
import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';

/**
 * As `mkdirSync` with `recursive`, which on some file systems (read-only mounts, /proc) reports ENOENT for a folder that may not be made,
 * or tries for ever.
 * @throws the system's error of the first folder that can't be made
 */
export function makeFolder(folder: string): void {
  const missing: string[] = [];
  for (let at = path.resolve(folder); !existsSync(at) && at !== path.dirname(at); at = path.dirname(at)) {
    missing.unshift(at);
  }
  for (const one of missing) {
    try {
      mkdirSync(one);
    } catch (error) {
      // Another process was first.
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) {
        throw error;
      }
    }
  }
}

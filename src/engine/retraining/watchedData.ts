/** A data file, or the .dvc file that names its version, whose content starts a retraining when it changes. */
import { stat } from 'node:fs/promises';
import { digestOf } from '../registry/codeFiles';

/** Younger ones may still be written. */
const AT_REST_MS = 5_000;

/** A file as it was last taken notice of. */
export interface SeenData {
  /** absolute path */
  readonly file: string;
  readonly size: number;
  /** Unix ms */
  readonly modified: number;
  /** sha256 of its content */
  readonly digest: string;
}

/**
 * @param seen as it was known before; undefined: it was not
 * @param now Unix ms
 * @returns as it is now, read again only when its size or time is another one; `seen` while it is not there, or may still be written
 */
export async function seenNow(file: string, seen: SeenData | undefined, now: number): Promise<SeenData | undefined> {
  const known = seen?.file === file ? seen : undefined;
  const found = await statOf(file);
  if (found === undefined || (found.size === known?.size && found.mtimeMs === known.modified)) {
    return known;
  }
  if (known !== undefined && Math.abs(now - found.mtimeMs) < AT_REST_MS) {
    return known;
  }
  return { file, size: found.size, modified: found.mtimeMs, digest: await digestOf(file) };
}

async function statOf(file: string): Promise<{ readonly size: number; readonly mtimeMs: number } | undefined> {
  try {
    return await stat(file);
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) {
      return undefined;
    }
    throw error;
  }
}

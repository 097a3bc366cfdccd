/** Where Node keeps what it compiled of our bundles: the next start then costs a good fifth less. */
import { readdir, rm, stat, utimes } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

/**
 * Folder for Node's compile cache: in the user's own cache folder, never in a project. What Node keeps there is bound to
 * each file's path and content and to the version of Node: less than 1 MB for each place that Slipway runs from, replaced when a
 * bundle changes.
 * @returns undefined where the user has switched the cache off (NODE_DISABLE_COMPILE_CACHE), or has no home to keep it in
 */
export function compileCacheFolder(env: NodeJS.ProcessEnv = process.env, platform: NodeJS.Platform = process.platform, home: string = os.homedir()): string | undefined {
  if (env['NODE_DISABLE_COMPILE_CACHE']) {
    return undefined;
  }
  if (env['NODE_COMPILE_CACHE']) {
    return env['NODE_COMPILE_CACHE'];
  }
  const base = cacheFolder(env, platform, home);
  // A relative one would lie in whatever project is open.
  return base !== undefined && path.isAbsolute(base) ? path.join(base, 'slipway', 'compiled') : undefined;
}

/** For a child's environment: the variable by which Node learns of the folder before it loads anything. */
export function compileCacheVariable(env: NodeJS.ProcessEnv = process.env): Record<string, string> {
  const folder = compileCacheFolder(env);
  return folder === undefined ? {} : { NODE_COMPILE_CACHE: folder };
}

const UNUSED_MS = 30 * 24 * 60 * 60_000;

/**
 * Removes what other versions of Node have left in the cache and nobody has touched for 30 days. A folder's time is renewed by the Node that
 * uses it, because reading a cache leaves no trace on most disks. A cache folder of the user's own is left alone.
 * @param current folder of the cache that is in use (`module.getCompileCacheDir()`): one per version of Node, below ours
 */
export async function pruneCompileCache(current: string | undefined, env: NodeJS.ProcessEnv = process.env, now: number = Date.now()): Promise<void> {
  const folder = compileCacheFolder({ ...env, NODE_COMPILE_CACHE: undefined });
  if (current === undefined || folder === undefined || path.dirname(current) !== folder) {
    return;
  }
  await utimes(current, now / 1000, now / 1000);
  for (const name of await readdir(folder)) {
    const entry = path.join(folder, name);
    const last = await stat(entry).then((found) => found.mtimeMs, () => now);
    if (entry !== current && now - last > UNUSED_MS) {
      await rm(entry, { recursive: true, force: true });
    }
  }
}

function cacheFolder(env: NodeJS.ProcessEnv, platform: NodeJS.Platform, home: string): string | undefined {
  if (platform === 'win32') {
    return env['LOCALAPPDATA'];
  }
  if (platform === 'darwin') {
    return path.join(home, 'Library', 'Caches');
  }
  const wanted = env['XDG_CACHE_HOME'];
  return wanted !== undefined && path.isAbsolute(wanted) ? wanted : path.join(home, '.cache');
}

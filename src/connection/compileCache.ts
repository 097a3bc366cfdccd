/** Where Node keeps what it compiled of our bundles: the next start then costs a good fifth less. */
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

/**
 * The user's own runtime folder, in which engines leave word of themselves. Never in the project: a clone could ship a forged file,
 * a shared disk would show another host's.
 */
import { lstatSync, mkdirSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/**
 * All folders that may hold a runtime file, the one to write into first. There are several because a process started by another
 * route (ssh, cron, a service) may lack XDG_RUNTIME_DIR and must still find the engine.
 * @param env SLIPWAY_RUNTIME_DIR names the only folder, for tests and for services
 */
export function runtimeFolders(env: NodeJS.ProcessEnv = process.env): string[] {
  if (env['SLIPWAY_RUNTIME_DIR']) {
    return [path.resolve(env['SLIPWAY_RUNTIME_DIR'])];
  }
  const home = os.homedir();
  if (process.platform === 'win32') {
    return [path.join(env['LOCALAPPDATA'] ?? path.join(home, 'AppData', 'Local'), 'slipway', 'run'), path.join(os.tmpdir(), 'slipway')];
  }
  const user = String(process.getuid?.() ?? 0);
  const last = path.join(os.tmpdir(), `slipway-${user}`);
  if (process.platform === 'darwin') {
    return [path.join(home, 'Library', 'Caches', 'slipway', 'run'), last];
  }
  const sessions = [env['XDG_RUNTIME_DIR'], `/run/user/${user}`].filter((folder) => folder !== undefined && path.isAbsolute(folder) && isOwn(folder));
  const cache = env['XDG_CACHE_HOME'] && path.isAbsolute(env['XDG_CACHE_HOME']) ? env['XDG_CACHE_HOME'] : path.join(home, '.cache');
  return [...new Set([...sessions.map((folder) => path.join(String(folder), 'slipway')), path.join(cache, 'slipway', 'run'), last])];
}

/**
 * The first runtime folder that can be made and is the user's alone.
 * @throws Error that names the folders when none can be used
 */
export function writableRuntimeFolder(env: NodeJS.ProcessEnv = process.env): string {
  const folders = runtimeFolders(env);
  const reasons: string[] = [];
  for (const folder of folders) {
    try {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      if (isOwn(folder)) {
        return folder;
      }
      reasons.push(`${folder}: belongs to another user, or others may write into it`);
    } catch (error) {
      reasons.push(`${folder}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  throw new Error(`Slipway found no folder for its runtime file (${reasons.join('; ')}). Set SLIPWAY_RUNTIME_DIR to a folder that only you can write.`);
}

/** Whether a folder is a real folder of this user into which no one else may write: else a stranger could plant a forged engine. */
export function isOwn(folder: string): boolean {
  const entry = lstatSync(folder, { throwIfNoEntry: false });
  if (entry === undefined || entry.isSymbolicLink()) {
    return false;
  }
  const stat = statSync(folder);
  return stat.isDirectory() && (process.getuid === undefined || (stat.uid === process.getuid() && (stat.mode & 0o022) === 0));
}

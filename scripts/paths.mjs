// Where things stand: the checkout, and the cache that all checkouts of this user share.
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
export const cache = path.join(process.env.XDG_CACHE_HOME || path.join(homedir(), '.cache'), 'slipway');
export const binaries = path.join(root, 'node_modules', '.bin');

const windows = process.platform === 'win32';

/** A file inside the checkout. */
export function inRoot(...parts) {
  return path.join(root, ...parts);
}

/** The Node 24 that package.json brings: the machine's own may be older than better-sqlite3 and code-server can run on. */
export function node24() {
  const own = inRoot('node_modules', 'node', 'bin', windows ? 'node.exe' : 'node');
  return existsSync(own) ? own : process.execPath;
}

/** First executable of these names on the PATH, or undefined. */
export function onPath(...names) {
  const endings = windows ? ['.exe', '.cmd', ''] : [''];
  for (const name of names) {
    for (const folder of (process.env.PATH ?? '').split(path.delimiter)) {
      for (const ending of endings) {
        const file = path.join(folder, name + ending);
        // node_modules/.bin stands on the PATH of npm scripts; a system tool is never meant to come from there.
        if (folder && folder !== binaries && existsSync(file)) return file;
      }
    }
  }
  return undefined;
}

/** Environment in which `node`, `npm` and the tools of node_modules are ours. */
export function toolEnvironment(extra = {}) {
  // The npm that runs this script has told its children which Node it is, and an npm among them would pass on that one for its own:
  // code-server refuses to be installed on another Node than 24.
  const { npm_config_user_agent: _, ...environment } = process.env;
  return { ...environment, PATH: `${binaries}${path.delimiter}${process.env.PATH ?? ''}`, ...extra };
}

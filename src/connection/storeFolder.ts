/** Which store a folder belongs to: one resolver for the editor and the command line. */
import { existsSync, readdirSync, realpathSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

export const STORE_FOLDER = '.slipway';

export interface StoreFolder {
  /** the project's folder, absolute */
  readonly root: string;
  /** `<root>/.slipway`, whether it exists or not: looking creates nothing */
  readonly store: string;
}

/**
 * The nearest `.slipway/` upward as far as the git root, else the git root, else the folder itself. Outside of git the search ends
 * below the home folder, so that a stray `~/.slipway` does not swallow every project.
 * @param folder absolute or relative; need not exist
 */
export function resolveStore(folder: string): StoreFolder {
  const start = realPath(path.resolve(folder));
  const home = realPath(os.homedir());
  let nearest: string | undefined;
  for (let at = start; ; at = path.dirname(at)) {
    if (nearest === undefined && (at === start || at !== home) && isFolder(path.join(at, STORE_FOLDER))) {
      nearest = at;
    }
    // In a worktree or a submodule .git is a file.
    if (existsSync(path.join(at, '.git'))) {
      return at === home && at !== start ? storeOf(nearest ?? start) : storeOf(nearest ?? at);
    }
    if (at === home || at === path.dirname(at)) {
      return storeOf(nearest ?? start);
    }
  }
}

/**
 * The store that `--store DIR` names: DIR itself when it is a `.slipway` folder, already holds a store, is empty or is not there yet;
 * `DIR/.slipway` when DIR is a project, so that a store never spills into one.
 */
export function namedStore(folder: string): string {
  const absolute = realPath(path.resolve(folder));
  if (path.basename(absolute) === STORE_FOLDER || existsSync(path.join(absolute, 'slipway.db'))) {
    return absolute;
  }
  return isFolder(absolute) && readdirSync(absolute).length > 0 ? path.join(absolute, STORE_FOLDER) : absolute;
}

/** Whether anything was ever recorded there: looking at what is not there must not make it. */
export function storeExists(store: string): boolean {
  return existsSync(path.join(store, 'slipway.db'));
}

/** The path without symbolic links as far as it exists, so that two names of one folder are one store. */
export function realPath(target: string): string {
  for (let at = target, rest = ''; ; rest = path.join(path.basename(at), rest), at = path.dirname(at)) {
    if (existsSync(at)) {
      return rest === '' ? realpathSync.native(at) : path.join(realpathSync.native(at), rest);
    }
    if (at === path.dirname(at)) {
      return target;
    }
  }
}

function storeOf(root: string): StoreFolder {
  return { root, store: path.join(root, STORE_FOLDER) };
}

function isFolder(target: string): boolean {
  return statSync(target, { throwIfNoEntry: false })?.isDirectory() === true;
}

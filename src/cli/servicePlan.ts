/** What a service runs: one store's engine in the foreground, by a Node and files that stay when the editor is updated. */
import { createHash } from 'node:crypto';
import os from 'node:os';
import path from 'node:path';
import { STORE_FOLDER } from '../connection/storeFolder';
import { CommandFailure } from './session';

export interface ServicePlan {
  /** of the unit, the agent or the task: letters, digits, ".", "_" and "-" */
  readonly name: string;
  /** absolute path of the .slipway folder */
  readonly store: string;
  /** absolute path of a program, and its arguments */
  readonly command: readonly [string, ...string[]];
  readonly env: Readonly<Record<string, string>>;
  /** absolute path of a file that may be there, with more variables: what is secret stands in no unit */
  readonly environmentFile: string;
}

/** Variables of the shell that the engine needs as it has them there: to find programs, and to be found. */
const KEPT = ['PATH', 'SLIPWAY_RUNTIME_DIR', 'XDG_CACHE_HOME'];
const LONGEST_NAME = 40;

/** Name of a store's service: its project's folder for people, and a digest of its path, since folders of one name are many. */
export function serviceName(store: string): string {
  const folder = path.basename(path.basename(store) === STORE_FOLDER ? path.dirname(store) : store);
  const said = folder.replaceAll(/[^\w.-]+/gu, '-').replaceAll(/^[-.]+|[-.]+$/g, '').slice(0, LONGEST_NAME);
  return ['slipway', said, createHash('sha256').update(store).digest('hex').slice(0, 8)].filter((part) => part !== '').join('-');
}

/**
 * @param dist folder of the bundles that it runs
 * @param node that runs the engine; Electron too, where this process runs in it
 * @throws CommandFailure where a service can't name the store or the Node
 */
export function servicePlan(store: string, dist: string, node: string, env: NodeJS.ProcessEnv = process.env): ServicePlan {
  if (/\p{Cc}/u.test(store)) {
    throw new CommandFailure(`The path of the store holds a line break or another control character, which no service can name: ${JSON.stringify(store)}. Rename that folder.`);
  }
  if (!path.isAbsolute(node)) {
    throw new CommandFailure(`SLIPWAY_NODE=${node} is no absolute path, and a service has another folder and another PATH. Set it to the whole path.`);
  }
  const electron = node === process.execPath && process.versions['electron'] !== undefined;
  const kept = KEPT.flatMap((name) => (env[name] ? [[name, env[name]] as const] : []));
  return {
    name: serviceName(store), store, command: [node, path.join(dist, 'slipway.js'), 'server', '--store', store],
    env: { ...(electron ? { ELECTRON_RUN_AS_NODE: '1' } : {}), ...Object.fromEntries(kept) },
    environmentFile: path.join(xdgFolder(env['XDG_CONFIG_HOME'], path.join(os.homedir(), '.config')), 'slipway', 'service.env'),
  };
}

/** The user's folder for what programs keep, in which services have their copies of the engine. */
export function serviceFolder(env: NodeJS.ProcessEnv = process.env): string {
  const home = os.homedir();
  if (process.platform === 'win32') {
    return path.join(env['LOCALAPPDATA'] ?? path.join(home, 'AppData', 'Local'), 'slipway', 'service');
  }
  if (process.platform === 'darwin') {
    return path.join(home, 'Library', 'Application Support', 'slipway', 'service');
  }
  return path.join(xdgFolder(env['XDG_DATA_HOME'], path.join(home, '.local', 'share')), 'slipway', 'service');
}

/** @returns the folder that a variable names, or the usual one: a relative path is to be ignored (XDG Base Directory Specification) */
export function xdgFolder(named: string | undefined, usual: string): string {
  return named !== undefined && path.isAbsolute(named) ? named : usual;
}

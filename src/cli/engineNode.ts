/** Which Node runs the engine: better-sqlite3 crashes on Node 20. */
import { existsSync } from 'node:fs';
import path from 'node:path';

const OLDEST = 22;

/**
 * This process' own Node where it is new enough, else SLIPWAY_NODE, else the one that a clone has among its packages.
 * @param dist folder of the bundles
 * @throws Error that says what to do
 */
export function engineNode(dist: string, env: NodeJS.ProcessEnv = process.env): string {
  if (Number(process.versions.node.split('.')[0]) >= OLDEST) {
    return process.execPath;
  }
  if (env['SLIPWAY_NODE']) {
    return env['SLIPWAY_NODE'];
  }
  const name = process.platform === 'win32' ? 'node.exe' : 'node';
  const packaged = [path.join(dist, '..', 'node_modules', 'node', 'bin', name), path.join(dist, '..', 'node_modules', '.bin', name)].find((file) => existsSync(file));
  if (packaged === undefined) {
    throw new Error(`Slipway's engine needs Node ${OLDEST} or newer and this is Node ${process.versions.node}. Run the command with a newer one, or set SLIPWAY_NODE to its path.`);
  }
  return packaged;
}

/** The runtime file of an engine: where it listens and what opens it. Kept after a clean stop (pid 0), so that the port is kept. */
import { createHash } from 'node:crypto';
import { lstatSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { RuntimeFile } from '../protocol/engine';
import { readJsonFile, writeFileAtomic } from './atomicFile';
import { isRunning } from './processIdentity';
import { isOwn, runtimeFolders, writableRuntimeFolder } from './runtimeFolder';
import { realPath } from './storeFolder';

/**
 * File name for a store: a hash of its real path and, on Linux, of the host's name (a home folder may be shared by several hosts
 * and containers; on macOS the name changes with the network).
 */
export function runtimeFileName(store: string): string {
  const host = process.platform === 'linux' ? os.hostname() : '';
  return `${createHash('sha256').update(`${host}\0${realPath(path.resolve(store))}`).digest('hex').slice(0, 24)}.json`;
}

/**
 * The newest word of the store's engine: a running one where there is one, else what the last one left.
 * @returns undefined when there is none, or only what someone else could have written
 */
export function readRuntimeFile(store: string, env: NodeJS.ProcessEnv = process.env): RuntimeFile | undefined {
  const found = runtimeFolders(env)
    .filter((folder) => isOwn(folder))
    .map((folder) => readOne(path.join(folder, runtimeFileName(store))))
    .filter((file) => file !== undefined);
  return found.find((file) => isRunning(file.pid, file.process_start)) ?? found.toSorted((a, b) => b.started_at - a.started_at)[0];
}

/** Writes the runtime file, mode 0600. @returns its path */
export function writeRuntimeFile(content: RuntimeFile, env: NodeJS.ProcessEnv = process.env): string {
  const file = path.join(writableRuntimeFolder(env), runtimeFileName(content.store));
  writeFileAtomic(file, `${JSON.stringify(content, undefined, 2)}\n`, 0o600);
  return file;
}

function readOne(file: string): RuntimeFile | undefined {
  const stat = lstatSync(file, { throwIfNoEntry: false });
  if (stat === undefined || !stat.isFile() || (process.getuid !== undefined && stat.uid !== process.getuid())) {
    return undefined;
  }
  const content = readJsonFile(file);
  return isRuntimeFile(content) ? content : undefined;
}

const TEXTS = ['version', 'host', 'store', 'store_id', 'client_token', 'root_token'];
const WHOLE_NUMBERS = ['pid', 'started_at', 'port'];

/** By hand: this is read while VS Code starts, where loading a schema library would cost more than everything else together. */
function isRuntimeFile(content: unknown): content is RuntimeFile {
  if (typeof content !== 'object' || content === null) {
    return false;
  }
  const values = content as Readonly<Record<string, unknown>>;
  const start = values['process_start'];
  return TEXTS.every((name) => typeof values[name] === 'string') && WHOLE_NUMBERS.every((name) => Number.isInteger(values[name]))
    && (start === undefined || typeof start === 'string');
}

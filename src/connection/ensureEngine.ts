/** Finding the engine of a store, or starting it. Two who start at the same instant end with one engine. */
import { spawn } from 'node:child_process';
import { closeSync, existsSync, fstatSync, openSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { compileCacheVariable } from './compileCache';
import type { EngineAddress } from './engineAddress';
import { EngineClient } from './engineClient';
import { EngineStartError, EngineUnreachable } from './engineError';
import { findEngine } from './findEngine';
import { makeFolder } from './makeFolder';
import { isRunning, processStart } from './processIdentity';
import { readRuntimeFile } from './runtimeFile';
import { ExitCode, isStartMessage } from './startProtocol';
import { compareVersions } from './versionOrder';

export { findEngine };

export interface EnsureOptions {
  /** absolute path of the .slipway folder; made when it is not there */
  readonly store: string;
  /** Node 22 or newer; Electron with ELECTRON_RUN_AS_NODE=1 in `env` will do */
  readonly node: string;
  /** added to this process' environment */
  readonly env?: Readonly<Record<string, string>>;
  /** dist/engine.js */
  readonly entry: string;
  /** an engine older than this is replaced; its jobs go on */
  readonly version: string;
  readonly signal?: AbortSignal;
}

const START_MS = 30_000;
/** A process that holds the store but never answers is given this long to get there. */
const TAKEN_MS = 15_000;
const LOOK_MS = 50;

/**
 * @returns the address of the one engine of the store, which answers
 * @throws EngineStartError that says why none could be started and what to do
 */
export async function ensureEngine(options: EnsureOptions): Promise<EngineAddress> {
  const deadline = Date.now() + START_MS;
  let takenSince: number | undefined;
  let own = false;
  for (;;) {
    options.signal?.throwIfAborted();
    const found = await findEngine(options.store);
    if (found !== undefined) {
      // One that was just started here is as new as it gets, whatever its version says.
      if (own || compareVersions(found.version, options.version) >= 0) {
        return found;
      }
      await endEngine(found);
    }
    const outcome = await start(options);
    if (outcome === 'ready') {
      own = true;
      continue;
    }
    takenSince ??= Date.now();
    if (Date.now() - takenSince > TAKEN_MS || Date.now() > deadline) {
      throw new EngineStartError(takenMessage(options.store));
    }
    await pause(LOOK_MS, options.signal);
  }
}

function takenMessage(store: string): string {
  const runtime = readRuntimeFile(store);
  const holder = runtime !== undefined && isRunning(runtime.pid, runtime.process_start) ? ` It may be process ${runtime.pid}, which does not answer.` : '';
  return `Another process holds the store ${store}, and no engine answers for it here.${holder} `
    + 'A store takes one engine at a time, also across hosts and containers: end that process, or use another store with --store.';
}

/** Asks an engine to make way for the next one and waits for its end. Its jobs go on under their runners, running clients find the next one at the same port. */
export async function endEngine(old: EngineAddress): Promise<void> {
  const client = new EngineClient(old);
  const born = processStart(old.pid);
  try {
    await client.stopEngine();
  } catch (error) {
    if (!(error instanceof EngineUnreachable)) {
      throw error;
    }
  } finally {
    client.close();
  }
  const deadline = Date.now() + START_MS;
  while (isRunning(old.pid, born)) {
    if (Date.now() > deadline) {
      throw new EngineStartError(`The engine ${old.version} (process ${old.pid}) was asked to make way for another one and has not ended. End it, then try again.`);
    }
    await pause(LOOK_MS);
  }
}

/** Starts a detached engine and waits for its word: ready, or that another one holds the store. */
async function start(options: EnsureOptions): Promise<'ready' | 'taken'> {
  if (!existsSync(options.entry)) {
    throw new EngineStartError(`The engine's program ${options.entry} is missing. Install Slipway again, or run "npm run build" in a clone.`);
  }
  const output = openOutput(options.store);
  const descriptor = output?.descriptor;
  try {
    // Not in the project's folder: a detached engine must not keep it from being moved or unmounted.
    const child = spawn(options.node, [options.entry, '--store', options.store], {
      detached: true, windowsHide: true, cwd: path.parse(options.entry).root, env: { ...process.env, ...compileCacheVariable(), ...options.env },
      stdio: ['ignore', descriptor ?? 'ignore', descriptor ?? 'ignore', 'ipc'],
    });
    return await new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        finish();
        reject(new EngineStartError(`The engine did not come up within ${START_MS / 1000} seconds. Its log is in ${path.join(options.store, 'logs')}.`));
      }, START_MS);
      function finish(): void {
        clearTimeout(timer);
        child.removeAllListeners();
        if (child.connected) {
          child.disconnect();
        }
        child.unref();
      }
      child.once('error', (error) => {
        finish();
        reject(new EngineStartError(`The engine could not be started with ${options.node}: ${error.message}.`, { cause: error }));
      });
      child.on('message', (message) => {
        if (isStartMessage(message)) {
          finish();
          if (message.slipway === 'ready') {
            resolve('ready');
          } else {
            reject(new EngineStartError(message.message));
          }
        }
      });
      child.once('exit', (code, signal) => {
        finish();
        if (code === ExitCode.storeTaken) {
          resolve('taken');
        } else {
          reject(new EngineStartError(endedMessage(options, code, signal, output === undefined ? '' : readFileSync(output.file, 'utf8').slice(output.before))));
        }
      });
    });
  } finally {
    if (descriptor !== undefined) {
      closeSync(descriptor);
    }
  }
}

function endedMessage(options: EnsureOptions, code: number | null, signal: NodeJS.Signals | null, output: string): string {
  const how = signal === null ? `with exit code ${code}` : `by ${signal}`;
  const last = output.trim().split('\n').slice(-5).join('\n');
  const hint = signal === 'SIGSEGV' ? ` ${options.node} is probably older than Node 22: set SLIPWAY_NODE to a newer one.` : '';
  return `The engine ended ${how} before it was ready.${hint}${last === '' ? '' : ` It said:\n${last}`}`;
}

interface Output { readonly file: string; readonly descriptor: number; readonly before: number }

/** Where the engine's own stdout and stderr go: only what comes before its log is open, or a crash of Node itself. */
function openOutput(store: string): Output | undefined {
  const file = path.join(store, 'logs', 'engine.out.log');
  try {
    makeFolder(path.dirname(file));
    const descriptor = openSync(file, 'a', 0o600);
    return { file, descriptor, before: fstatSync(descriptor).size };
  } catch (error) {
    if (error instanceof Error && 'code' in error && typeof error.code === 'string') {
      // A read-only project: the engine itself says so in words, over the IPC channel.
      return undefined;
    }
    throw error;
  }
}

function pause(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', abort);
      resolve();
    }, milliseconds);
    function abort(): void {
      clearTimeout(timer);
      reject(signal?.reason instanceof Error ? signal.reason : new Error('aborted'));
    }
    signal?.addEventListener('abort', abort, { once: true });
  });
}

/** What every command needs: the store, its engine, and where to write. */
import path from 'node:path';
import type { Command } from 'commander';
import type { EngineAddress } from '../connection/engineAddress';
import { EngineClient } from '../connection/engineClient';
import { ensureEngine, findEngine } from '../connection/ensureEngine';
import { compareVersions } from '../connection/versionOrder';
import { namedStore, resolveStore, storeExists } from '../connection/storeFolder';
import { engineNode } from './engineNode';

declare const SLIPWAY_VERSION: string;

export const VERSION = SLIPWAY_VERSION;

export interface CommonOptions { readonly store?: string; readonly json?: boolean }

/** Done, failed or "no", wrong use. */
export const Exit = { done: 0, failed: 1, wrongUse: 2 } as const;

/** Ends the command with exit code 1 and this message, and no stack. */
export class CommandFailure extends Error {}

/** The .slipway folder that a command means. */
export function storeOf(options: CommonOptions): string {
  return options.store === undefined ? resolveStore(process.cwd()).store : namedStore(options.store);
}

/** Folder of the bundles, in which this program stands too. */
export function distFolder(): string {
  return __dirname;
}

/** The engine of the store, started when none runs. */
export async function engineFor(options: CommonOptions): Promise<EngineAddress> {
  const store = storeOf(options);
  const found = await findEngine(store);
  // One that runs needs no Node that could start it.
  if (found !== undefined && compareVersions(found.version, VERSION) >= 0) {
    return found;
  }
  const dist = distFolder();
  return ensureEngine({ store, node: engineNode(dist), entry: path.join(dist, 'engine.js'), version: VERSION });
}

/** Calls `work` with a client of the store's engine and closes it. */
export async function withEngine<T>(options: CommonOptions, work: (client: EngineClient) => Promise<T>): Promise<T> {
  const client = new EngineClient(await engineFor(options));
  try {
    return await work(client);
  } finally {
    client.close();
  }
}

/** As `withEngine`, for commands that only look: a store that is not there is not made. @throws CommandFailure that says how to begin */
export function withStore<T>(options: CommonOptions, work: (client: EngineClient) => Promise<T>): Promise<T> {
  mustExist(options);
  return withEngine(options, work);
}

/** @throws CommandFailure when nothing was ever recorded in the store */
export function mustExist(options: CommonOptions): void {
  if (!hasStore(options)) {
    throw new CommandFailure(`Nothing has been recorded in ${storeOf(options)} yet. "slipway run -- python train.py" makes a run, --store DIR names another store.`);
  }
}

export function hasStore(options: CommonOptions): boolean {
  return storeExists(storeOf(options));
}

/** Adds the options that every command has. */
export function common(command: Command): Command {
  return command
    .option('--store <dir>', 'the .slipway folder, or the project that has one (default: found upward from here)')
    .option('--json', 'print one JSON document');
}

export function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

export function printJson(document: unknown): void {
  process.stdout.write(`${JSON.stringify(document, undefined, 2)}\n`);
}

/** For people who wait: never on stdout. */
export function progress(text: string): void {
  process.stderr.write(`${text}\n`);
}

/** What was done, as a sentence; with --json, as it stands now. */
export function told(document: unknown, options: CommonOptions, text: string): void {
  if (options.json === true) {
    printJson(document);
  } else {
    progress(text);
  }
}

/**
 * @param id the whole of it, or the beginning
 * @param where sentence that says how to see what there is
 * @throws CommandFailure when none or several begin so
 */
export function theOne<T>(all: readonly T[], idOf: (one: T) => string, id: string, what: string, where: string): T {
  const found = all.filter((one) => idOf(one).startsWith(id));
  const [first, other] = found;
  if (first === undefined || other !== undefined) {
    throw new CommandFailure(first === undefined ? `There is no ${what} ${id}. ${where}` : `${found.length} ${what}s begin with ${id}. Write more of it.`);
  }
  return first;
}

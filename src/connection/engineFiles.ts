/**
 * What runs detached runs from a copy of its own: VS Code deletes the folder of an old extension version while its engine may still
 * be serving other windows. The copy is named after the version and appears in one rename, so that two windows can make it at once.
 */
import { constants, existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import * as path from 'node:path';

/** Everything the engine, its runners, deployments and the command line need. */
const DIST = ['engine.js', 'runner.js', 'supervisor.js', 'deployment.js', 'arm.js', 'graph.js', 'measure.js', 'analysis.js', 'monitor.js', 'drift.js', 'profile.js', 'validate.js', 'arrow.js', 'writeSchema.js', 'slipway.js', 'projectFile.js', 'python'];
/** The native modules and what they need, as the extension holds them. */
const MODULES = ['better-sqlite3', 'onnxruntime-node', 'onnxruntime-common', path.join('@duckdb', `node-bindings-${process.platform}-${process.arch}`)];
/** Of a checkout's modules too, only what runs; of native programs, only this platform's. */
const PARTS = ['package.json', 'LICENSE', 'lib', 'dist', 'prebuilds', path.join('bin', 'napi-v6', process.platform, process.arch), 'duckdb.node', 'libduckdb.so', 'libduckdb.dylib', 'duckdb.dll'];
/** Older copies that stay, for engines of other windows that still run from them. */
const KEPT_VERSIONS = 3;

/**
 * The editor's copy; of those before it a few stay.
 * @param extension folder of the extension, with `dist/` and the native modules in `node_modules`
 * @param storage the extension's global storage, where copies stand as `engine-VERSION`
 * @returns the folder that holds engine.js, runner.js and slipway.js
 */
export async function copyEngineFiles(extension: string, storage: string, version: string): Promise<string> {
  const ready = await makeEngineCopy(extension, storage, version);
  const older = (await engineCopies(storage)).filter((name) => name !== copyName(version));
  await removeEngineCopies(storage, older.toSorted((a, b) => b.localeCompare(a, undefined, { numeric: true })).slice(KEPT_VERSIONS));
  return ready;
}

/** The name of a version's copy. */
export function copyName(version: string): string {
  return `engine-${version}`;
}

/** A copy beside those that are there; parameters and answer as `copyEngineFiles`. @throws Error that says why none could be made and what to do */
export async function makeEngineCopy(extension: string, storage: string, version: string): Promise<string> {
  const target = path.join(storage, copyName(version));
  const ready = path.join(target, 'dist');
  if (existsSync(path.join(ready, 'engine.js'))) {
    return ready;
  }
  await mkdir(storage, { recursive: true });
  const draft = await mkdtemp(path.join(storage, '.draft-'));
  try {
    for (const name of DIST) {
      await copyIfThere(path.join(extension, 'dist', name), path.join(draft, 'dist', name));
    }
    for (const module of MODULES) {
      for (const part of PARTS) {
        await copyIfThere(path.join(extension, 'node_modules', module, part), path.join(draft, 'node_modules', module, part));
      }
    }
    await rename(draft, target);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    // Another window was first: its copy is as good.
    if (!existsSync(path.join(ready, 'engine.js'))) {
      throw new Error(`Slipway could not copy its engine to ${storage}: ${(error as Error).message}. Free some space there, or check who may write to it.`, { cause: error });
    }
  }
  return ready;
}

/** Names of the copies in a storage that is there. */
export async function engineCopies(storage: string): Promise<string[]> {
  return (await readdir(storage)).filter((name) => name.startsWith('engine-'));
}

export async function removeEngineCopies(storage: string, names: readonly string[]): Promise<void> {
  await Promise.all(names.map((name) => rm(path.join(storage, name), { recursive: true, force: true })));
}

async function copyIfThere(from: string, to: string): Promise<void> {
  if (existsSync(from)) {
    await mkdir(path.dirname(to), { recursive: true });
    // Where the file system can, both share one copy on the disk.
    await cp(from, to, { recursive: true, mode: constants.COPYFILE_FICLONE });
  }
}


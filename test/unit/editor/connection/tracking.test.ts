/** What a user has set wins; the command shim and the copy of the engine are whole or not there. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writeCommandShim } from '../../../../src/editor/connection/commandShim';
import { copyEngineFiles } from '../../../../src/connection/engineFiles';
import { parseEnvFile } from '../../../../src/editor/connection/envFile';
import { findOwnTracking } from '../../../../src/editor/connection/ownTrackingSources';

let folder: string;
beforeEach(async () => { folder = await mkdtemp(path.join(tmpdir(), 'slipway-editor-')); });
afterEach(async () => rm(folder, { recursive: true }));

describe('the user\'s own tracking server', () => {
  const none = { processEnv: {}, terminalEnv: {}, envFiles: [] };

  it('is none where nothing is set, or only what we injected ourselves', async () => {
    expect(await findOwnTracking({ ...none, envFiles: [path.join(folder, '.env')] })).toBeUndefined();
    expect(await findOwnTracking({ ...none, processEnv: { MLFLOW_TRACKING_URI: 'http://slipway:token@127.0.0.1:4242' } })).toBeUndefined();
  });

  it('is found in the environment, the terminal settings and the env file, and named with its place', async () => {
    await writeFile(path.join(folder, '.env'), '# mine\nexport MLFLOW_TRACKING_URI="https://team.example"\n');
    expect(await findOwnTracking({ ...none, processEnv: { MLFLOW_TRACKING_TOKEN: 'x' } })).toMatchObject({ variable: 'MLFLOW_TRACKING_TOKEN' });
    expect(await findOwnTracking({ ...none, terminalEnv: { MLFLOW_TRACKING_URI: 'https://team.example', OTHER: null } })).toMatchObject({ place: 'the setting terminal.integrated.env' });
    expect(await findOwnTracking({ ...none, envFiles: [path.join(folder, '.env')] })).toEqual({ variable: 'MLFLOW_TRACKING_URI', place: '.env' });
  });

  it('is read from env files as the Python extension reads them', () => {
    expect(parseEnvFile('A=1 # note\nexport B=\'x y\'\n# C=3\nD="a\\nb"\nno line\nE=\n')).toEqual({ A: '1', B: 'x y', D: 'a\nb', E: '' });
  });
});

describe('the slipway command', () => {
  it('runs the script with VS Code\'s Node, arguments untouched, from a path with blanks and quotes', async () => {
    const odd = path.join(folder, "it's here");
    await mkdir(odd);
    const script = path.join(odd, 'slipway.js');
    await writeFile(script, 'console.log(JSON.stringify([process.env.ELECTRON_RUN_AS_NODE, ...process.argv.slice(2)]))');
    const bin = await writeCommandShim(folder, process.execPath, script);
    const { stdout } = await promisify(execFile)(path.join(bin, 'slipway'), ['run', '--', 'a b', '$x']);
    expect(JSON.parse(stdout)).toEqual(['1', 'run', '--', 'a b', '$x']);
  });
});

describe('the engine\'s own copy', () => {
  const extension = (): string => path.join(folder, 'extension');

  beforeEach(async () => {
    await mkdir(path.join(extension(), 'dist', 'python'), { recursive: true });
    await mkdir(path.join(extension(), 'node_modules', 'better-sqlite3', 'lib'), { recursive: true });
    await Promise.all(['dist/engine.js', 'dist/runner.js', 'dist/python/imports.py', 'node_modules/better-sqlite3/lib/index.js'].map(async (name) => writeFile(path.join(extension(), name), name)));
  });

  it('is whole, made once, and the same for windows that make it at the same time', async () => {
    const storage = path.join(folder, 'storage');
    const copies = await Promise.all([1, 2, 3].map(async () => copyEngineFiles(extension(), storage, '1.0.0')));
    expect(new Set(copies)).toEqual(new Set([path.join(storage, 'engine-1.0.0', 'dist')]));
    expect(await readFile(path.join(storage, 'engine-1.0.0', 'node_modules', 'better-sqlite3', 'lib', 'index.js'), 'utf8')).toBe('node_modules/better-sqlite3/lib/index.js');
    expect(await readdir(storage)).toEqual(['engine-1.0.0']);
  });

  it('keeps a few older ones for engines that still run from them', async () => {
    const storage = path.join(folder, 'storage');
    for (const version of ['1.0.0', '1.1.0', '1.2.0', '1.10.0', '2.0.0']) {
      await copyEngineFiles(extension(), storage, version);
    }
    expect(existsSync(path.join(storage, 'engine-1.0.0'))).toBe(false);
    expect((await readdir(storage)).toSorted()).toEqual(['engine-1.1.0', 'engine-1.10.0', 'engine-1.2.0', 'engine-2.0.0']);
  });
});

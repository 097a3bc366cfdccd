import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isRunning, processStart } from '../../../src/connection/processIdentity';
import { readRuntimeFile, runtimeFileName, writeRuntimeFile } from '../../../src/connection/runtimeFile';
import { writableRuntimeFolder } from '../../../src/connection/runtimeFolder';
import { compareVersions } from '../../../src/connection/versionOrder';
import type { RuntimeFile } from '../../../src/protocol/engine';

let root: string;
let env: NodeJS.ProcessEnv;
const store = '/nowhere/project/.slipway';
const content: RuntimeFile = {
  version: '1.2.3', pid: 0, started_at: 5, port: 4711, host: '127.0.0.1', store, store_id: 'id', client_token: 'client', root_token: 'root',
};

beforeEach(() => {
  root = mkdtempSync(path.join(os.tmpdir(), 'slipway-runtime-'));
  env = { SLIPWAY_RUNTIME_DIR: path.join(root, 'run') };
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

describe('the runtime file', () => {
  it('is read back as written, and only its owner can read it', () => {
    const file = writeRuntimeFile(content, env);
    expect(readRuntimeFile(store, env)).toEqual(content);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(path.dirname(file)).mode & 0o777).toBe(0o700);
  });

  it('does not stand in the project, and differs from store to store', () => {
    expect(writeRuntimeFile(content, env).startsWith(store)).toBe(false);
    expect(runtimeFileName('/a/.slipway')).not.toBe(runtimeFileName('/b/.slipway'));
  });

  it('is nothing when it is damaged, missing or a link that someone planted', () => {
    expect(readRuntimeFile(store, env)).toBeUndefined();
    const file = writeRuntimeFile(content, env);
    writeFileSync(file, '{"version":');
    expect(readRuntimeFile(store, env)).toBeUndefined();
    rmSync(file);
    writeFileSync(path.join(root, 'planted'), JSON.stringify(content));
    symlinkSync(path.join(root, 'planted'), file);
    expect(readRuntimeFile(store, env)).toBeUndefined();
  });

  it('is nothing in a folder into which others may write', () => {
    const file = writeRuntimeFile(content, env);
    chmodSync(path.dirname(file), 0o777);
    expect(readRuntimeFile(store, env)).toBeUndefined();
    expect(() => writableRuntimeFolder(env)).toThrow(/SLIPWAY_RUNTIME_DIR/);
  });

  it('prefers a running engine over what one before it left elsewhere', () => {
    const session = path.join(root, 'session');
    mkdirSync(session, { mode: 0o700 });
    const cache = { XDG_RUNTIME_DIR: '', XDG_CACHE_HOME: path.join(root, 'cache') };
    const started = processStart(process.pid);
    writeRuntimeFile({ ...content, port: 1, started_at: 9 }, { ...cache, XDG_RUNTIME_DIR: session });
    writeRuntimeFile({ ...content, port: 2, pid: process.pid, process_start: started, started_at: 1 }, { SLIPWAY_RUNTIME_DIR: path.join(root, 'cache', 'slipway', 'run') });
    expect(readRuntimeFile(store, { ...cache, XDG_RUNTIME_DIR: session })?.port).toBe(2);
  });
});

describe('a process', () => {
  it('is known by its id and its start', () => {
    expect(isRunning(process.pid, processStart(process.pid))).toBe(true);
    expect(isRunning(process.pid, 'another start')).toBe(false);
    expect(isRunning(0)).toBe(false);
    expect(isRunning(2 ** 22 + 1)).toBe(false);
  });
});

describe('versions', () => {
  it.each([['1.2.3', '1.2.4'], ['1.9.0', '1.10.0'], ['1.0.0-rc.1', '1.0.0'], ['1.0.0-rc.2', '1.0.0-rc.10'], ['0.9.9', '1.0.0']])('%s is older than %s', (older, newer) => {
    expect(compareVersions(older, newer)).toBeLessThan(0);
    expect(compareVersions(newer, older)).toBeGreaterThan(0);
    expect(compareVersions(newer, newer)).toBe(0);
  });
});

// A folder that can't be written: every command says which, why and what to do, changes nothing, and works when that is done.
import { spawn } from 'node:child_process';
import { chmodSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readRuntimeFile } from '../../../src/connection/runtimeFile';
import { dist, gone, kill, LivingProject, node } from '../engine/process/livingEngine';
import { asPlainUser } from './plainUser';

interface Said { readonly code: number | null; readonly out: string; readonly err: string }

let project: LivingProject;
let modes: [file: string, mode: number][];
beforeEach(() => {
  project = new LivingProject();
  modes = [];
  project.write('.git/HEAD', '');
  project.write('x.py', 'print(1)\n');
});
afterEach(async () => {
  makeWritable();
  await endEngine();
  await project.dispose();
});

async function endEngine(): Promise<void> {
  const pid = readRuntimeFile(project.store)?.pid ?? 0;
  if (pid > 0) {
    kill(pid, 'SIGTERM');
    await gone(pid);
  }
}

function slipway(...args: string[]): Promise<Said> {
  const [program, words] = asPlainUser(node, [path.join(dist, 'slipway.js'), ...args]);
  const child = spawn(program, words, { cwd: project.folder, stdio: ['ignore', 'pipe', 'pipe'] });
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk: Buffer) => {
    out += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    err += chunk.toString();
  });
  return new Promise((resolve) => {
    child.once('close', (code) => resolve({ code, out, err }));
  });
}

function makeReadOnly(file: string, mode: number): void {
  modes.push([file, mode === 0o400 ? 0o600 : 0o755]);
  chmodSync(file, mode);
}

function makeWritable(): void {
  for (const [file, mode] of modes.splice(0)) {
    chmodSync(file, mode);
  }
}

const READ_ONLY = /^The store \S+ can't be written.*read-only for this user\. Make it writable, or .*--store DIR\)\.\n$/;
const MAKING = [['run', '--', 'python3', 'x.py'], ['uri'], ['server', '--port', '0']];

describe('a project that was never written', () => {
  it.each(MAKING)('slipway %s says what to do, and leaves nothing', async (...args) => {
    makeReadOnly(project.folder, 0o555);
    const said = await slipway(...args);
    expect(said.err).toMatch(READ_ONLY);
    expect(said).toMatchObject({ code: 1, out: '' });
    expect(readdirSync(project.folder).toSorted()).toEqual(['.git', 'x.py']);
  });

  it('has no runs, which is no failure', async () => {
    makeReadOnly(project.folder, 0o555);
    expect(await slipway('runs', '--json')).toMatchObject({ code: 0, out: '[]\n' });
  });

  it('works as soon as it can be written', async () => {
    makeReadOnly(project.folder, 0o555);
    await slipway('run', '--', 'python3', 'x.py');
    makeWritable();
    expect(await slipway('run', '--', 'python3', 'x.py')).toMatchObject({ code: 0, out: '1\n' });
  });
});

describe('a store with runs', () => {
  const inStore = (name: string): string => path.join(project.store, name);

  it.each([
    ['the whole store', (): void => {
      makeReadOnly(inStore('slipway.db'), 0o400);
      makeReadOnly(inStore('logs'), 0o555);
      makeReadOnly(project.store, 0o555);
    }],
    ['the database alone', (): void => makeReadOnly(inStore('slipway.db'), 0o400)],
    ['the folder of the store alone', (): void => makeReadOnly(project.store, 0o555)],
    ['the logs alone', (): void => {
      makeReadOnly(inStore('logs/engine.log'), 0o400);
      makeReadOnly(inStore('logs/engine.out.log'), 0o400);
      makeReadOnly(inStore('logs'), 0o555);
    }],
  ])('%s', async (_what, lock) => {
    expect((await slipway('run', '--name', 'kept', '--', 'python3', 'x.py')).code).toBe(0);
    await endEngine();
    lock();
    for (const args of [['runs'], ...MAKING]) {
      const said = await slipway(...args);
      expect(said.err).toMatch(READ_ONLY);
      expect(said).toMatchObject({ code: 1, out: '' });
    }
    makeWritable();
    expect((await slipway('runs')).out).toContain('kept');
  });
});

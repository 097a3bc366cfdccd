/** What is put into the environment that kernels inherit, and taken out again. */
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { copyStartup, injectStartup, startupCode, withdrawStartup } from '../../../../src/editor/notebooks/kernelStartup';

describe('the environment of kernels', () => {
  it('is as it was after withdrawing', () => {
    const env: NodeJS.ProcessEnv = { A: '1' };
    injectStartup('/s/kernel_startup.py', '/w/1.json', env);
    expect(env).toEqual({ A: '1', PYTHONSTARTUP: '/s/kernel_startup.py', SLIPWAY_WINDOW: '/w/1.json' });
    withdrawStartup('/s/kernel_startup.py', env);
    expect(env).toEqual({ A: '1' });
  });

  it('keeps the start-up file of the user, however often ours is set', () => {
    const env: NodeJS.ProcessEnv = { PYTHONSTARTUP: '/home/me/.pythonrc' };
    injectStartup('/s/kernel_startup.py', '/w/1.json', env);
    injectStartup('/s/kernel_startup.py', '/w/1.json', env);
    expect(env['SLIPWAY_EARLIER_PYTHONSTARTUP']).toBe('/home/me/.pythonrc');
    withdrawStartup('/s/kernel_startup.py', env);
    expect(env).toEqual({ PYTHONSTARTUP: '/home/me/.pythonrc' });
  });

  it('leaves alone what somebody else has set since', () => {
    const env: NodeJS.ProcessEnv = {};
    injectStartup('/s/kernel_startup.py', '/w/1.json', env);
    env['PYTHONSTARTUP'] = '/other.py';
    withdrawStartup('/s/kernel_startup.py', env);
    expect(env['PYTHONSTARTUP']).toBe('/other.py');
  });
});

describe('the copy of the start-up code', () => {
  let folder: string;
  beforeEach(() => { folder = mkdtempSync(path.join(tmpdir(), 'slipway-startup-')); });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('is made once and brought up to date by a newer version', async () => {
    const scripts = path.resolve('src/python');
    const startup = await copyStartup(scripts, folder);
    expect(startup).toBe(path.join(folder, 'kernel_startup.py'));
    writeFileSync(path.join(folder, 'slipway_kernel.py'), 'old');
    await copyStartup(scripts, folder);
    expect(readdirSync(folder).toSorted()).toEqual(['kernel_startup.py', 'slipway_engine.py', 'slipway_kernel.py']);
    expect(readFileSync(path.join(folder, 'slipway_kernel.py'), 'utf8')).toBe(readFileSync(path.join(scripts, 'slipway_kernel.py'), 'utf8'));
  });
});

describe('code for a kernel that runs', () => {
  it('names the window only where it belongs to one', () => {
    expect(startupCode('/a b/kernel_startup.py')).not.toContain('SLIPWAY_WINDOW');
    expect(startupCode('/a b/kernel_startup.py', '/w/1.json')).toContain('"/w/1.json"');
  });
});

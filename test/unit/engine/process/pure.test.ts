import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { isIdle } from '../../../../src/engine/process/idleWatch';
import { openLogFile } from '../../../../src/engine/process/logFile';
import { isLoopback, parseServerOptions, UsageError } from '../../../../src/engine/process/serverOptions';

describe('idle', () => {
  const quiet = { watchers: 0, jobs: 0, runningRuns: 0, quietMs: 1000 };
  it.each([
    [quiet, true], [{ ...quiet, watchers: 1 }, false], [{ ...quiet, jobs: 1 }, false], [{ ...quiet, runningRuns: 1 }, false], [{ ...quiet, quietMs: 999 }, false],
  ])('%j: %s', (need, idle) => {
    expect(isIdle(need, 1000)).toBe(idle);
  });
});

describe('the log', () => {
  it('never grows past its limit and keeps the last few', () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'slipway-log-'));
    const log = openLogFile(path.join(folder, 'engine.log'), undefined, 200, 2);
    for (let i = 0; i < 40; i += 1) {
      log.info(`line ${i}`);
    }
    log.close();
    expect(readdirSync(folder).toSorted()).toEqual(['engine.log', 'engine.log.1', 'engine.log.2']);
    expect(readFileSync(path.join(folder, 'engine.log'), 'utf8')).toContain('line 39');
    expect(readFileSync(path.join(folder, 'engine.log.1'), 'utf8').length).toBeLessThan(300);
    rmSync(folder, { recursive: true });
  });
});

describe('the command line of an engine', () => {
  it('takes what the design names', () => {
    expect(parseServerOptions(['--store', '/p/.slipway', '--port', '5000', '--default-artifact-root', 's3://b', '--allowed-hosts', 'a, b', '--foreground'], {})).toMatchObject({
      store: '/p/.slipway', host: '127.0.0.1', port: 5000, defaultArtifactRoot: 's3://b', allowedHosts: ['a', 'b'], foreground: true, auth: true, idleMs: 900_000,
    });
  });

  it.each([[[]], [['--store', '']], [['--store', 'x', '--port', '70000']], [['--store', 'x', '--wat']], [['--store', 'x', '--no-auth', '--host', '0.0.0.0']], [['--store', 'x', '--no-auth', '--host', '192.168.0.1']]])('refuses %j', (args) => {
    expect(() => parseServerOptions(args, {})).toThrow(UsageError);
  });

  it('takes tokens from the environment, both or none, long enough', () => {
    const args = ['--store', 'x'];
    expect(parseServerOptions(args, { SLIPWAY_CLIENT_TOKEN: 'c'.repeat(16), SLIPWAY_ROOT_TOKEN: 'r'.repeat(16) }).tokens).toEqual({ client: 'c'.repeat(16), root: 'r'.repeat(16) });
    expect(() => parseServerOptions(args, { SLIPWAY_CLIENT_TOKEN: 'c'.repeat(16) })).toThrow(/both/);
    expect(() => parseServerOptions(args, { SLIPWAY_CLIENT_TOKEN: 'short', SLIPWAY_ROOT_TOKEN: 'r'.repeat(16) })).toThrow(UsageError);
  });

  it('knows what only this machine can reach', () => {
    expect(['127.0.0.1', '127.1.2.3', 'localhost', '::1'].every((host) => isLoopback(host))).toBe(true);
    expect(['0.0.0.0', '::', '10.0.0.1', 'example.com', '127.evil.example'].some((host) => isLoopback(host))).toBe(false);
  });
});

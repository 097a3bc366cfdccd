import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, utimesSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { compileCacheFolder, pruneCompileCache } from '../../../src/connection/compileCache';

describe('compileCacheFolder', () => {
  it('lies in the cache folder of the user', () => {
    expect(compileCacheFolder({}, 'linux', '/home/ada')).toBe('/home/ada/.cache/slipway/compiled');
    expect(compileCacheFolder({ XDG_CACHE_HOME: '/big/cache' }, 'linux', '/home/ada')).toBe('/big/cache/slipway/compiled');
    expect(compileCacheFolder({}, 'darwin', '/Users/ada')).toBe('/Users/ada/Library/Caches/slipway/compiled');
  });

  it('never lies in the folder one happens to stand in', () => {
    expect(compileCacheFolder({ XDG_CACHE_HOME: 'cache' }, 'linux', '/home/ada')).toBe('/home/ada/.cache/slipway/compiled');
    expect(compileCacheFolder({}, 'linux', '')).toBeUndefined();
    expect(compileCacheFolder({}, 'win32', '')).toBeUndefined();
  });

  it('follows what the user has said to Node', () => {
    expect(compileCacheFolder({ NODE_COMPILE_CACHE: '/own' }, 'linux', '/home/ada')).toBe('/own');
    expect(compileCacheFolder({ NODE_COMPILE_CACHE: '/own', NODE_DISABLE_COMPILE_CACHE: '1' }, 'linux', '/home/ada')).toBeUndefined();
  });
});

describe('pruneCompileCache', () => {
  it('removes what other versions left and nobody used for 30 days, and renews the one in use', async () => {
    const home = mkdtempSync(path.join(os.tmpdir(), 'slipway-cache-'));
    try {
      const env = { XDG_CACHE_HOME: home, LOCALAPPDATA: home };
      const folder = compileCacheFolder(env, process.platform, home) ?? '';
      const day = 24 * 60 * 60;
      for (const [name, days] of [['v24-used', 40], ['v22-old', 31], ['v22-late', 29]] as const) {
        mkdirSync(path.join(folder, name, 'deep'), { recursive: true });
        utimesSync(path.join(folder, name), Date.now() / 1000 - days * day, Date.now() / 1000 - days * day);
      }
      await pruneCompileCache(path.join(home, 'elsewhere'), env);
      expect(readdirSync(folder)).toHaveLength(3);
      await pruneCompileCache(path.join(folder, 'v24-used'), env);
      expect(readdirSync(folder).toSorted()).toEqual(['v22-late', 'v24-used']);
      expect(Date.now() - statSync(path.join(folder, 'v24-used')).mtimeMs).toBeLessThan(day * 1000);
    } finally {
      rmSync(home, { recursive: true });
    }
  });
});

import { describe, expect, it } from 'vitest';
import { compileCacheFolder } from '../../../src/connection/compileCache';

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

import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { namedStore, resolveStore } from '../../../src/connection/storeFolder';

let root: string;
const made = (...parts: string[]): string => {
  const folder = path.join(root, ...parts);
  mkdirSync(folder, { recursive: true });
  return folder;
};

beforeEach(() => {
  root = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'slipway-store-')));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

describe('the store of a folder', () => {
  it('is the nearest .slipway upward', () => {
    made('a', '.git');
    made('a', 'b', '.slipway');
    expect(resolveStore(made('a', 'b', 'c', 'd')).store).toBe(path.join(root, 'a', 'b', '.slipway'));
  });

  it('is not looked for beyond the git root', () => {
    made('.slipway');
    made('a', '.git');
    expect(resolveStore(made('a', 'b')).root).toBe(path.join(root, 'a'));
  });

  it('stands at the git root when there is none yet', () => {
    made('a', '.git');
    expect(resolveStore(made('a', 'b', 'c'))).toEqual({ root: path.join(root, 'a'), store: path.join(root, 'a', '.slipway') });
  });

  it('knows worktrees and submodules, whose .git is a file', () => {
    writeFileSync(path.join(made('tree'), '.git'), 'gitdir: elsewhere\n');
    expect(resolveStore(made('tree', 'src')).root).toBe(path.join(root, 'tree'));
  });

  it('is the folder itself outside of git', () => {
    const folder = made('plain');
    expect(resolveStore(folder).root).toBe(folder);
  });

  it('is one for two names of one folder', () => {
    made('real', '.git');
    symlinkSync(path.join(root, 'real'), path.join(root, 'link'));
    expect(resolveStore(path.join(root, 'link')).store).toBe(resolveStore(path.join(root, 'real')).store);
  });

  it('is looked for without making anything, even for a folder that is not there', () => {
    const folder = path.join(root, 'later', 'on');
    expect(resolveStore(folder).root).toBe(folder);
  });
});

describe('--store', () => {
  it('takes the store itself, a project that has one, or a plain folder', () => {
    made('project', '.slipway');
    expect(namedStore(path.join(root, 'project', '.slipway'))).toBe(path.join(root, 'project', '.slipway'));
    expect(namedStore(path.join(root, 'project'))).toBe(path.join(root, 'project', '.slipway'));
    expect(namedStore(path.join(root, 'new'))).toBe(path.join(root, 'new'));
    expect(namedStore(made('empty'))).toBe(path.join(root, 'empty'));
    made('fresh', 'src');
    expect(namedStore(path.join(root, 'fresh'))).toBe(path.join(root, 'fresh', '.slipway'));
    writeFileSync(path.join(made('plain'), 'slipway.db'), '');
    expect(namedStore(path.join(root, 'plain'))).toBe(path.join(root, 'plain'));
  });
});

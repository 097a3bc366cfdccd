// A disk that is really full, for an engine process of its own. Two ways: a small tmpfs in a private mount namespace, where the machine
// allows that, and the kernel's limit on the size of files (RLIMIT_FSIZE), which needs no rights at all and so is there everywhere.
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statfsSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

export type Mechanism = 'tmpfs' | 'file size limit';

export interface SmallDisk {
  /** How a program is started that has its files on this disk. */
  wrap(program: string, args: readonly string[]): [program: string, args: string[]];
  /** The path under which this process sees what the wrapped one calls `file`. */
  seen(file: string): string;
  /** Leaves room for no more than `bytes`. @param pid of the wrapped program */
  fill(pid: number, bytes: number): void;
  makeRoom(pid: number): void;
  dispose(): void;
}

const DISK_BYTES = 8 << 20;

/** The ways that this machine has; says which. */
export async function mechanisms(): Promise<Mechanism[]> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'slipway-mount-'));
  const keeper = await mountKeeper(folder);
  keeper?.process.stdin?.end();
  rmSync(folder, { recursive: true, force: true });
  const found: Mechanism[] = keeper === undefined ? ['file size limit'] : ['tmpfs', 'file size limit'];
  process.stderr.write(`full disk by: ${found.join(', ')}${keeper === undefined ? ' (mounting is not allowed here)' : ''}\n`);
  return found;
}

/** @param folder a folder that is there; a tmpfs is mounted over it, seen only by what `wrap` starts */
export async function smallDisk(mechanism: Mechanism, folder: string): Promise<SmallDisk> {
  if (mechanism === 'file size limit') {
    return limited(folder);
  }
  const keeper = await mountKeeper(folder);
  if (keeper === undefined) {
    throw new Error('a tmpfs could be mounted a moment ago, and now it can not');
  }
  return mounted(folder, keeper);
}

interface Keeper { readonly process: ChildProcess; readonly pid: number; readonly enter: readonly string[] }

/** A process that keeps the mount namespace with the small disk in it; undefined where none may be made. */
async function mountKeeper(folder: string): Promise<Keeper | undefined> {
  for (const [make, enter] of [['-rm', ['-U', '--preserve-credentials', '-m']], ['-m', ['-m']]] as const) {
    const keeper = spawn('unshare', [make, 'sh', '-c', `mount -t tmpfs -o size=${DISK_BYTES},mode=700 tmpfs "$1" && echo mounted && exec cat`, 'sh', folder], { stdio: ['pipe', 'pipe', 'ignore'] });
    const isMounted = await new Promise<boolean>((resolve) => {
      keeper.stdout.once('data', () => resolve(true));
      keeper.once('error', () => resolve(false));
      keeper.once('close', () => resolve(false));
    });
    if (isMounted && keeper.pid !== undefined) {
      return { process: keeper, pid: keeper.pid, enter };
    }
  }
  return undefined;
}

function mounted(folder: string, keeper: Keeper): SmallDisk {
  const seen = (file: string): string => `/proc/${keeper.pid}/root${file}`;
  const ballast = path.join(seen(folder), 'ballast');
  return {
    seen,
    wrap: (program, args) => ['nsenter', ['-t', String(keeper.pid), ...keeper.enter, program, ...args]],
    fill: (_pid, bytes) => {
      const { bavail, bsize } = statfsSync(seen(folder));
      writeFileSync(ballast, Buffer.alloc(Math.max(0, bavail * bsize - bytes), 1));
    },
    makeRoom: () => rmSync(ballast),
    dispose: () => {
      keeper.process.stdin?.end();
    },
  };
}

function limited(folder: string): SmallDisk {
  const limit = (pid: number, bytes: string): void => {
    execFileSync('prlimit', ['--pid', String(pid), `--fsize=${bytes}:`]);
  };
  return {
    seen: (file) => file, wrap: (program, args) => [program, [...args]],
    fill: (pid, bytes) => limit(pid, String(largest(folder) + bytes)),
    makeRoom: (pid) => limit(pid, 'unlimited'),
    dispose: () => undefined,
  };
}

function largest(folder: string): number {
  return Math.max(0, ...readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => statSync(path.join(entry.parentPath, entry.name)).size));
}

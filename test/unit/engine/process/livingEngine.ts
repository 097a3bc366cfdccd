// Real engine processes on throw-away projects. Every one that a test starts is gone after it, with its jobs.
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { vi } from 'vitest';
import { EngineClient } from '../../../../src/connection/engineClient';
import type { EngineAddress } from '../../../../src/connection/engineAddress';
import { ensureEngine } from '../../../../src/connection/ensureEngine';
import { isRunning } from '../../../../src/connection/processIdentity';
import type { Job } from '../../../../src/protocol/jobs';

const checkout = process.env['SLIPWAY_CHECKOUT'] ?? process.cwd();
/** Bundles to start: dist/, as `npm run build` makes it. */
export const dist = process.env['SLIPWAY_DIST'] ?? path.join(checkout, 'dist');
export const node = process.env['SLIPWAY_NODE'] ?? path.join(checkout, 'node_modules', '.bin', 'node');
/** A Python that has mlflow. */
export const python = process.env['SLIPWAY_TEST_PYTHON'] ?? 'python3';
export const { version } = JSON.parse(readFileSync(path.join(checkout, 'package.json'), 'utf8')) as { version: string };

const WAIT = { timeout: 25_000, interval: 25 };

export class LivingProject {
  readonly root = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'slipway-engine-')));
  readonly folder = path.join(this.root, 'project');
  readonly store = path.join(this.folder, '.slipway');
  readonly #pids = new Set<number>();
  readonly #clients: EngineClient[] = [];

  constructor() {
    mkdirSync(this.folder);
    process.env['SLIPWAY_RUNTIME_DIR'] = path.join(this.root, 'run');
  }

  /** Finds or starts the project's engine. */
  async engine(options: { readonly env?: Record<string, string>; readonly entry?: string; readonly version?: string } = {}): Promise<EngineAddress> {
    const address = await ensureEngine({ store: this.store, node, entry: options.entry ?? path.join(dist, 'engine.js'), version: options.version ?? version, ...(options.env === undefined ? {} : { env: options.env }) });
    this.#pids.add(address.pid);
    return address;
  }

  async client(options: Parameters<LivingProject['engine']>[0] = {}): Promise<EngineClient> {
    const client = new EngineClient(await this.engine(options));
    this.#clients.push(client);
    return client;
  }

  write(name: string, content: string): string {
    const file = path.join(this.folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, content);
    return file;
  }

  /** A job in the project's folder with this process' environment, less what would track it elsewhere. */
  submit(client: EngineClient, command: string[], extra: { readonly env?: Record<string, string>; readonly name?: string; readonly experiment?: string } = {}): Promise<Job> {
    const env = Object.fromEntries(Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined && !entry[0].startsWith('MLFLOW_')));
    return client.submitJob({ command, cwd: this.folder, ...extra, env: { ...env, ...extra.env } });
  }

  /** Waits until the job has ended, whatever way. */
  ended(client: EngineClient, id: string): Promise<Job> {
    return vi.waitFor(async () => {
      const job = await client.job(id);
      if (job.state === 'running' || job.state === 'queued') {
        throw new Error(`job is still ${job.state}`);
      }
      return job;
    }, WAIT);
  }

  /** All files under a folder of the project with their content. */
  contents(folder: string): Map<string, string> {
    const found = new Map<string, string>();
    for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
      if (entry.isFile()) {
        const file = path.join(entry.parentPath, entry.name);
        found.set(path.relative(folder, file), readFileSync(file, 'latin1'));
      }
    }
    return found;
  }

  /** Ends what still runs and removes the project. */
  async dispose(): Promise<void> {
    for (const client of this.#clients) {
      client.close();
    }
    for (const pid of this.#jobProcesses()) {
      killGroup(pid);
    }
    for (const pid of this.#pids) {
      kill(pid);
      await gone(pid);
    }
    rmSync(this.root, { recursive: true, force: true, maxRetries: 5 });
  }

  /** Runners, and the groups of the scripts under them. */
  #jobProcesses(): number[] {
    const jobs = path.join(this.store, 'jobs');
    return [...this.contents(this.root)].filter(([file]) => file.startsWith(path.relative(this.root, jobs)) && /(runner|child)\.json$/.test(file)).map(([, text]) => (JSON.parse(text) as { pid: number }).pid).filter((pid) => isRunning(pid));
  }
}

/** Waits until a process has ended. */
export function gone(pid: number): Promise<void> {
  return until(() => !isRunning(pid), `process ${pid} still runs`);
}

export function until(condition: () => boolean | Promise<boolean>, otherwise: string): Promise<void> {
  return vi.waitFor(async () => {
    if (!(await condition())) {
      throw new Error(otherwise);
    }
  }, WAIT);
}

export function kill(pid: number, signal: NodeJS.Signals = 'SIGKILL'): void {
  if (isRunning(pid)) {
    process.kill(pid, signal);
  }
}

function killGroup(pid: number): void {
  kill(pid);
  try {
    process.kill(-pid, 'SIGKILL');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) {
      throw error;
    }
  }
}

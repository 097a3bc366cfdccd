// One engine per store, found by all, at the same port for as long as it can be: real processes from dist/.
import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findEngine } from '../../../../src/connection/ensureEngine';
import { EngineError } from '../../../../src/connection/engineError';
import { readRuntimeFile } from '../../../../src/connection/runtimeFile';
import { dist, gone, kill, LivingProject, node, until, version } from './livingEngine';

let project: LivingProject;
beforeEach(() => {
  project = new LivingProject();
});
afterEach(() => project.dispose());

describe('starting', () => {
  it('looks without making anything', async () => {
    expect(await findEngine(project.store)).toBeUndefined();
    expect([...project.contents(project.folder)]).toEqual([]);
  });

  it('ends in one engine for four who start at the same instant', async () => {
    const found = await Promise.all([project.engine(), project.engine(), project.engine(), project.engine()]);
    expect(new Set(found.map(({ pid }) => pid)).size).toBe(1);
    expect(new Set(found.map(({ url }) => url)).size).toBe(1);
  });

  it('says in words what is wrong with the store', async () => {
    project.write('.slipway/slipway.db', 'this is no database, and long enough to be looked at as one'.repeat(20));
    await expect(project.engine()).rejects.toThrow(/damaged/);
  });

  it('says when the program is missing', async () => {
    await expect(project.engine({ entry: path.join(project.root, 'engine.js') })).rejects.toThrow(/npm run build/);
  });
});

describe('the port and its tokens', () => {
  it('are kept when the engine is killed', async () => {
    const first = await project.engine();
    kill(first.pid);
    await gone(first.pid);
    expect(await findEngine(project.store)).toBeUndefined();
    const second = await project.engine();
    expect(second.pid).not.toBe(first.pid);
    expect({ ...second, pid: 0 }).toEqual({ ...first, pid: 0 });
  });

  it('are kept after a clean stop', async () => {
    const client = await project.client();
    await client.stopEngine();
    await gone(client.address.pid);
    expect(readRuntimeFile(project.store)).toMatchObject({ pid: 0, client_token: client.address.clientToken });
    expect((await project.engine()).url).toBe(client.address.url);
  });

  it('are both new when another program has taken the port', async () => {
    const first = await project.engine();
    kill(first.pid);
    await gone(first.pid);
    const squatter = net.createServer();
    const port = Number(new URL(first.url).port);
    // The kernel closes a killed process' port a moment after the process itself has ended.
    await until(() => new Promise((resolve) => {
      squatter.once('error', () => resolve(false));
      squatter.listen(port, '127.0.0.1', () => resolve(true));
    }), `port ${port} is still taken`);
    try {
      const second = await project.engine();
      expect(second.url).not.toBe(first.url);
      expect(second.clientToken).not.toBe(first.clientToken);
      expect(second.rootToken).not.toBe(first.rootToken);
    } finally {
      squatter.close();
    }
  });

  it('open the engine\'s own routes only with the root token', async () => {
    const { clientToken, url } = await project.engine();
    const ask = async (token: string): Promise<number> => (await fetch(`${url}/slipway/v1/engine`, { headers: { authorization: `Bearer ${token}` } })).status;
    expect([await ask('wrong'), await ask(clientToken ?? '')]).toEqual([401, 403]);
  });
});

describe('ending', () => {
  it('comes by itself when nobody needs it, and not while a window looks', async () => {
    const client = await project.client({ env: { SLIPWAY_IDLE_SECONDS: '1' } });
    const looking = new AbortController();
    let up = false;
    const stream = client.events(() => undefined, () => undefined, looking.signal, (connected) => {
      up = connected;
    });
    await until(() => up, 'no event stream');
    const since = Date.now();
    await until(() => Date.now() - since > 2500, 'the idle time has not passed');
    expect((await client.engine()).busy.watchers).toBe(1);
    looking.abort();
    await stream;
    await gone(client.address.pid);
    expect(readRuntimeFile(project.store)?.pid).toBe(0);
  });

  it('comes when the project is deleted', async () => {
    const { pid } = await project.engine();
    rmSync(project.folder, { recursive: true });
    await gone(pid);
  });
});

describe('a newer version', () => {
  it('replaces an older engine, keeps its port, and adopts its job', async () => {
    const old = olderEngine(project.root);
    const before = await project.client({ entry: old, version: '0.0.1' });
    expect(before.address.version).toBe('0.0.1');
    project.write('wait.py', 'import os, time\nwhile not os.path.exists("go"):\n    time.sleep(0.02)\nprint("went on")\n');
    const job = await project.submit(before, ['python3', 'wait.py']);
    await until(async () => (await before.job(job.job_id)).pid !== null, 'the job has not started');

    const after = await project.client();
    expect(after.address).toMatchObject({ version, url: before.address.url });
    expect(after.address.pid).not.toBe(before.address.pid);
    expect((await after.job(job.job_id)).state).toBe('running');
    project.write('go', '');
    expect(await project.ended(after, job.job_id)).toMatchObject({ state: 'finished', exit_code: 0 });
    expect((await after.jobLog(job.job_id)).text).toBe('went on\n');
  });

  it('is not replaced by an older one', async () => {
    const newer = await project.engine();
    expect((await project.engine({ entry: olderEngine(project.root), version: '0.0.1' })).pid).toBe(newer.pid);
  });
});

describe('slipway server', () => {
  const serve = (args: string[]): { said: Promise<string>; ended: Promise<number | null>; pid: number | undefined } => {
    const child = spawn(node, [path.join(dist, 'slipway.js'), 'server', '--store', project.store, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
    let text = '';
    const said = new Promise<string>((resolve) => {
      const take = (chunk: Buffer): void => {
        text += chunk.toString();
        if (/ready at|Leave out|taken by another|already serves/.test(text)) {
          resolve(text);
        }
      };
      child.stdout.on('data', take);
      child.stderr.on('data', take);
    });
    const ended = new Promise<number | null>((resolve) => {
      child.once('close', (code) => resolve(code));
    });
    return { said, ended, pid: child.pid };
  };

  it('prints its address, answers, and ends cleanly by SIGTERM', async () => {
    const server = serve(['--port', '0']);
    await server.said;
    const found = await findEngine(project.store);
    expect(found?.pid).toBe(server.pid);
    expect((await fetch(`${found?.url}/health`)).status).toBe(200);
    kill(server.pid ?? 0, 'SIGTERM');
    expect(await server.ended).toBe(0);
  });

  it('asks for no token with --no-auth, which other machines can not have', async () => {
    const refused = serve(['--no-auth', '--host', '0.0.0.0']);
    expect(await refused.said).toMatch(/Leave out --no-auth/);
    expect(await refused.ended).toBe(2);
    const server = serve(['--no-auth', '--port', '0']);
    await server.said;
    expect((await project.client()).address.clientToken).toBeUndefined();
    expect((await fetch(`${(await findEngine(project.store))?.url}/slipway/v1/engine`)).status).toBe(200);
    kill(server.pid ?? 0, 'SIGTERM');
    await server.ended;
  });

  it('says who serves the store already', async () => {
    const { pid } = await project.engine();
    const second = serve(['--port', '0']);
    expect(await second.said).toContain(`process ${pid}`);
    expect(await second.ended).toBe(1);
  });
});

it('an engine that stops refuses nothing it has acknowledged: the client hears it', async () => {
  const client = await project.client();
  await client.stopEngine();
  await gone(client.address.pid);
  await expect(client.jobs()).rejects.not.toBeInstanceOf(EngineError);
});

/** The same bundles, said to be version 0.0.1. Inside the checkout, where the native module is found. */
function olderEngine(root: string): string {
  const folder = path.join(dist, '..', 'out', 'older', path.basename(root));
  mkdirSync(folder, { recursive: true });
  cpSync(path.join(dist, 'python'), path.join(folder, 'python'), { recursive: true });
  for (const bundle of ['engine.js', 'runner.js']) {
    writeFileSync(path.join(folder, bundle), readFileSync(path.join(dist, bundle), 'utf8').replaceAll(`"${version}"`, '"0.0.1"'));
  }
  older.push(folder);
  return path.join(folder, 'engine.js');
}
const older: string[] = [];
afterEach(() => {
  for (const folder of older.splice(0)) {
    rmSync(folder, { recursive: true, force: true });
  }
});

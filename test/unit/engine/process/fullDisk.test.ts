// A full disk: said in words, nothing acknowledged lost, the engine lives on and records again when there is room.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { Agent, request, type IncomingMessage } from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { Job } from '../../../../src/protocol/jobs';
import { dist, gone, kill, node, until } from './livingEngine';
import { mechanisms, smallDisk, type Mechanism, type SmallDisk } from './smallDisk';

const TOKENS = { SLIPWAY_CLIENT_TOKEN: 'client-token-of-the-test', SLIPWAY_ROOT_TOKEN: 'root-token-of-the-test' };
/** Room that is left: enough for some hundred points, far too little for the artifact. */
const LEFT = 200_000;
const ARTIFACT = '/api/2.0/mlflow-artifacts/artifacts/0/model.bin';

interface Answer { readonly status: number; readonly text: string }

let root: string;
let folder: string;
let disk: SmallDisk;
let pids: number[];
let url: string;

async function prepare(mechanism: Mechanism): Promise<void> {
  root = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'slipway-full-')));
  folder = path.join(root, 'disk');
  mkdirSync(folder);
  disk = await smallDisk(mechanism, folder);
  pids = [];
}
afterEach(async () => {
  for (const pid of pids) {
    kill(pid);
    await gone(pid);
  }
  disk.dispose();
  rmSync(root, { recursive: true, force: true, maxRetries: 5 });
});

/** Starts an engine whose store is on the small disk. @returns its pid, or what it said when it could not start */
async function engine(): Promise<number | string> {
  const [program, args] = disk.wrap(node, [path.join(dist, 'engine.js'), '--foreground', '--port', '0', '--store', path.join(folder, '.slipway')]);
  const child = spawn(program, args, { env: { ...process.env, ...TOKENS, SLIPWAY_RUNTIME_DIR: path.join(root, 'run') }, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  const ready = await new Promise<boolean>((resolve) => {
    const take = (chunk: Buffer): void => {
      said += chunk.toString();
      const found = /ready at (http:\S+:\d+)\n/.exec(said);
      if (found?.[1] !== undefined) {
        url = found[1];
        resolve(true);
      }
    };
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    child.once('close', () => resolve(false));
  });
  if (!ready) {
    return said;
  }
  const { pid } = JSON.parse((await ask('GET', '/slipway/v1/engine')).text) as { pid: number };
  pids.push(pid);
  return pid;
}

async function ask(method: string, at: string, body?: Buffer | object): Promise<Answer> {
  const answer = await fetch(url + at, {
    method, headers: { authorization: `Bearer ${TOKENS.SLIPWAY_ROOT_TOKEN}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: Buffer.isBuffer(body) ? new Uint8Array(body) : JSON.stringify(body) }),
  });
  return { status: answer.status, text: await answer.text() };
}

/** Asks for the artifact over a single connection, which has to live on after each answer. @returns the status of each */
async function oneAfterTheOther(asked: readonly (readonly [method: string, body: Buffer | undefined])[]): Promise<number[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const statuses: number[] = [];
  for (const [method, body] of asked) {
    const sent = request(url + ARTIFACT, { method, agent, headers: { authorization: `Bearer ${TOKENS.SLIPWAY_ROOT_TOKEN}` } });
    sent.end(body);
    const [answer] = (await once(sent, 'response')) as [IncomingMessage];
    answer.resume();
    statuses.push(answer.statusCode ?? 0);
  }
  agent.destroy();
  return statuses;
}

async function newRun(): Promise<string> {
  const { text } = await ask('POST', '/api/2.0/mlflow/runs/create', { experiment_id: '0', run_name: 'owl' });
  return (JSON.parse(text) as { run: { info: { run_id: string } } }).run.info.run_id;
}

const logStep = (run: string, step: number): Promise<Answer> =>
  ask('POST', '/api/2.0/mlflow/runs/log-batch', { run_id: run, metrics: Array.from({ length: 40 }, (_, key) => ({ key: `m${key}`, value: step, step, timestamp: step })) });

async function stepsOf(run: string, key: string): Promise<number[]> {
  const { text } = await ask('GET', `/api/2.0/mlflow/metrics/get-history?run_id=${run}&metric_key=${key}&max_results=25000`);
  return ((JSON.parse(text) as { metrics?: { step: number }[] }).metrics ?? []).map(({ step }) => step);
}

/** Logs until the disk takes no more. @returns the steps that were acknowledged, and the refusal */
async function logUntilRefused(run: string, from: number): Promise<{ acknowledged: number[]; refused: Answer }> {
  const acknowledged: number[] = [];
  for (let step = from; step < from + 20_000; step += 1) {
    const answer = await logStep(run, step);
    if (answer.status !== 200) {
      return { acknowledged, refused: answer };
    }
    acknowledged.push(step);
  }
  throw new Error('the disk was never full');
}

describe.each(await mechanisms())('a full disk (%s)', (mechanism) => {
  it('refuses with what to do, loses nothing acknowledged, lives on, and records again when there is room', async () => {
    await prepare(mechanism);
    const first = await engine();
    expect(first).toBeTypeOf('number');
    const run = await newRun();
    await logStep(run, 0);
    disk.fill(Number(first), LEFT);

    const { acknowledged, refused } = await logUntilRefused(run, 1);
    expect(acknowledged.length).toBeGreaterThan(3);
    expect(refused.status).toBe(507);
    expect(refused.text).toMatch(/RESOURCE_EXHAUSTED/);
    expect(refused.text).toMatch(/disk is full|may be full/);
    expect(refused.text).toMatch(/Nothing that was acknowledged is lost\. Free some space/);
    const kept = [0, ...acknowledged];
    expect(await stepsOf(run, 'm0')).toEqual(kept);
    expect(await stepsOf(run, 'm39')).toEqual(kept);
    expect((await ask('POST', '/api/2.0/mlflow/runs/search', { experiment_ids: ['0'], filter: 'metrics.m0 > -1' })).text).toContain(run);

    const upload = await ask('PUT', ARTIFACT, Buffer.alloc(6 << 20, 7));
    expect(upload.status).toBe(507);
    expect(upload.text).toMatch(/nothing was written\. (Free|Raise)/);
    expect((await ask('GET', ARTIFACT)).status).toBe(404);
    expect(await oneAfterTheOther([['PUT', Buffer.alloc(6 << 20, 7)], ['GET', undefined]])).toEqual([507, 404]);
    const partials = path.join(disk.seen(folder), '.slipway', 'artifacts', '.partial');
    expect(readdirSync(partials)).toEqual([]);

    disk.makeRoom(Number(first));
    expect((await logStep(run, 30_000)).status).toBe(200);
    expect((await ask('PUT', ARTIFACT, Buffer.alloc(1 << 20, 7))).status).toBe(200);
    kill(Number(first));
    await gone(Number(first));
    expect(await engine()).toBeTypeOf('number');
    expect(await stepsOf(run, 'm17')).toEqual([...kept, 30_000]);
    expect((await ask('GET', ARTIFACT)).text.length).toBe(1 << 20);
    // Some hundred commits, each of which waits for the disk: on one that others use too that is a matter of minutes.
  }, 180_000);

  it('refuses a job in words and starts none, and takes it when there is room', async () => {
    await prepare(mechanism);
    const first = Number(await engine());
    disk.fill(first, 0);
    const asked = { command: [node, '-e', 'console.log(1)'], cwd: root, env: { ...TOKENS, PATH: process.env['PATH'] ?? '', BIG: 'x'.repeat(3 << 20) } };
    const refused = await ask('POST', '/slipway/v1/jobs', asked);
    expect(refused.status).toBe(507);
    expect(refused.text).toMatch(/Free|Raise/);
    expect((JSON.parse((await ask('GET', '/slipway/v1/jobs')).text) as { jobs: unknown[] }).jobs).toEqual([]);
    disk.makeRoom(first);
    const { job } = JSON.parse((await ask('POST', '/slipway/v1/jobs', { ...asked, env: { PATH: process.env['PATH'] ?? '' } })).text) as { job: { job_id: string } };
    await until(async () => (await ask('GET', `/slipway/v1/jobs/${job.job_id}`)).text.includes('"finished"'), 'the job has not finished');
  });

  it('when a job ends keeps the outcome until there is room for it', async () => {
    await prepare(mechanism);
    const first = Number(await engine());
    const gate = path.join(root, 'go');
    const script = `setInterval(() => { if (require('fs').existsSync(${JSON.stringify(gate)})) process.exit(3); }, 20)`;
    const submitted = JSON.parse((await ask('POST', '/slipway/v1/jobs', { command: [node, '-e', script], cwd: root, env: { PATH: process.env['PATH'] ?? '' } })).text) as { job: Job };
    const job = async (): Promise<Job> => (JSON.parse((await ask('GET', `/slipway/v1/jobs/${submitted.job.job_id}`)).text) as { job: Job }).job;
    await until(async () => (await job()).pid !== null, 'the job has not started');
    const files = path.join(disk.seen(folder), '.slipway', 'jobs', submitted.job.job_id);
    await until(() => existsSync(path.join(files, 'packages.json')) || existsSync(path.join(files, 'child.json')), 'the job is not recorded');
    const runner = (JSON.parse(readFileSync(path.join(files, 'runner.json'), 'utf8')) as { pid: number }).pid;
    pids.push(runner);
    if (mechanism === 'tmpfs') {
      disk.fill(first, 0);
    } else {
      execFileSync('prlimit', ['--pid', String(runner), '--fsize=1:']);
    }
    writeFileSync(gate, '');
    await gone((await job()).pid ?? 0);
    expect((await job()).state).toBe('running');
    disk.makeRoom(runner);
    await until(async () => (await job()).state === 'failed', 'the outcome was lost');
    expect((await job()).exit_code).toBe(3);
  });

  it('under an engine that starts: it serves what is there, or says that the disk is full', async () => {
    await prepare(mechanism);
    const first = Number(await engine());
    const run = await newRun();
    await logStep(run, 0);
    disk.fill(first, 0);
    kill(first);
    await gone(first);
    const second = await engine();
    if (typeof second === 'number') {
      expect(await stepsOf(run, 'm0')).toEqual([0]);
    } else {
      expect(second).toMatch(/disk is full.*Free some space/s);
    }
  });
});

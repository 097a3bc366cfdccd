// The slipway command from a plain shell, with no window open: what it prints, what it answers as JSON, how it exits.
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { readRuntimeFile } from '../../../src/connection/runtimeFile';
import { dist, gone, kill, LivingProject, node, python, until } from '../engine/process/livingEngine';

interface Said { readonly code: number | null; readonly out: string; readonly err: string }
interface RunJson { run_id: string; name: string; status: string; params: Record<string, string>; metrics: Record<string, number>; tags: Record<string, string>; start_time: number; end_time: number | null; experiment_id: string }

let project: LivingProject;

function start(args: readonly string[], cwd = project.folder): { child: ChildProcess; said: Promise<Said> } {
  const child = spawn(node, [path.join(dist, 'slipway.js'), ...args], { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk: Buffer) => {
    out += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    err += chunk.toString();
  });
  return { child, said: new Promise((resolve) => {
    child.once('close', (code) => resolve({ code, out, err }));
  }) };
}

const slipway = (...args: string[]): Promise<Said> => start(args).said;
const json = async <T>(command: string, ...args: string[]): Promise<T> => {
  const said = await slipway(command, '--json', ...args);
  expect({ code: said.code, err: said.err }).toMatchObject({ code: 0 });
  return JSON.parse(said.out) as T;
};

describe('with some runs', () => {
  const train = (name: string, depth: number, accuracy: number): string[] => ['run', '--name', name, '--experiment', 'iris', '--', python, 'train.py', String(depth), String(accuracy)];

  beforeAll(async () => {
    project = new LivingProject();
    project.write('.git/HEAD', '');
    project.write('train.py', 'import mlflow, sys\nwith mlflow.start_run():\n    mlflow.log_params({"depth": sys.argv[1], "seed": 7})\n    mlflow.log_metrics({"accuracy": float(sys.argv[2]), "loss": 1 - float(sys.argv[2])})\n    print("trained", sys.argv[1])\n');
    expect(await slipway(...train('small', 2, 0.8))).toMatchObject({ code: 0 });
    expect(await slipway(...train('large', 8, 0.92345678))).toMatchObject({ code: 0 });
  });
  afterAll(() => project.dispose());
  afterEach(async () => {
    const running = readRuntimeFile(project.store);
    if (running !== undefined && running.pid > 0) {
      await project.engine();
    }
  });

  it('run puts the log on stdout, the end on stderr', async () => {
    const said = await slipway(...train('middle', 4, 0.85));
    expect(said).toMatchObject({ code: 0, out: 'trained 4\n' });
    expect(said.err).toMatch(/middle \([0-9a-f]{8}\) {2}finished {2}accuracy 0\.85/);
  });

  it('runs is a list of the documented form, newest first', async () => {
    const runs = await json<RunJson[]>('runs');
    expect(runs.map(({ name }) => name)).toEqual(['middle', 'large', 'small']);
    expect(Object.keys(runs[0] ?? {}).toSorted()).toEqual(['end_time', 'experiment_id', 'metrics', 'name', 'params', 'run_id', 'start_time', 'status', 'tags']);
    expect(runs[1]).toMatchObject({ status: 'FINISHED', params: { depth: '8', seed: '7' }, metrics: { accuracy: 0.92345678 } });
    expect((await json<RunJson[]>('runs', '--filter', 'metrics.accuracy > 0.84', '--order-by', 'metrics.accuracy DESC', '--max', '1')).map(({ name }) => name)).toEqual(['large']);
  });

  it('runs is a table for people: four digits, ages, aligned', async () => {
    const lines = (await slipway('runs')).out.trimEnd().split('\n');
    expect(lines[0]).toMatch(/^RUN +ID +STATUS +STARTED +TOOK +accuracy +loss$/);
    expect(lines.find((line) => line.startsWith('large'))).toMatch(/finished +just now +\d+\.\d s +0\.9235 +0\.07654$/);
    expect(new Set(lines.map((line) => line.length)).size).toBe(1);
  });

  it('show and compare take names, ids and beginnings of ids', async () => {
    const [large] = await json<RunJson[]>('show', 'large');
    expect((await json<RunJson[]>('show', large?.run_id.slice(0, 10) ?? ''))[0]?.run_id).toBe(large?.run_id);
    expect((await json<RunJson[]>('compare', 'small', large?.run_id ?? '')).map(({ name }) => name)).toEqual(['small', 'large']);
    const page = (await slipway('show', 'large')).out;
    expect(page).toMatch(/Metrics\n {2}accuracy +0\.9235/);
    const table = (await slipway('compare', 'small', 'large')).out;
    expect(table).toMatch(/depth +2 +8/);
    expect(table).toMatch(/accuracy +0\.8 +▲ 0\.9235/);
    expect(table).toMatch(/loss +0\.2 +▲ 0\.07654/);
    expect(table).toContain('the same in all: seed=7');
  });

  it('logs prints what the run said', async () => {
    expect(await slipway('logs', 'large')).toMatchObject({ code: 0, out: 'trained 8\n' });
    expect((await json<(RunJson & { log: string })[]>('logs', 'large'))[0]).toMatchObject({ name: 'large', log: 'trained 8\n' });
  });

  it('uri is what mlflow takes', async () => {
    const uri = (await slipway('uri')).out.trim();
    expect(uri).toMatch(/^http:\/\/slipway:[\w-]{43}@127\.0\.0\.1:\d+$/);
    expect(await json('uri')).toEqual({ tracking_uri: uri });
  });

  it('goes on when the engine is killed under it', async () => {
    project.write('wait.py', 'import os, time\nprint("one", flush=True)\nwhile not os.path.exists("go"):\n    time.sleep(0.02)\nprint("two")\n');
    const { child, said } = start(['run', '--', 'python3', 'wait.py']);
    await until(() => new Promise((resolve) => {
      child.stdout?.once('data', () => resolve(true));
    }), 'the job says nothing');
    const { pid } = await project.engine();
    kill(pid);
    await gone(pid);
    project.write('go', '');
    expect(await said).toMatchObject({ code: 0, out: 'one\ntwo\n' });
  });

  it('detach returns at once, stop ends it, exit codes follow the command', async () => {
    project.write('long.py', 'import mlflow, time\nmlflow.start_run(run_name="endless")\nprint("begun", flush=True)\ntime.sleep(600)\n');
    const job = await json<{ job_id: string; state: string; log_file: string }>('run', '--detach', '--', python, 'long.py');
    const client = await project.client();
    await until(async () => (await client.jobLog(job.job_id)).text.includes('begun'), 'the job has not begun');
    expect((await json<RunJson[]>('stop', 'endless'))[0]).toMatchObject({ name: 'endless', status: 'KILLED' });
    expect(await slipway('run', '--', 'python3', '-c', 'raise SystemExit(7)')).toMatchObject({ code: 1 });
    const failed = start(['run', '--json', '--', 'python3', '-c', 'print("x"); 1 / 0']);
    const said = await failed.said;
    expect(said.code).toBe(1);
    expect(said.err).toContain('ZeroDivisionError');
    expect(JSON.parse(said.out)).toMatchObject({ state: 'failed', exit_code: 1, failure: 'ZeroDivisionError: division by zero' });
  });

  it('run --target takes command, folder and experiment from slipway.yaml, and names what is wrong with it', async () => {
    project.write('steps/count.py', 'import sys\nprint("counted", sys.argv[1:])\n');
    project.write('slipway.yaml', 'train:\n  count: { command: "python count.py --to \'3 4\'", folder: steps, experiment: counting }\n');
    const said = await slipway('run', '--target', 'count');
    expect(said).toMatchObject({ code: 0, out: "counted ['--to', '3 4']\n" });
    expect(await json<RunJson[]>('runs', '--experiment', 'counting')).toHaveLength(1);
    expect(await slipway('run', '--target', 'cuont')).toMatchObject({ code: 1, err: expect.stringContaining('has no train target "cuont". It has count.') as string });
    expect(await slipway('run', '--target', 'count', '--', 'python3', 'count.py')).toMatchObject({ code: 2, err: expect.stringContaining('give one of them') as string });
    project.write('slipway.yaml', 'train:\n  count: { comand: x }\n');
    expect((await slipway('run', '--target', 'count')).err).toMatch(/slipway\.yaml:2:\d+: .*Did you mean "command"/);
  });

  it('an interpreter that is gone ends with 1, why, and a failed run', async () => {
    const said = await slipway('run', '--name', 'orphan', '--', '/gone/python', 'train.py');
    expect(said.code).toBe(1);
    expect(said.err).toContain('/gone/python is gone. Choose another interpreter or program.');
    expect((await json<RunJson[]>('show', 'orphan'))[0]).toMatchObject({ status: 'FAILED', tags: { 'slipway.failure': expect.stringContaining('/gone/python is gone') as string } });
  });

  it('Ctrl+C stops the job', async () => {
    const { child, said } = start(['run', '--', 'python3', '-c', 'import time; print("begun", flush=True); time.sleep(600)']);
    await until(() => new Promise((resolve) => {
      child.stdout?.once('data', () => resolve(true));
    }), 'the job says nothing');
    child.kill('SIGINT');
    const end = await said;
    expect(end.code).toBe(1);
    expect(end.err).toContain('stopped');
  });

  it.each([
    [['wat'], 2, /unknown command/], [['runs', '--max', '0'], 2, /whole number/], [['show'], 2, /missing required argument/], [['run'], 2, /missing required argument/],
    [['runs', '--filter', 'metrics.accuracy >>> 1'], 2, /filter|Invalid/i], [['show', 'no-such-run'], 1, /No run is called/], [['stop', 'small'], 0, /^$/],
  ] as const)('%j exits %i', async (args, code, message) => {
    const said = await slipway(...args);
    expect(said.code).toBe(code);
    expect(said.err).toMatch(message);
  });
});

describe('with nothing yet', () => {
  it('looks without making anything, and says how to begin', async () => {
    project = new LivingProject();
    try {
      project.write('.git/HEAD', '');
      const said = await slipway('runs');
      expect(said).toMatchObject({ code: 0, out: '' });
      expect(said.err).toContain('slipway run');
      expect(await json('runs')).toEqual([]);
      for (const command of ['show', 'compare', 'logs', 'stop']) {
        const failed = await slipway(command, 'x');
        expect(failed.code).toBe(1);
        expect(failed.err).toContain('slipway run');
      }
      expect(existsSync(project.store)).toBe(false);
    } finally {
      await project.dispose();
    }
  });

  it('finds the project from a folder inside, and by --store from outside', async () => {
    project = new LivingProject();
    try {
      project.write('.git/HEAD', '');
      project.write('src/deep/x.py', '');
      const inside = (await start(['uri'], path.join(project.folder, 'src', 'deep')).said).out;
      expect(existsSync(project.store)).toBe(true);
      expect((await start(['uri', '--store', project.folder], project.root).said).out).toBe(inside);
      await project.engine();
    } finally {
      await project.dispose();
    }
  });
});

// Jobs under their runners: nothing lost when the engine is killed, everything of a job ended when it is stopped. Real processes.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { EngineClient } from '../../../../src/connection/engineClient';
import { isRunning } from '../../../../src/connection/processIdentity';
import type { Run } from '../../../../src/protocol/mlflow';
import { gone, kill, LivingProject, python, until } from '../process/livingEngine';

let project: LivingProject;
beforeEach(() => {
  project = new LivingProject();
});
afterEach(() => project.dispose());

const tagsOf = (run: Run): Record<string, string> => Object.fromEntries((run.data.tags ?? []).map(({ key, value }) => [key, value]));
const artifact = async (client: EngineClient, run: string, name: string): Promise<string> => (await client.artifact(run, name)).toString('utf8');
const WAIT_FOR_GO = 'import os, time\nwhile not os.path.exists("go"):\n    time.sleep(0.02)\n';

describe('a script that uses mlflow', () => {
  const train = `
import mlflow, os, time
mlflow.set_experiment("curves")
with mlflow.start_run():
    mlflow.log_param("lr", 0.1)
    step = 0
    while not os.path.exists("go") or step < 60:
        mlflow.log_metric("loss", 1 / (step + 1), step=step)
        with open("acknowledged.txt", "a") as f:
            f.write(f"{step}\\n")
        step += 1
        time.sleep(0.01)
`;

  it('loses nothing acknowledged when the engine is killed in the middle, goes on, and is adopted by the next one', async () => {
    project.write('train.py', train);
    const before = await project.client();
    const job = await project.submit(before, [python, 'train.py']);
    const acknowledged = (): number => readOr(path.join(project.folder, 'acknowledged.txt'), '').split('\n').length - 1;
    await until(() => acknowledged() > 20, 'the script logs nothing');
    kill(before.address.pid);
    await gone(before.address.pid);
    const after = await project.client();
    expect(after.address.url).toBe(before.address.url);
    expect((await after.job(job.job_id)).state).toBe('running');
    const seen = acknowledged();
    await until(() => acknowledged() > seen + 20, 'the script does not go on');
    project.write('go', '');
    const ended = await project.ended(after, job.job_id);
    expect(ended).toMatchObject({ state: 'finished', exit_code: 0 });
    expect(ended.run_ids).toHaveLength(1);
    const [id = ''] = ended.run_ids;
    const run = await after.run(id);
    expect(run.info.status).toBe('FINISHED');
    const history = await after.request<{ metrics: { step: number; value: number }[] }>('GET', `/api/2.0/mlflow/metrics/get-history?run_id=${id}&metric_key=loss&max_results=25000`);
    const steps = new Set(history.metrics.map(({ step }) => step));
    const lost = Array.from({ length: acknowledged() }, (_, step) => step).filter((step) => !steps.has(step));
    expect(lost).toEqual([]);
  });

  it('keeps commit, changes, packages, arguments and log with its run', async () => {
    const git = (...args: string[]): string => execFileSync('git', ['-c', 'user.name=me', '-c', 'user.email=me@example.com', ...args], { cwd: project.folder, encoding: 'utf8' }).trim();
    project.write('.gitignore', 'mlruns\n');
    project.write('train.py', 'import mlflow\nprint("old")\n');
    git('init', '-q', '-b', 'main');
    git('remote', 'add', 'origin', 'https://me:secret-pw@example.com/a.git');
    git('add', '.');
    git('commit', '-qm', 'first');
    project.write('train.py', 'import mlflow\nwith mlflow.start_run():\n    mlflow.log_metric("accuracy", 0.9)\n    print("grüße")\n');
    project.write('new.py', 'x = 1\n');
    project.write('.env', 'KEY=very-secret\n');
    const client = await project.client();
    const job = await project.ended(client, (await project.submit(client, [python, 'train.py', '--epochs', '3'], { name: 'named', experiment: 'churn' })).job_id);
    const [id = ''] = job.run_ids;
    const run = await client.run(id);
    expect(run.info.run_name).toBe('named');
    expect((await client.experimentByName('churn'))?.experiment_id).toBe(run.info.experiment_id);
    expect(tagsOf(run)).toMatchObject({ 'mlflow.source.git.commit': git('rev-parse', 'HEAD'), 'mlflow.source.git.branch': 'main', 'slipway.git.dirty': 'true', 'slipway.exit_code': '0', 'slipway.job': job.job_id, 'slipway.origin': 'job' });
    expect(await artifact(client, id, 'slipway/log.txt')).toContain('grüße');
    const command = JSON.parse(await artifact(client, id, 'slipway/command.json')) as { command: string[] };
    expect(command.command).toEqual([python, 'train.py', '--epochs', '3']);
    const packages = JSON.parse(await artifact(client, id, 'slipway/packages.json')) as { packages: Record<string, string> };
    expect(packages.packages['mlflow']).toMatch(/^\d+\./);
    const patch = await artifact(client, id, 'slipway/patch.diff');
    expect(patch).not.toContain('very-secret');
    expect([...project.contents(project.store)].filter(([, text]) => text.includes('secret-pw'))).toEqual([]);
    // The patch makes what ran out of what was committed.
    const mended = path.join(project.root, 'mended');
    execFileSync('git', ['clone', '-q', project.folder, mended]);
    execFileSync('git', ['apply', '-'], { cwd: mended, input: patch });
    expect(readFileSync(path.join(mended, 'train.py'), 'utf8')).toContain('grüße');
    expect(readFileSync(path.join(mended, 'new.py'), 'utf8')).toBe('x = 1\n');
  });

  it('gives the name that was asked for to its first run alone: not to nested ones, later ones, or one with a name of its own', async () => {
    project.write('train.py', 'import mlflow\nwith mlflow.start_run(run_name="own"):\n    pass\nwith mlflow.start_run():\n    with mlflow.start_run(nested=True):\n        pass\nwith mlflow.start_run():\n    pass\n');
    const client = await project.client();
    const job = await project.ended(client, (await project.submit(client, [python, 'train.py'], { name: 'asked' })).job_id);
    const names = await Promise.all(job.run_ids.map(async (id) => (await client.run(id)).info.run_name));
    expect(names).toHaveLength(4);
    expect(names.slice(0, 2)).toEqual(['own', 'asked']);
    expect(names.filter((name) => name === 'asked')).toHaveLength(1);
  });

  it('that ends without ending its run fails it, with the exit code', async () => {
    project.write('train.py', 'import mlflow, os\nmlflow.start_run()\nmlflow.log_metric("loss", 1)\nos._exit(3)\n');
    const client = await project.client();
    const job = await project.ended(client, (await project.submit(client, [python, 'train.py'])).job_id);
    expect(job).toMatchObject({ state: 'failed', exit_code: 3 });
    const run = await client.run(job.run_ids[0] ?? '');
    expect(run.info.status).toBe('FAILED');
    expect(tagsOf(run)['slipway.exit_code']).toBe('3');
  });

  it('that tracks elsewhere is left alone, and the job says so', async () => {
    project.write('train.py', 'import os\nprint(os.environ["MLFLOW_TRACKING_URI"], "MLFLOW_RUN_CONTEXT" in os.environ)\n');
    const client = await project.client();
    const job = await project.submit(client, ['python3', 'train.py'], { env: { MLFLOW_TRACKING_URI: 'https://mlflow.corp' } });
    expect(job.note).toContain('MLFLOW_TRACKING_URI');
    expect(await project.ended(client, job.job_id)).toMatchObject({ state: 'finished', run_ids: [] });
    expect((await client.jobLog(job.job_id)).text).toBe('https://mlflow.corp False\n');
  });
});

describe('a script that never imports mlflow', () => {
  it('becomes a run: duration, exit code, log, and the files that it wrote', async () => {
    project.write('old.csv', 'before');
    project.write('plain.py', 'import os\nos.makedirs("out")\nopen("out/model.bin", "wb").write(b"m" * 1000)\nopen(".env", "w").write("A=very-secret")\nprint("done")\n');
    const client = await project.client();
    const job = await project.ended(client, (await project.submit(client, ['python3', 'plain.py'], { name: 'plain' })).job_id);
    expect(job.run_ids).toHaveLength(1);
    const [id = ''] = job.run_ids;
    const run = await client.run(id);
    expect(run.info).toMatchObject({ run_name: 'plain', status: 'FINISHED', start_time: job.started_at, end_time: job.ended_at });
    expect((await artifact(client, id, 'out/model.bin')).length).toBe(1000);
    expect(await artifact(client, id, 'slipway/log.txt')).toBe('done\n');
    expect(await artifact(client, id, 'slipway/left-out.json')).toContain('.env');
    await expect(client.artifact(id, 'old.csv')).rejects.toThrow();
  });

  it('tells in one line why it failed', async () => {
    project.write('bad.py', 'd = {}\nd["tenure"]\n');
    const client = await project.client();
    const job = await project.ended(client, (await project.submit(client, ['python3', 'bad.py'])).job_id);
    expect(job).toMatchObject({ state: 'failed', exit_code: 1, failure: 'KeyError: \'tenure\'' });
    const run = await client.run(job.run_ids[0] ?? '');
    expect(run.info.status).toBe('FAILED');
    expect(tagsOf(run)['slipway.failure']).toBe('KeyError: \'tenure\'');
  });

  it.each([['no-such-program', /there is no "no-such-program" on its PATH/], ['/gone/python', /\/gone\/python is gone\. Choose another/]])('is a failed run when its program %s is gone, and says so', async (program, why) => {
    const client = await project.client();
    const job = await project.ended(client, (await project.submit(client, [program, 'x.py'])).job_id);
    expect(job).toMatchObject({ state: 'failed', exit_code: null });
    expect(job.failure).toMatch(why);
    const run = await client.run(job.run_ids[0] ?? '');
    expect(run.info.status).toBe('FAILED');
    expect(tagsOf(run)['slipway.failure']).toMatch(why);
  });

  it('is no run when it was stopped before it began', async () => {
    project.write('wait.py', WAIT_FOR_GO);
    const client = await project.client();
    await client.setWorkers(1);
    const first = await project.submit(client, ['python3', 'wait.py']);
    const waiting = await project.submit(client, ['python3', 'wait.py']);
    await client.stopJob(waiting.job_id);
    expect(await project.ended(client, waiting.job_id)).toMatchObject({ state: 'stopped', run_ids: [] });
    await client.stopJob(first.job_id, 0);
    await project.ended(client, first.job_id);
  });

  it('leaves none of its credentials behind', async () => {
    project.write('plain.py', 'print("ok")\n');
    const client = await project.client();
    const job = await project.ended(client, (await project.submit(client, ['python3', 'plain.py', '--password', 'open-sesame'], { env: { MY_API_KEY: 'sesame-in-env', HF_TOKEN: 'sesame-in-hf' } })).job_id);
    expect(job.state).toBe('finished');
    expect([...project.contents(project.store)].filter(([, text]) => text.includes('sesame')).map(([file]) => file)).toEqual([]);
    const tokens = [client.address.clientToken ?? '-', client.address.rootToken ?? '-'];
    expect([...project.contents(project.store)].filter(([, text]) => tokens.some((token) => text.includes(token))).map(([file]) => file)).toEqual([]);
  });
});

describe('stopping', () => {
  const stubborn = `
import signal, subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c", "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', flush=True); time.sleep(600)"])
print("child", child.pid, flush=True)
time.sleep(600)
`;

  it('ends the whole group, those that ignore SIGTERM after the grace', async () => {
    project.write('train.py', stubborn);
    const client = await project.client();
    const { job_id: id } = await project.submit(client, ['python3', 'train.py']);
    await until(async () => /child \d+\n(.*\n)*deaf|deaf\nchild \d+/.test((await client.jobLog(id)).text), 'the child has not started');
    const child = Number(/child (\d+)/.exec((await client.jobLog(id)).text)?.[1]);
    expect(isRunning(child)).toBe(true);
    await client.stopJob(id, 0.3);
    const job = await project.ended(client, id);
    expect(job).toMatchObject({ state: 'stopped', failure: null });
    await gone(child);
    expect((await client.run(job.run_ids[0] ?? '')).info.status).toBe('KILLED');
  });

  it('takes a job that waits out of the queue, and two do not run at once with one worker', async () => {
    project.write('wait.py', WAIT_FOR_GO);
    const client = await project.client();
    await client.setWorkers(1);
    const first = await project.submit(client, ['python3', 'wait.py']);
    const second = await project.submit(client, ['python3', 'wait.py']);
    const third = await project.submit(client, ['python3', 'wait.py']);
    expect([first.state, second.state, third.state]).toEqual(['running', 'queued', 'queued']);
    expect((await client.stopJob(second.job_id)).state).toBe('stopped');
    project.write('go', '');
    expect((await project.ended(client, third.job_id)).state).toBe('finished');
    expect((await client.job(second.job_id)).pid).toBeNull();
  });
});

describe('when processes vanish', () => {
  it('a job that waits is started by the next engine', async () => {
    project.write('wait.py', WAIT_FOR_GO);
    const before = await project.client();
    await before.setWorkers(1);
    await project.submit(before, ['python3', 'wait.py']);
    const { job_id: waiting } = await project.submit(before, ['python3', 'wait.py']);
    kill(before.address.pid);
    await gone(before.address.pid);
    project.write('go', '');
    const after = await project.client();
    expect((await project.ended(after, waiting)).state).toBe('finished');
  });

  it('a job that ended while no engine ran is recorded by the next one', async () => {
    project.write('wait.py', WAIT_FOR_GO);
    const before = await project.client();
    const { job_id: id } = await project.submit(before, ['python3', 'wait.py']);
    await until(async () => (await before.job(id)).pid !== null, 'the job has not started');
    const { pid } = await before.job(id);
    kill(before.address.pid);
    await gone(before.address.pid);
    project.write('go', '');
    await gone(pid ?? 0);
    const after = await project.client();
    const job = await project.ended(after, id);
    expect(job.state).toBe('finished');
    expect(job.run_ids).toHaveLength(1);
  });

  it('a job whose runner was killed is lost, and so is its run', async () => {
    project.write('train.py', `import mlflow\nmlflow.start_run()\nprint("begun", flush=True)\n${WAIT_FOR_GO}`);
    const client = await project.client();
    const { job_id: id } = await project.submit(client, [python, 'train.py']);
    await until(async () => (await client.jobLog(id)).text.includes('begun'), 'the script has not begun');
    const runner = (JSON.parse(readFileSync(path.join(project.store, 'jobs', id, 'runner.json'), 'utf8')) as { pid: number }).pid;
    const { pid } = await client.job(id);
    kill(runner);
    kill(pid ?? 0);
    const job = await project.ended(client, id);
    expect(job.state).toBe('lost');
    const [experiment] = await client.experiments();
    const { rows } = await client.runRows({ experiment_id: experiment?.experiment_id ?? '0' });
    expect(rows[0]).toMatchObject({ run_id: job.run_ids[0], status: 'RUNNING', lost: true });
  });
});

describe('a request that makes no sense', () => {
  it('is refused with a reason', async () => {
    const client = await project.client();
    await expect(client.submitJob({ command: [], cwd: project.folder, env: {} })).rejects.toThrow(/command/);
    await expect(client.submitJob({ command: ['x'], cwd: '/no/such/folder', env: {} })).rejects.toThrow(/does not exist/);
    await expect(client.job('nothing')).rejects.toMatchObject({ status: 404 });
    await expect(client.setWorkers(0)).rejects.toMatchObject({ status: 400 });
  });
});

function readOr(file: string, otherwise: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
      return otherwise;
    }
    throw error;
  }
}

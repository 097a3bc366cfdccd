// workspace: iris
/** Train: a real script under a real Python becomes a run, whatever it imports and however it ends. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { Command } from '../../src/editor/contributions';
import type { Slipway } from '../../src/extension';
import type { Job } from '../../src/protocol/jobs';
import { eventually, folder, ready, slipway } from './window';

suite('Train', () => {
  let window: Slipway;

  suiteSetup(async () => {
    window = await slipway();
    await ready(window);
    const python = process.env['SLIPWAY_TEST_PYTHON'];
    assert.ok(python, 'npm test names a Python that has mlflow');
    const settings = vscode.workspace.getConfiguration('slipway');
    await settings.update('train.python', python, vscode.ConfigurationTarget.Workspace);
    await settings.update('train.askForArguments', false, vscode.ConfigurationTarget.Workspace);
  });

  function script(name: string, text?: string): vscode.Uri {
    const file = path.join(folder().uri.fsPath, name);
    if (text !== undefined) {
      writeFileSync(file, text);
    }
    return vscode.Uri.file(file);
  }

  async function train(file: vscode.Uri): Promise<Job> {
    const id = await vscode.commands.executeCommand<string>(Command.train, file);
    assert.ok(id, 'the job was submitted');
    return window.jobs.ended(id);
  }

  test('a script that logs with mlflow.autolog() becomes a run of its own making', async function autolog() {
    this.timeout(120_000);
    const job = await train(script('train_autolog.py'));
    assert.equal(job.state, 'finished', job.failure ?? '');
    assert.equal(job.exit_code, 0);
    const { client } = await ready(window);
    const run = await client.run(job.run_ids[0] ?? '');
    assert.equal(run.info.status, 'FINISHED');
    assert.ok((run.data.metrics ?? []).length > 3);
    assert.equal(run.data.tags?.find((tag) => tag.key === 'slipway.origin')?.value, 'job');
  });

  test('a script that never imports mlflow becomes a run with its exit code, its log and the file that it wrote', async function plain() {
    this.timeout(120_000);
    const job = await train(script('train.py'));
    assert.equal(job.state, 'finished', job.failure ?? '');
    const { client } = await ready(window);
    const run = await client.run(job.run_ids[0] ?? '');
    assert.equal(run.data.tags?.find((tag) => tag.key === 'slipway.exit_code')?.value, '0');
    assert.ok((await client.artifact(run.info.run_id, 'model.pkl')).length > 1000);
    assert.match((await client.artifact(run.info.run_id, 'slipway/log.txt')).toString(), /accuracy/i);
  });

  test('a script that fails says why', async () => {
    const job = await train(script('fails.py', "print('on it')\n{}['tenure']\n"));
    assert.deepEqual([job.state, job.exit_code, job.failure], ['failed', 1, "KeyError: 'tenure'"]);
  });

  test('stopping ends the process and the run', async () => {
    const file = script('endless.py', "import time\nprint('started', flush=True)\nwhile True:\n    time.sleep(0.05)\n");
    const id = await vscode.commands.executeCommand<string>(Command.train, file);
    await eventually(window.jobs.onDidChange, () => window.jobs.active.find(({ job }) => job.job_id === id && job.state === 'running'));
    await vscode.commands.executeCommand(Command.stopJob, id);
    assert.equal((await window.jobs.ended(id)).state, 'stopped');
  });

  test('an engine that is killed takes no training with it', async () => {
    const gate = path.join(folder().uri.fsPath, 'go');
    const file = script('patient.py', `import os, time\nwhile not os.path.exists(${JSON.stringify(gate)}):\n    time.sleep(0.02)\nprint('done')\n`);
    const { project, client } = await ready(window);
    const id = await vscode.commands.executeCommand<string>(Command.train, file);
    await eventually(window.jobs.onDidChange, () => window.jobs.active.find(({ job }) => job.job_id === id && job.state === 'running'));
    const { pid } = client.address;
    process.kill(pid, 'SIGKILL');
    await eventually(project.onDidChangeState, () => project.address !== undefined && project.address.pid !== pid ? true : undefined);
    writeFileSync(gate, '');
    const ended = await window.jobs.ended(id);
    assert.deepEqual([ended.state, ended.exit_code], ['finished', 0]);
  });
});

// workspace: iris
/** An interpreter that is gone, broken or lacks mlflow: a message that says so, with a button that mends it. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readlinkSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { Command } from '../../src/editor/contributions';
import type { Problem } from '../../src/editor/problem';
import { findInterpreter } from '../../src/editor/training/interpreter';
import { FollowedJobs } from '../../src/editor/training/followedJobs';
import { train } from '../../src/editor/training/train';
import type { Slipway } from '../../src/extension';
import { hasPage, message } from './page';
import { eventually, folder, ready, slipway } from './window';

suite('An interpreter', () => {
  let window: Slipway;
  const inFolder = (...names: string[]): string => path.join(folder().uri.fsPath, ...names);
  const script = (): vscode.Uri => vscode.Uri.file(inFolder('train_autolog.py'));

  suiteSetup(async () => {
    window = await slipway();
    await ready(window);
  });
  setup(async () => set({ 'slipway.train.askForArguments': false }));
  suiteTeardown(async () => set({}));

  /** Writes the folder's settings; those of an extension that is not installed can be set by no other way. */
  async function set(values: Record<string, unknown>): Promise<void> {
    mkdirSync(inFolder('.vscode'), { recursive: true });
    const shows = (): true | undefined => Object.entries(values).every(([key, value]) => vscode.workspace.getConfiguration().get(key) === value)
      && ['slipway.train.python', 'python.defaultInterpreterPath'].every((key) => key in values || !vscode.workspace.getConfiguration().inspect(key)?.workspaceValue) ? true : undefined;
    writeFileSync(inFolder('.vscode', 'settings.json'), JSON.stringify(values));
    await eventually(vscode.workspace.onDidChangeConfiguration, shows);
  }

  async function problemOf(work: Promise<unknown>): Promise<Problem> {
    return work.then(() => assert.fail('it found nothing wrong'), (error: Problem) => error);
  }

  const room = (): Parameters<typeof train>[0] => ({
    projects: window.projects, jobs: window.jobs, state: window.state, scripts: path.join(extensionFolder(), 'dist', 'python'),
    followed: new FollowedJobs(window.projects, window.jobs, window.state, () => Promise.resolve()),
  });

  function extensionFolder(): string {
    const found = vscode.extensions.getExtension('slipway.slipway');
    assert.ok(found);
    return found.extensionPath;
  }

  for (const setting of ['slipway.train.python', 'python.defaultInterpreterPath']) {
    test(`that ${setting} names and that is gone is told with the setting, and can be selected anew`, async () => {
      await set({ 'slipway.train.askForArguments': false, [setting]: '/gone/bin/python' });
      const problem = await problemOf(findInterpreter(script(), folder()));
      assert.equal(problem.message, `The selected Python is gone: /gone/bin/python (setting ${setting}). Select another one.`);
      assert.deepEqual(problem.steps.map(({ title }) => title), ['Select interpreter']);
    });
  }

  test('that is a folder, or no Python, is told before anything is submitted', async () => {
    await set({ 'slipway.train.askForArguments': false, 'slipway.train.python': folder().uri.fsPath });
    assert.match((await problemOf(findInterpreter(script(), folder()))).message, /^The selected Python is gone/);
    const { client } = await ready(window);
    const before = (await client.jobs()).length;
    for (const [program, words] of [['/bin/echo', /does not answer like a Python\. Select/], ['/bin/false', /could not run: .*\. Select another Python\.$/]] as const) {
      await set({ 'slipway.train.askForArguments': false, 'slipway.train.python': program });
      const problem = await problemOf(train(room(), script()));
      assert.match(problem.message, words);
      assert.deepEqual(problem.steps.map(({ title }) => title), ['Select interpreter']);
    }
    assert.equal((await client.jobs()).length, before);
  });

  test('of a .venv whose Python was removed is repaired by the button, and its packages stay', async function repair() {
    this.timeout(120_000);
    execFileSync('python3', ['-m', 'venv', '--without-pip', inFolder('.venv')]);
    const [version] = execFileSync(inFolder('.venv', 'bin', 'python'), ['-c', 'import sys; print("python%d.%d" % sys.version_info[:2])'], { encoding: 'utf8' }).split('\n');
    const module = inFolder('.venv', 'lib', version ?? '', 'site-packages', 'kept.py');
    writeFileSync(module, 'value = 7\n');
    for (const name of ['python', 'python3', version ?? '']) {
      rmSync(inFolder('.venv', 'bin', name), { force: true });
      symlinkSync(`/gone/bin/${name}`, inFolder('.venv', 'bin', name));
    }
    try {
      const problem = await problemOf(findInterpreter(script(), folder()));
      assert.match(problem.message, /^The Python that \.venv was made from is gone\. Repair \.venv with \/.*\?$/);
      assert.deepEqual(problem.steps.map(({ title }) => title), ['Repair .venv', 'Select interpreter']);
      await problem.steps[0]?.run();
      const mended = await findInterpreter(script(), folder());
      assert.equal(mended.environment, inFolder('.venv'));
      assert.equal(execFileSync(mended.python, ['-c', 'import kept; print(kept.value)'], { encoding: 'utf8' }), '7\n');
      assert.notEqual(readlinkSync(inFolder('.venv', 'bin', 'python')), '/gone/bin/python');
    } finally {
      rmSync(inFolder('.venv'), { recursive: true });
    }
  });

  test('without mlflow is told for a script that imports it, on screen, with the button that installs it', async function lacking() {
    this.timeout(120_000);
    execFileSync('python3', ['-m', 'venv', '--without-pip', inFolder('bare')]);
    try {
      await set({ 'slipway.train.askForArguments': false, 'slipway.train.python': inFolder('bare', 'bin', 'python') });
      const problem = await problemOf(train(room(), script()));
      assert.equal(problem.message, 'train_autolog.py imports `mlflow`, and bare does not have it. Install it?');
      assert.deepEqual(problem.steps.map(({ title }) => title), ['Install mlflow', 'Select interpreter']);
      const command = vscode.commands.executeCommand(Command.train, script());
      if (hasPage) {
        assert.deepEqual((await message('imports `mlflow`'))?.buttons, ['Install mlflow', 'Select interpreter']);
      }
      await vscode.commands.executeCommand('notifications.clearAll');
      if (hasPage) {
        assert.equal(await command, undefined);
      }
      // One that imports none of it trains with the same Python.
      writeFileSync(inFolder('plain.py'), 'print(1)\n');
      const id = await vscode.commands.executeCommand<string>(Command.train, vscode.Uri.file(inFolder('plain.py')));
      assert.equal((await window.jobs.ended(id)).state, 'finished');
    } finally {
      rmSync(inFolder('bare'), { recursive: true });
    }
  });
});

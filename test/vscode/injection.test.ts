// workspace: iris
/** Terminals and debug sessions find the engine with nothing configured; what the user has set wins. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import * as vscode from 'vscode';
import { Command } from '../../src/editor/contributions';
import type { Slipway } from '../../src/extension';
import { eventually, experimentNamed, folder, ready, runNamed, slipway } from './window';

const dotEnv = (): vscode.Uri => vscode.Uri.joinPath(folder().uri, '.env');

/** Runs a shell command in a task of the folder, as "Run Python File" and build tasks do, and gives its exit code. */
async function task(command: string): Promise<number | undefined> {
  const ended = new Promise<number | undefined>((resolve) => {
    const listener = vscode.tasks.onDidEndTaskProcess((event) => { if (event.execution.task.name === command) { listener.dispose(); resolve(event.exitCode); } });
  });
  await vscode.tasks.executeTask(new vscode.Task({ type: 'shell' }, folder(), command, 'test', new vscode.ShellExecution(command)));
  return ended;
}

suite('Tracking of terminals', () => {
  let window: Slipway;

  suiteSetup(async () => {
    window = await slipway();
    await ready(window);
    window.tracking.apply();
    await window.tracking.settled();
  });

  const injected = async (): Promise<Record<string, string>> => window.tracking.variables(folder(), 'terminal', {});

  test('a process gets the address with the client token, and nothing that opens more', async () => {
    const { client } = await ready(window);
    const variables = await injected();
    assert.equal(variables['MLFLOW_TRACKING_URI'], `http://slipway:${client.address.clientToken}@${new URL(client.address.url).host}`);
    assert.equal(variables['MLFLOW_HTTP_REQUEST_MAX_RETRIES'], '3');
    assert.match(variables['NO_PROXY'] ?? '', /127\.0\.0\.1/);
    assert.deepEqual(JSON.parse(variables['MLFLOW_RUN_CONTEXT'] ?? ''), { 'slipway.origin': 'terminal' });
    assert.ok(!JSON.stringify(variables).includes(client.address.rootToken ?? 'no token'));
  });

  test('an unchanged script that is run in a terminal shows up', async function unchanged() {
    this.timeout(120_000);
    const python = process.env['SLIPWAY_TEST_PYTHON'];
    assert.ok(python, 'npm test names a Python that has mlflow');
    assert.equal(await task(`'${python}' train_autolog.py`), 0);
    const [run] = await window.tree.getChildren(await experimentNamed(window, 'iris'));
    assert.equal(run?.kind === 'run' ? run.row.status : run?.kind, 'FINISHED');
    assert.equal(run?.kind === 'run' ? run.row.tags['slipway.origin'] : undefined, 'terminal');
    assert.ok(run?.kind === 'run' && await runNamed(window, run.parent, run.row.run_name, (item) => /training_|score/.test(item.accessibilityInformation?.label ?? '')));
  });

  test('the slipway command is on the PATH', async () => {
    assert.equal(await task('slipway uri'), 0);
  });

  test('F5 gets the variables, its own env wins', async () => {
    const { registerDebugTracking, DebugTracking } = await import('../../src/editor/connection/debugTracking');
    assert.ok(registerDebugTracking);
    const provider = new DebugTracking(window.projects, window.tracking);
    const launch = { type: 'debugpy', request: 'launch', name: 'x' };
    const resolved = await provider.resolveDebugConfigurationWithSubstitutedVariables(folder(), { ...launch, env: { A: '1' } });
    assert.match(resolved['env']['MLFLOW_TRACKING_URI'], /^http:\/\/slipway:/);
    assert.deepEqual(JSON.parse(resolved['env']['MLFLOW_RUN_CONTEXT']), { 'slipway.origin': 'debug' });
    assert.equal(resolved['env']['A'], '1');
    const own = await provider.resolveDebugConfigurationWithSubstitutedVariables(folder(), { ...launch, env: { MLFLOW_TRACKING_URI: 'https://team.example' } });
    assert.deepEqual(own['env'], { MLFLOW_TRACKING_URI: 'https://team.example' });
  });

  test('pausing takes everything out again, resuming puts it back', async () => {
    await vscode.commands.executeCommand(Command.pauseTracking);
    assert.deepEqual(await injected(), {});
    assert.equal(await task('test -z "$MLFLOW_TRACKING_URI"'), 0);
    assert.match(window.tree.view.message ?? '', /Tracking is paused/);
    await vscode.commands.executeCommand(Command.resumeTracking);
    assert.equal(await task('test -n "$MLFLOW_TRACKING_URI"'), 0);
    assert.equal(window.tree.view.message, undefined);
  });

  test('a tracking server in .env wins, and the view says where it stands', async () => {
    const told = eventually(window.tracking.onDidChange, () => window.tracking.ownTracking);
    await vscode.workspace.fs.writeFile(dotEnv(), new TextEncoder().encode('MLFLOW_TRACKING_URI=https://team.example\n'));
    assert.deepEqual(await told, { variable: 'MLFLOW_TRACKING_URI', place: '.env' });
    assert.equal(await task('test -z "$MLFLOW_TRACKING_URI"'), 0);
    assert.match(window.tree.view.message ?? '', /MLFLOW_TRACKING_URI is set in \.env/);
    const back = eventually(window.tracking.onDidChange, () => window.tracking.ownTracking === undefined ? true : undefined);
    await vscode.workspace.fs.delete(dotEnv());
    await back;
    assert.equal(await task('test -n "$MLFLOW_TRACKING_URI"'), 0);
  });

  test('git sees nothing of the store', async () => {
    const cwd = folder().uri.fsPath;
    const git = promisify(execFile);
    await git('git', ['init', '-q'], { cwd });
    const { stdout } = await git('git', ['status', '--porcelain'], { cwd });
    assert.ok(!stdout.includes('.slipway'), stdout);
  });
});

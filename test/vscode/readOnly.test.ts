// workspace: empty
/** A folder that can't be written: Train says so, with the button that tries again once that is mended. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { EngineStartError } from '../../src/connection/engineError';
import { Command } from '../../src/editor/contributions';
import { clickButton, hasPage, message } from './page';
import { eventually, folder, slipway } from './window';

suite('A read-only folder', () => {
  let makeWritable: () => void;

  /** By its mode; for root, to whom modes mean nothing, by a read-only mount, or where that is not allowed a file that stands in the store's place. */
  function makeReadOnly(at: string): () => void {
    if (process.getuid?.() !== 0) {
      chmodSync(at, 0o555);
      return () => chmodSync(at, 0o755);
    }
    try {
      execFileSync('mount', ['--bind', at, at], { stdio: 'ignore' });
      execFileSync('mount', ['-o', 'remount,bind,ro', at], { stdio: 'ignore' });
      return () => { execFileSync('umount', ['-l', at]); };
    } catch {
      console.log('read-only by a file in the place of the store: mounting is not allowed here');
      writeFileSync(path.join(at, '.slipway'), '');
      return () => rmSync(path.join(at, '.slipway'));
    }
  }

  suiteTeardown(() => makeWritable());

  test('is told by Train and by the view, and works when it can be written', async function readOnly() {
    this.timeout(120_000);
    const script = path.join(folder().uri.fsPath, 'x.py');
    writeFileSync(script, 'print(1)\n');
    makeWritable = makeReadOnly(folder().uri.fsPath);
    const window = await slipway();
    const [project] = window.projects.all;
    assert.ok(project);
    const state = await eventually(project.onDidChangeState, () => (project.state.kind === 'failed' ? project.state : undefined));
    assert.ok(state.error.name === EngineStartError.name);
    assert.match(state.error.message, /^The store \S+\.slipway\S* can't be (written|opened)\S*.*(Make it writable|Check the path), or .*--store/s);

    await vscode.workspace.getConfiguration('slipway').update('train.askForArguments', false, vscode.ConfigurationTarget.Global);
    const trained = vscode.commands.executeCommand<string>(Command.train, vscode.Uri.file(script));
    if (hasPage) {
      const said = await message("can't be");
      assert.equal(said?.text, state.error.message);
      assert.deepEqual(said.buttons, ['Try again', 'Show log']);
    }
    makeWritable();
    makeWritable = () => undefined;
    if (hasPage) {
      await clickButton("can't be", 'Try again');
    } else {
      await vscode.commands.executeCommand(Command.retryEngine);
    }
    await eventually(project.onDidChangeState, () => (project.state.kind === 'ready' ? true : undefined));
    if (hasPage) {
      assert.equal(await trained, undefined);
    }
    const id = await vscode.commands.executeCommand<string>(Command.train, vscode.Uri.file(script));
    assert.equal((await window.jobs.ended(id)).state, 'finished');
  });
});

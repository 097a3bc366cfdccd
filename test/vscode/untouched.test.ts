// workspace: empty
/** Looking changes nothing: a folder without Python gets neither a store nor an engine. */
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import * as vscode from 'vscode';
import { Command, View } from '../../src/editor/contributions';
import { folder, slipway } from './window';

suite('A folder without Python', () => {
  test('stays as it was when the views are opened and refreshed', async () => {
    const window = await slipway();
    await vscode.commands.executeCommand(`${View.experiments}.focus`);
    await vscode.commands.executeCommand(Command.refresh);
    await window.projects.open();
    assert.deepEqual(await window.tree.getChildren(), []);
    assert.equal(window.projects.all[0]?.state.kind, 'idle');
    assert.deepEqual(readdirSync(folder().uri.fsPath), []);
  });

  test('gets a store when somebody asks for its address', async () => {
    const window = await slipway();
    await vscode.commands.executeCommand(Command.copyTrackingUri);
    assert.equal(window.projects.all[0]?.state.kind, 'ready');
    assert.deepEqual(readdirSync(folder().uri.fsPath), ['.slipway']);
    assert.match(await vscode.env.clipboard.readText(), /^http:\/\/slipway:[^@]+@127\.0\.0\.1:\d+$/);
  });
});

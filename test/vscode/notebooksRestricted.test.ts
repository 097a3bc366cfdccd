// workspace: iris
// trust: restricted
/** An untrusted workspace puts nothing into kernels. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { Command } from '../../src/editor/contributions';
import { folder, slipway } from './window';

suite('Notebooks in restricted mode', () => {
  test('no start-up file is injected, and an open notebook starts no engine', async () => {
    assert.equal(vscode.workspace.isTrusted, false);
    const window = await slipway();
    await vscode.commands.executeCommand('vscode.openWith', vscode.Uri.joinPath(folder().uri, 'compare_models.ipynb'), 'jupyter-notebook');
    assert.equal(vscode.window.activeNotebookEditor?.notebook.notebookType, 'jupyter-notebook');
    await window.kernels.begin();
    assert.equal(process.env['PYTHONSTARTUP'], undefined);
    assert.equal(process.env['SLIPWAY_WINDOW'], undefined);
    assert.equal(window.projects.all[0]?.state.kind, 'idle');
    assert.ok((await vscode.commands.getCommands(true)).includes(Command.insertTrackingCell));
  });
});

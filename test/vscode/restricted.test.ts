// workspace: iris
// trust: restricted
/** An untrusted workspace can look, not run. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { folder, slipway } from './window';

suite('Restricted mode', () => {
  test('starts no engine and injects nothing', async () => {
    assert.equal(vscode.workspace.isTrusted, false);
    const window = await slipway();
    await window.projects.open();
    window.tracking.apply();
    await window.tracking.settled();
    assert.equal(window.projects.all[0]?.state.kind, 'idle');
    assert.deepEqual(await window.tracking.variables(folder(), 'terminal', {}), {});
    assert.ok(!existsSync(path.join(folder().uri.fsPath, '.slipway')));
  });
});

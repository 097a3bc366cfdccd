/** The example that comes with Slipway, copied to a folder of the user's own, since an extension's folder is not one to work in. */
import * as vscode from 'vscode';
import { Command } from './contributions';
import { Problem } from './problem';
import { registerCommand } from './register';

/** Registers the command. */
export function registerExamples(extension: vscode.Uri): vscode.Disposable {
  return registerCommand(Command.openExample, async () => {
    const [parent] = await vscode.window.showOpenDialog({ title: 'Where should the iris example go?', canSelectFolders: true, canSelectFiles: false, openLabel: 'Copy the example here' }) ?? [];
    if (parent === undefined) {
      return;
    }
    const target = vscode.Uri.joinPath(parent, 'slipway-iris');
    const open = (): Thenable<unknown> => vscode.commands.executeCommand('vscode.openFolder', target, { forceNewWindow: vscode.workspace.workspaceFolders !== undefined });
    if (await vscode.workspace.fs.stat(target).then(() => true, () => false)) {
      throw new Problem(`${target.fsPath} is there already, and stays as it is. Open it, or choose another place.`, [{ title: 'Open it', run: open }], 'info');
    }
    await vscode.workspace.fs.copy(vscode.Uri.joinPath(extension, 'examples', 'iris'), target);
    await open();
  });
}

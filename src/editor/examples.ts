/** The example that comes with Slipway, copied to a folder of the user's own, since an extension's folder is not one to work in. */
import * as vscode from 'vscode';
import { Command } from './contributions';
import { registerCommand } from './register';

/** Registers the command. */
export function registerExamples(extension: vscode.Uri): vscode.Disposable {
  return registerCommand(Command.openExample, async () => {
    const [parent] = await vscode.window.showOpenDialog({ title: 'Where should the iris example go?', canSelectFolders: true, canSelectFiles: false, openLabel: 'Copy the example here' }) ?? [];
    if (parent === undefined) {
      return;
    }
    const target = vscode.Uri.joinPath(parent, 'slipway-iris');
    await vscode.workspace.fs.copy(vscode.Uri.joinPath(extension, 'examples', 'iris'), target, { overwrite: false });
    await vscode.commands.executeCommand('vscode.openFolder', target, { forceNewWindow: vscode.workspace.workspaceFolders !== undefined });
  });
}

// Shows the Slipway views and the script that `npm start` has trained: VS Code can be told to open a file, not a view.
const { existsSync } = require('node:fs');
const vscode = require('vscode');
const { listen } = require('./story');

async function activate(context) {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  if (folder === undefined) return;
  await vscode.commands.executeCommand('workbench.view.extension.slipway');
  const script = ['train_autolog.py', 'train.py'].map((name) => vscode.Uri.joinPath(folder.uri, name)).find(({ fsPath }) => existsSync(fsPath));
  if (vscode.window.visibleTextEditors.length === 0 && script !== undefined) {
    await vscode.window.showTextDocument(script, { preview: false, preserveFocus: true });
  }
  const story = vscode.Uri.joinPath(folder.uri, '.story').fsPath;
  if (existsSync(story)) context.subscriptions.push(listen(story));
}

module.exports = { activate };

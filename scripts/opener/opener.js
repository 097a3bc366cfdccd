// Shows the Slipway views and the script that `npm start` has trained: VS Code can be told to open a file, not a view.
const vscode = require('vscode');

async function activate() {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  if (folder === undefined) return;
  await vscode.commands.executeCommand('workbench.view.extension.slipway');
  if (vscode.window.visibleTextEditors.length === 0) {
    await vscode.window.showTextDocument(vscode.Uri.joinPath(folder.uri, 'train_autolog.py'), { preview: false, preserveFocus: true });
  }
}

module.exports = { activate };

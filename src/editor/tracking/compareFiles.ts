/** Files that leave a panel. */
import * as path from 'node:path';
import * as vscode from 'vscode';
import type { Project } from '../connection/project';
import { inBackground } from '../problem';

const FILTERS = { csv: 'CSV', md: 'Markdown', png: 'PNG', html: 'HTML', json: 'JSON' } as const;

/** Asks where, and writes. @param text the bytes of a PNG in base64 */
export async function saveFile(project: Project, name: string, kind: keyof typeof FILTERS, text: string): Promise<void> {
  const target = await vscode.window.showSaveDialog({ title: 'Where to save it', defaultUri: vscode.Uri.file(path.join(project.root, name)), filters: { [FILTERS[kind]]: [kind] }, saveLabel: 'Save' });
  if (target === undefined) {
    return;
  }
  await vscode.workspace.fs.writeFile(target, kind === 'png' ? Buffer.from(text, 'base64') : Buffer.from(text, 'utf8'));
  inBackground(async () => {
    if (await vscode.window.showInformationMessage(`Saved ${path.basename(target.path)}.`, 'Open') === 'Open') {
      await (kind === 'html' ? vscode.env.openExternal(target) : vscode.commands.executeCommand('vscode.open', target));
    }
  });
}

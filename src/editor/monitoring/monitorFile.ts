/** Monitors and policies in slipway.yaml: one is written into it, as the editor shows it at this moment, and saved. */
import * as path from 'node:path';
import * as vscode from 'vscode';
import type { MonitorOptions } from '../../protocol/monitors';
import type { RetrainPolicy } from '../../protocol/retraining';
import type { Project } from '../connection/project';
import { Problem } from '../problem';
import { PROJECT_FILE_NAME } from '../registry/gateText';

/**
 * Writes a monitor; one of this name that stands there is kept as it is. The file is made where there is none.
 * @throws Problem where the file can't be written into, with a way to open it
 */
export async function writeMonitor(project: Project, name: string, options: MonitorOptions): Promise<void> {
  const { withMonitor } = await import('../../projectFile/writeMonitor');
  await writeProjectFile(project, (text) => withMonitor(text, name, options), 'so nothing is watched yet. Save it, then choose Watch Again.');
}

/** Writes a policy of continuous training; all as writeMonitor does. */
export async function writePolicy(project: Project, name: string, policy: RetrainPolicy): Promise<void> {
  const { withPolicy } = await import('../../projectFile/writeMonitor');
  await writeProjectFile(project, (text) => withPolicy(text, name, policy), 'so the policy does not hold yet. Save it, then let it hold from the Monitors view.');
}

async function writeProjectFile(project: Project, write: (text: string) => string, unsaved: string): Promise<void> {
  const uri = vscode.Uri.file(path.join(project.root, PROJECT_FILE_NAME));
  const open = await documentAt(uri);
  const text = open.getText();
  const written = inSentence(uri, () => write(text));
  if (written !== text) {
    const edit = new vscode.WorkspaceEdit();
    edit.replace(uri, new vscode.Range(open.positionAt(0), open.positionAt(text.length)), written);
    await vscode.workspace.applyEdit(edit);
  }
  if (!await open.save()) {
    throw new Problem(`${PROJECT_FILE_NAME} could not be saved, ${unsaved}`, [showStep(uri)]);
  }
}

/** Opens slipway.yaml at the monitor, or at the policy, else at its beginning. @throws Problem where there is none */
export async function openProjectFile(project: Project, name: string, named: 'monitors' | 'retrain'): Promise<void> {
  const uri = vscode.Uri.file(path.join(project.root, PROJECT_FILE_NAME));
  if (!await exists(uri)) {
    throw new Problem(`${name} does not stand in a ${PROJECT_FILE_NAME}: ${named === 'monitors' ? 'it was started with options of its own' : 'the file is gone'}.`, [], 'info');
  }
  const document = await vscode.workspace.openTextDocument(uri);
  const lines = document.getText().split(/\r?\n/);
  const section = lines.findIndex((line) => new RegExp(`^${named}\\s*:`).test(line));
  const line = section < 0 ? 0 : Math.max(section, lines.findIndex((text, at) => at > section && text.trim().replaceAll(/["']/g, '').startsWith(`${name}:`)));
  await vscode.window.showTextDocument(document, { selection: new vscode.Range(line, 0, line, 0) });
}

async function documentAt(uri: vscode.Uri): Promise<vscode.TextDocument> {
  try {
    return await vscode.workspace.openTextDocument(uri);
  } catch (error) {
    if (await exists(uri)) {
      throw error;
    }
    await vscode.workspace.fs.writeFile(uri, new Uint8Array());
    return vscode.workspace.openTextDocument(uri);
  }
}

async function exists(uri: vscode.Uri): Promise<boolean> {
  return (await vscode.workspace.findFiles(new vscode.RelativePattern(vscode.Uri.joinPath(uri, '..'), path.basename(uri.fsPath)), null, 1)).length > 0;
}

function inSentence(uri: vscode.Uri, write: () => string): string {
  try {
    return write();
  } catch (error) {
    // Of a bundle of its own, so its class is not ours.
    if (error instanceof Error && error.name === 'NotWritten') {
      throw new Problem(error.message, [showStep(uri)]);
    }
    throw error;
  }
}

function showStep(uri: vscode.Uri): { readonly title: string; readonly run: () => unknown } {
  return { title: `Open ${PROJECT_FILE_NAME}`, run: () => vscode.window.showTextDocument(uri) };
}

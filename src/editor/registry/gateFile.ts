/** slipway.yaml in the editor: opened at a gate, or with a new one written into it. */
import * as path from 'node:path';
import * as vscode from 'vscode';
import type { Project } from '../connection/project';
import { findGate, gateSnippet, PROJECT_FILE_NAME, withGate, type GateLines, type MeasuredMetric } from './gateText';

export interface GateFile { readonly exists: boolean; readonly gate: GateLines | undefined }

function fileOf(project: Project): vscode.Uri {
  return vscode.Uri.file(path.join(project.root, PROJECT_FILE_NAME));
}

/** What slipway.yaml says of a model, as it stands on the disk. */
export async function readGateFile(project: Project, name: string): Promise<GateFile> {
  const text = await textOf(project);
  return { exists: text !== undefined, gate: text === undefined ? undefined : findGate(text, name) };
}

/** Opens it at the gate of the model, else at its beginning. */
export async function openGate(project: Project, name: string): Promise<void> {
  const document = await vscode.workspace.openTextDocument(fileOf(project));
  await showLine(document, findGate(document.getText(), name)?.line ?? 0);
}

/** Writes a gate into it, unsaved, so that its limits can be thought over; the file is made where there is none. */
export async function writeGate(project: Project, name: string, metric: MeasuredMetric | undefined, experimentTags: Readonly<Record<string, string>>): Promise<void> {
  const uri = fileOf(project);
  if (await textOf(project) === undefined) {
    await vscode.workspace.fs.writeFile(uri, new Uint8Array());
  }
  const document = await vscode.workspace.openTextDocument(uri);
  const there = findGate(document.getText(), name);
  if (there !== undefined) {
    await showLine(document, there.line);
    return;
  }
  const { text, line } = withGate(document.getText(), gateSnippet(name, metric, experimentTags));
  const edit = new vscode.WorkspaceEdit();
  edit.replace(uri, new vscode.Range(0, 0, document.lineCount, 0), text);
  await vscode.workspace.applyEdit(edit);
  await showLine(document, line);
}

async function showLine(document: vscode.TextDocument, line: number): Promise<void> {
  await vscode.window.showTextDocument(document, { selection: new vscode.Range(line, 0, line, 0) });
}

/** undefined where there is no file */
async function textOf(project: Project): Promise<string | undefined> {
  try {
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(fileOf(project)));
  } catch (error) {
    if (error instanceof vscode.FileSystemError && error.code === 'FileNotFound') {
      return undefined;
    }
    throw error;
  }
}

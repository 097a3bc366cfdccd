/** Writes a schema for a data file into slipway.yaml, and shows it there. */
import { existsSync } from 'node:fs';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { Problem } from '../problem';
import { savedFirst } from '../training/train';
import { dataAnswer } from './dataCommand';

export interface SchemaPlace {
  /** absolute path of the data file */
  readonly file: string;
  /** absolute path of the slipway.yaml; made where there is none */
  readonly projectFile: string;
  /** undefined: asked for */
  readonly name?: string;
}

/** @param program absolute path of dist/slipway.js */
export async function suggestSchema(program: string, store: string, { file, projectFile, name }: SchemaPlace): Promise<void> {
  const chosen = name ?? await vscode.window.showInputBox({
    title: `Schema for ${path.basename(file)}`, prompt: 'Its name under "data" in slipway.yaml', value: path.parse(file).name,
    validateInput: (typed) => (typed.trim() === '' ? 'A schema needs a name.' : undefined),
  });
  if (chosen === undefined) {
    throw new vscode.CancellationError();
  }
  const document = vscode.Uri.file(projectFile);
  if (existsSync(projectFile)) {
    await savedFirst(document);
  }
  await vscode.window.withProgress({ location: vscode.ProgressLocation.Notification, title: `Suggesting a schema from ${path.basename(file)}`, cancellable: true }, async (progress, token) => {
    const end = new AbortController();
    const cancelled = token.onCancellationRequested(() => end.abort());
    let before = 0;
    try {
      await dataAnswer({
        program, words: ['profile', file, '--suggest', chosen.trim(), '--write', '--json', '--progress', '--store', store], cwd: path.dirname(projectFile), signal: end.signal,
        tell: (done, of) => {
          progress.report({ increment: ((done - before) / Math.max(1, of)) * 100, message: `${done} of ${of} columns` });
          before = done;
        },
      });
    } finally {
      cancelled.dispose();
    }
  });
  await showSchema(projectFile, chosen.trim());
}

/** Opens slipway.yaml at a schema. */
export async function showSchema(projectFile: string, name: string): Promise<void> {
  if (!existsSync(projectFile)) {
    throw new Problem(`${path.basename(projectFile)} is not there any more. "Suggest a schema" makes one.`);
  }
  const document = await vscode.workspace.openTextDocument(projectFile);
  const lines = Array.from({ length: document.lineCount }, (_, line) => document.lineAt(line).text);
  const from = lines.findIndex((text) => /^data\s*:/.test(text));
  const at = lines.findIndex((text, line) => line > from && from >= 0 && [`${name}:`, `"${name}":`, `'${name}':`].some((key) => text.trimStart().startsWith(key)));
  const place = new vscode.Position(Math.max(0, at), 0);
  await vscode.window.showTextDocument(document, { selection: new vscode.Range(place, place), viewColumn: vscode.ViewColumn.Active });
}

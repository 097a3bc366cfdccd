/** What came true later, sent to a deployment from a file. */
import * as path from 'node:path';
import * as vscode from 'vscode';
import type { Project } from '../connection/project';
import { Problem } from '../problem';
import { truthSentence } from './truthWords';

/** Asks for the file, and says what of it belongs to requests that are known. */
export async function sendTruth(project: Project, name: string): Promise<void> {
  const [file] = await vscode.window.showOpenDialog({ title: `Ground truth for ${name}: columns id (or key) and truth`, openLabel: 'Send', filters: { Tables: ['csv', 'parquet', 'jsonl', 'json'] } }) ?? [];
  if (file === undefined) {
    throw new vscode.CancellationError();
  }
  const answer = await (await project.connect()).serving.feedback(name, file.fsPath);
  const said = truthSentence(path.basename(file.fsPath), answer);
  if (answer.matched === 0) {
    throw new Problem(said, [], 'warning');
  }
  await vscode.window.showInformationMessage(said);
}

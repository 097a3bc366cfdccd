/** Data files of a project, for a person to choose from. */
import * as path from 'node:path';
import * as vscode from 'vscode';
import { chosen, FOLLOWS } from '../chosen';
import type { Project } from '../connection/project';

const DATA = '**/*.{csv,parquet,jsonl,ndjson}';
const NOT_OURS = '{**/node_modules/**,**/.venv/**,**/venv/**,**/site-packages/**,**/.slipway/**,**/mlruns/**,**/mlartifacts/**}';
const MOST_FILES = 200;

type FileItem = vscode.QuickPickItem & { readonly file?: vscode.Uri; readonly other?: true };

export interface FileQuestion {
  readonly title: string;
  readonly placeHolder: string;
  /** files whose names are like this go first */
  readonly likely: RegExp;
  /** what can be chosen in place of a file */
  readonly without?: vscode.QuickPickItem;
}

/** @returns the file; undefined where `without` was chosen @throws CancellationError */
export async function askForFile(project: Project, { title, placeHolder, likely, without }: FileQuestion): Promise<vscode.Uri | undefined> {
  const files = (await Promise.all(project.folders.map((folder) => vscode.workspace.findFiles(new vscode.RelativePattern(folder, DATA), NOT_OURS, MOST_FILES)))).flat();
  const found = files.map((file): FileItem & { readonly file: vscode.Uri } => ({ label: path.basename(file.fsPath), description: path.dirname(withinProject(project, file)).replace(/^\.$/, ''), file }))
    .toSorted((a, b) => Number(likely.test(b.label)) - Number(likely.test(a.label)) || a.label.localeCompare(b.label));
  const items: FileItem[] = [
    ...(found.length === 0 ? [] : [separator('Data files'), ...found]), separator('Otherwise'), { label: 'Another file…', other: true }, ...(without === undefined ? [] : [without]),
  ];
  const item = await chosen(vscode.window.showQuickPick(items, { ...FOLLOWS, title, placeHolder, matchOnDescription: true }));
  if (item.other === true) {
    const [file] = await chosen(vscode.window.showOpenDialog({ title, openLabel: 'Choose', filters: { 'Data files': ['csv', 'parquet', 'jsonl', 'ndjson'] } }));
    return file;
  }
  return item.file;
}

/** @returns its path, relative to the project where it lies in it; null when none was chosen */
export async function chooseDataFile(project: Project, title: string): Promise<string | null> {
  try {
    const file = await askForFile(project, { title, placeHolder: 'Which data file?', likely: /train|fit|reference/i });
    return file === undefined ? null : withinProject(project, file);
  } catch (error) {
    if (error instanceof vscode.CancellationError) {
      return null;
    }
    throw error;
  }
}

/** Its path as slipway.yaml says it: relative where it lies in the project. */
export function withinProject(project: Project, file: vscode.Uri): string {
  const inside = path.relative(project.root, file.fsPath);
  return inside.startsWith('..') || path.isAbsolute(inside) ? file.fsPath : inside.split(path.sep).join('/');
}

function separator(label: string): FileItem {
  return { label, kind: vscode.QuickPickItemKind.Separator };
}

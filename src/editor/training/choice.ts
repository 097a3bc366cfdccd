/** What "Slipway: Train…" trains when nothing was clicked: a target of slipway.yaml or a Python file. */
import * as path from 'node:path';
import * as vscode from 'vscode';
import { readTrainTargets } from '../../projectFile/trainTargets';
import { Problem } from '../problem';

/** A Python file, or a slipway.yaml and one of its targets. */
export interface Training { readonly fsPath: string; readonly target?: string }

type Item = vscode.QuickPickItem & { readonly training?: Training };

/** As `PROJECT_FILE` of src/protocol/projectFile.ts, whose schema is not loaded here. */
const PROJECT_FILE = 'slipway.yaml';
const NOT_OURS = '{**/node_modules/**,**/.venv/**,**/venv/**,**/site-packages/**}';

/** The open Python file where there are no targets to choose from. Throws where nothing is chosen, or nothing can be. */
export async function chooseTraining(): Promise<Training> {
  const targets = await targetItems();
  const open = vscode.window.activeTextEditor?.document;
  const own = open?.languageId === 'python' && open.uri.scheme === 'file' ? open.uri : undefined;
  if (own !== undefined && targets.length === 0) {
    return own;
  }
  const scripts = await scriptItems(own);
  if (targets.length + scripts.length === 0) {
    throw new Problem('There is no Python file here to train. Write one, or open the folder that has it.', [], 'info');
  }
  const items = targets.length === 0 ? scripts : [separator('Targets'), ...targets, separator('Python files'), ...scripts];
  const chosen = await vscode.window.showQuickPick(items, { title: 'Train', placeHolder: targets.length === 0 ? 'Which script?' : 'Which target or script?', matchOnDescription: true });
  if (chosen?.training === undefined) {
    throw new vscode.CancellationError();
  }
  return chosen.training;
}

async function targetItems(): Promise<Item[]> {
  const folders = (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === 'file');
  const items = await Promise.all(folders.map(async ({ name: folder, uri }): Promise<Item[]> => {
    const file = path.join(uri.fsPath, PROJECT_FILE);
    const found = await readTrainTargets(file);
    if (found?.fault !== undefined) {
      // Its targets are not offered, and a person should know why; choosing the line says what is wrong.
      return [{ label: `$(warning) ${PROJECT_FILE}`, description: `line ${found.fault.line + 1}`, detail: found.fault.message, training: { fsPath: file, target: '' } }];
    }
    return Object.entries(found?.targets ?? {}).map(([name, { command }]) => ({
      label: name, description: folders.length > 1 ? `${command} · ${folder}` : command, training: { fsPath: file, target: name },
    }));
  }));
  return items.flat();
}

async function scriptItems(own: vscode.Uri | undefined): Promise<Item[]> {
  const files = await vscode.workspace.findFiles('**/*.py', NOT_OURS, 500);
  return files.map((file): Item & { readonly training: Training } => ({ label: path.basename(file.fsPath), description: path.dirname(vscode.workspace.asRelativePath(file)).replace(/^\.$/, ''), training: { fsPath: file.fsPath } }))
    .toSorted((a, b) => Number(b.training.fsPath === own?.fsPath) - Number(a.training.fsPath === own?.fsPath) || Number(/train|fit/i.test(b.label)) - Number(/train|fit/i.test(a.label)) || a.label.localeCompare(b.label));
}

function separator(label: string): Item {
  return { label, kind: vscode.QuickPickItemKind.Separator };
}

/** Notebooks: kernels find the engine, runs know their cell, cells show their runs. */
import * as path from 'node:path';
import * as vscode from 'vscode';
import type { Projects } from '../connection/projects';
import type { TerminalTracking } from '../connection/terminalTracking';
import { inBackground } from '../problem';
import type { State } from '../state';
import { recordFailures } from './cellFailures';
import { KernelTracking } from './kernelTracking';
import { recordLongSources } from './longSources';
import { NOTEBOOK } from './notebookCells';
import { NotebookRuns } from './notebookRuns';
import { registerOtherRoutes } from './otherRoutes';
import { CellStatusItems } from './statusItems';
import { WindowFile } from './windowFile';

export interface NotebookRoom {
  readonly projects: Projects;
  readonly state: State;
  readonly tracking: TerminalTracking;
}

/** Wires the room. What it returns is disposed with the extension. */
export function registerNotebooks(context: vscode.ExtensionContext, { projects, state, tracking }: NotebookRoom): KernelTracking {
  const home = path.join(context.globalStorageUri.fsPath, 'notebooks');
  const window = new WindowFile(home, projects, state, tracking);
  const kernels = new KernelTracking(path.join(context.extensionPath, 'dist', 'python'), home, window, projects);
  const runs = new NotebookRuns(projects);
  context.subscriptions.push(
    kernels, window, runs,
    vscode.notebooks.registerNotebookCellStatusBarItemProvider(NOTEBOOK, new CellStatusItems(runs)),
    recordFailures(runs),
    recordLongSources(runs, path.join(home, 'sources')),
    registerOtherRoutes(kernels, window),
  );
  const begin = (): void => inBackground(async () => kernels.begin());
  if (vscode.workspace.notebookDocuments.length > 0) {
    setImmediate(begin);
  } else {
    // A kernel needs an open notebook, and most windows never have one.
    const first = vscode.workspace.onDidOpenNotebookDocument(() => { first.dispose(); begin(); });
    context.subscriptions.push(first);
  }
  return kernels;
}

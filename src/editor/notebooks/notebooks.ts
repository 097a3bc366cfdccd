/** Notebooks: kernels find the engine, runs know their cell, cells show their runs. */
import * as path from 'node:path';
import * as vscode from 'vscode';
import type { Projects } from '../connection/projects';
import type { TerminalTracking } from '../connection/terminalTracking';
import { inBackground } from '../problem';
import type { State } from '../state';
import { recordFailures } from './cellFailures';
import { copyStartup, injectStartup, withdrawStartup } from './kernelStartup';
import { recordLongSources } from './longSources';
import { isPython, NOTEBOOK } from './notebookCells';
import { NotebookRuns } from './notebookRuns';
import { registerOtherRoutes } from './otherRoutes';
import { CellStatusItems } from './statusItems';
import { WindowFile } from './windowFile';

export interface NotebookRoom {
  readonly context: vscode.ExtensionContext;
  readonly projects: Projects;
  readonly state: State;
  readonly tracking: TerminalTracking;
}

/** Wires the room. */
export function registerNotebooks({ context, projects, state, tracking }: NotebookRoom): vscode.Disposable {
  const home = path.join(context.globalStorageUri.fsPath, 'notebooks');
  const window = new WindowFile(home, projects, state, tracking);
  const runs = new NotebookRuns(projects);
  // Copied once, before the first kernel is told of it.
  let copied: Promise<string> | undefined;
  const startup = async (): Promise<string> => {
    copied ??= copyStartup(path.join(context.extensionPath, 'dist', 'python'), home);
    return copied.catch((error: unknown) => { copied = undefined; throw error; });
  };
  let injected: string | undefined;
  const inject = async (): Promise<void> => {
    if (await window.tracksAny()) {
      injected = await startup();
      injectStartup(injected, window.file);
    } else if (injected !== undefined) {
      withdrawStartup(injected);
    }
  };
  const opened = async (notebook: vscode.NotebookDocument): Promise<void> => {
    if (isPython(notebook) && await window.tracks(notebook)) {
      // A kernel starts no engine: it would be the child of a kernel. Why one cannot start is told by the Experiments view.
      await projects.ofFile(notebook.uri)?.connect().catch(() => undefined);
    }
  };
  const begin = (): void => inBackground(async () => {
    window.write();
    await inject();
    await Promise.all(vscode.workspace.notebookDocuments.map(opened));
  });
  setImmediate(begin);
  return vscode.Disposable.from(
    window, runs,
    window.onDidWrite(() => inBackground(inject)),
    vscode.workspace.onDidOpenNotebookDocument((notebook) => inBackground(async () => opened(notebook))),
    vscode.notebooks.registerNotebookCellStatusBarItemProvider(NOTEBOOK, new CellStatusItems(runs)),
    recordFailures(runs),
    recordLongSources(runs, path.join(home, 'sources')),
    registerOtherRoutes(startup, window),
    new vscode.Disposable(() => { if (injected !== undefined) { withdrawStartup(injected); } }),
  );
}

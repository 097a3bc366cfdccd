/** The language server of slipway.yaml: started with the first one that is open, gone with the window. */
import * as path from 'node:path';
import * as vscode from 'vscode';
import type { Projects } from '../connection/projects';
import { executeCommand } from '../register';
import { Command } from '../contributions';
import { inBackground } from '../problem';
import { ProjectNames } from './projectNames';

/** As `PROJECT_FILE` of src/protocol/projectFile.ts, whose schema is not loaded here. */
export const PROJECT_FILE = 'slipway.yaml';

/** Registers it; costs nothing until a slipway.yaml is opened. */
export function registerLanguage(extensionPath: string, projects: Projects): vscode.Disposable {
  const names = new ProjectNames(projects);
  let started: Promise<vscode.Disposable> | undefined;
  let ended = false;
  const start = async (): Promise<void> => {
    const { startLanguageClient } = await import('./languageClient');
    started ??= startLanguageClient({ server: path.join(extensionPath, 'dist', 'language.js'), file: PROJECT_FILE, names: async (file, model) => names.of(file, model) });
    // What failed once may work with the next file.
    const client = await started.catch((error: unknown) => { started = undefined; throw error; });
    if (ended) {
      client.dispose();
    }
  };
  const look = (document: vscode.TextDocument): void => {
    if (started === undefined && document.uri.scheme === 'file' && path.basename(document.uri.path) === PROJECT_FILE) {
      inBackground(start);
    }
  };
  const watcher = vscode.workspace.createFileSystemWatcher(`**/${PROJECT_FILE}`);
  // Which values of a metric are better may have changed, and with it the best run.
  const refresh = (): void => inBackground(async () => { if (projects.state === 'ready') { await executeCommand(Command.refresh); } });
  const listeners = vscode.Disposable.from(vscode.workspace.onDidOpenTextDocument(look), watcher, watcher.onDidChange(refresh), watcher.onDidCreate(refresh), watcher.onDidDelete(refresh));
  vscode.workspace.textDocuments.forEach(look);
  return new vscode.Disposable(() => {
    ended = true;
    listeners.dispose();
    started?.then((client) => client.dispose(), () => undefined);
  });
}

/** Files of versions as read-only documents of VS Code, and saved to the disk. */
import { createWriteStream } from 'node:fs';
import * as path from 'node:path';
import { pipeline } from 'node:stream/promises';
import * as vscode from 'vscode';
import { openVersionFile, versionFile } from '../../connection/versionFile';
import { formatBytes } from '../../wording/formatBytes';
import type { Project } from '../connection/project';
import type { Projects } from '../connection/projects';
import { Scheme } from '../contributions';
import { Problem } from '../problem';

/** A version whose files are read. */
export interface FilesOfVersion { readonly project: Project; readonly name: string; readonly version: string }

/** Longer files are for other programs than an editor, in bytes. */
const LONGEST_TEXT = 10_000_000;
/** Bytes in which a NUL gives a binary file away. */
const LOOKED_AT = 8000;
/** Files that MLflow writes without an ending that tells their language. */
const LANGUAGES: Readonly<Record<string, string>> = { MLmodel: 'yaml' };

/** Makes the documents known to VS Code. */
export function registerVersionFiles(projects: Projects): vscode.Disposable {
  return vscode.workspace.registerTextDocumentContentProvider(Scheme.versionFile, {
    provideTextDocumentContent: async (uri, token) => {
      const { store } = JSON.parse(uri.query) as { store: string };
      const project = projects.ofStore(store);
      if (project === undefined) {
        throw new Error('The project of this file is not open in this window. Open its folder to see it.');
      }
      const end = new AbortController();
      token.onCancellationRequested(() => end.abort());
      const [name = '', version = '', ...within] = uri.path.slice(1).split('/');
      return (await versionFile(await project.connect(), { name, version, path: within.join('/') }, end.signal)).toString('utf8');
    },
  });
}

/** Opens a text file of a version beside what is open; a binary one is offered for saving. */
export async function openFile(of: FilesOfVersion, file: string, size: number): Promise<void> {
  const { project, name, version } = of;
  const bytes = size > LONGEST_TEXT ? undefined : await versionFile(await project.connect(), { name, version, path: file });
  const shown = path.posix.basename(file);
  if (bytes === undefined || bytes.subarray(0, LOOKED_AT).includes(0)) {
    throw new Problem(`${shown} (${formatBytes(size)}) is no text. Save it, and open it with the program that it is for.`, [{ title: 'Save', run: () => saveFile(of, file) }], 'info');
  }
  const uri = vscode.Uri.from({ scheme: Scheme.versionFile, path: path.posix.join('/', name, version, file), query: JSON.stringify({ store: project.store }) });
  const document = await vscode.workspace.openTextDocument(uri);
  const language = LANGUAGES[shown];
  await vscode.window.showTextDocument(language === undefined ? document : await vscode.languages.setTextDocumentLanguage(document, language), { preview: true });
}

/** Asks where to, then writes the file there as it comes. */
export async function saveFile({ project, name: model, version }: FilesOfVersion, file: string): Promise<void> {
  const name = path.posix.basename(file);
  const target = await vscode.window.showSaveDialog({ title: `Save ${name}`, saveLabel: 'Save', defaultUri: vscode.Uri.file(path.join(project.root, name)) });
  if (target === undefined) {
    return;
  }
  await vscode.window.withProgress({ location: vscode.ProgressLocation.Notification, title: `Saving ${name}`, cancellable: true }, async (_, cancelled) => {
    const end = new AbortController();
    cancelled.onCancellationRequested(() => end.abort());
    await pipeline(await openVersionFile(await project.connect(), { name: model, version, path: file }, end.signal), createWriteStream(target.fsPath), { signal: end.signal });
  });
}

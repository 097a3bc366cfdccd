/** Artifacts as read-only files of VS Code, so that any editor opens them; and saved to the disk. */
import { open } from 'node:fs/promises';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { EngineError } from '../../connection/engineError';
import type { Project } from '../connection/project';
import type { Projects } from '../connection/projects';
import { Scheme } from '../contributions';
import { sentenceOf } from '../problem';

/** Read at once, in bytes. */
const PIECE = 8 * 1024 * 1024;

/** The file of an artifact. */
export function artifactUri(project: Project, runId: string, artifact: string): vscode.Uri {
  return vscode.Uri.from({ scheme: Scheme.artifact, path: path.posix.join('/', artifact), query: JSON.stringify({ store: project.store, run: runId }) });
}

export class ArtifactFiles implements vscode.FileSystemProvider {
  private readonly changed = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  readonly onDidChangeFile = this.changed.event;

  constructor(private readonly projects: Projects) {}

  /** Makes the scheme known to VS Code. */
  register(): vscode.Disposable {
    return vscode.Disposable.from(this.changed, vscode.workspace.registerFileSystemProvider(Scheme.artifact, this, { isReadonly: true, isCaseSensitive: true }));
  }

  async stat(uri: vscode.Uri): Promise<vscode.FileStat> {
    const { project, runId, artifact } = artifactOf(this.projects, uri);
    const { size } = await found(uri, (await project.connect()).artifactPart(runId, artifact, 0, 1));
    return { type: vscode.FileType.File, ctime: 0, mtime: 0, size, permissions: vscode.FilePermission.Readonly };
  }

  async readFile(uri: vscode.Uri): Promise<Uint8Array> {
    const { project, runId, artifact } = artifactOf(this.projects, uri);
    return found(uri, (await project.connect()).artifact(runId, artifact));
  }

  /** An artifact never changes under its name while it is looked at. */
  watch(): vscode.Disposable { return new vscode.Disposable(() => undefined); }

  readDirectory(uri: vscode.Uri): never { throw vscode.FileSystemError.FileNotADirectory(uri); }
  createDirectory(uri: vscode.Uri): never { throw vscode.FileSystemError.NoPermissions(uri); }
  writeFile(uri: vscode.Uri): never { throw vscode.FileSystemError.NoPermissions(uri); }
  delete(uri: vscode.Uri): never { throw vscode.FileSystemError.NoPermissions(uri); }
  rename(uri: vscode.Uri): never { throw vscode.FileSystemError.NoPermissions(uri); }
}

/** Which artifact a file is. @throws FileSystemError when its project is not open in this window */
export function artifactOf(projects: Projects, uri: vscode.Uri): { readonly project: Project; readonly runId: string; readonly artifact: string } {
  const { store, run } = JSON.parse(uri.query) as { store: string; run: string };
  const project = projects.ofStore(store);
  if (project === undefined) {
    throw vscode.FileSystemError.Unavailable('The project of this artifact is not open in this window. Open its folder to see it.');
  }
  return { project, runId: run, artifact: uri.path.slice(1) };
}

/** Asks where to, then writes the artifact there piece by piece. */
export async function saveArtifact(project: Project, runId: string, artifact: string): Promise<void> {
  const target = await vscode.window.showSaveDialog({ title: `Download ${path.posix.basename(artifact)}`, saveLabel: 'Download', defaultUri: vscode.Uri.file(path.join(project.root, path.posix.basename(artifact))) });
  if (target === undefined) {
    return;
  }
  await vscode.window.withProgress({ location: vscode.ProgressLocation.Notification, title: `Downloading ${path.posix.basename(artifact)}`, cancellable: true }, async (progress, cancelled) => {
    const end = new AbortController();
    cancelled.onCancellationRequested(() => end.abort());
    const client = await project.connect();
    const file = await open(target.fsPath, 'w');
    try {
      for (let from = 0, size = 1; from < size;) {
        const part = await client.artifactPart(runId, artifact, from, from + PIECE, end.signal);
        await file.write(part.bytes);
        progress.report({ increment: part.size === 0 ? 100 : (100 * part.bytes.length) / part.size });
        from += PIECE;
        size = part.size;
      }
    } finally {
      await file.close();
    }
  });
}

async function found<T>(uri: vscode.Uri, asked: Promise<T>): Promise<T> {
  try {
    return await asked;
  } catch (error) {
    throw error instanceof EngineError && error.status === 404 ? vscode.FileSystemError.FileNotFound(uri) : vscode.FileSystemError.Unavailable(sentenceOf(error));
  }
}

/**
 * What kernels need to know of this window before each cell: which folder tracks into which store, and which cell a URI stands for. A
 * kernel knows its cell by the URI only, and that is a counter which means nothing after a reload; so it is resolved while it is true.
 * No address and no token stand here: kernels read those from the engine's runtime file, as everyone does.
 */
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { placesOf, type TerminalTracking } from '../connection/terminalTracking';
import { findOwnTracking } from '../connection/ownTrackingSources';
import type { Projects } from '../connection/projects';
import { Setting } from '../contributions';
import { inBackground } from '../problem';
import type { State } from '../state';
import { cellIdOf, isPython, nameOf, NOTEBOOK } from './notebookCells';

/** A project as a kernel needs it; src/python/slipway_engine.py reads the same names. */
interface Place {
  readonly root: string;
  readonly store: string;
  /** Runs go to the store's engine: trusted, not paused, not turned off, no server of the user's own. */
  readonly tracked: boolean;
  /** An engine runs or is being started, so that it is worth waiting for. */
  readonly expected: boolean;
}

export class WindowFile implements vscode.Disposable {
  readonly file: string;
  private written = '';
  private running: Promise<void> = Promise.resolve();
  private readonly listeners: vscode.Disposable;
  private readonly changed = new vscode.EventEmitter<void>();
  /** The file says something else than before. */
  readonly onDidWrite = this.changed.event;

  /** @param home folder of the kernels' start-up code */
  constructor(home: string, private readonly projects: Projects, private readonly state: State, tracking: TerminalTracking) {
    this.file = path.join(home, 'windows', `${process.pid}.json`);
    this.listeners = vscode.Disposable.from(
      // It also fires when tracking is paused, an .env file changes or an engine comes.
      tracking.onDidChange(() => this.write()),
      projects.onDidChange(() => this.write()),
      vscode.workspace.onDidOpenNotebookDocument((notebook) => { if (notebook.notebookType === NOTEBOOK) { this.write(); } }),
      vscode.workspace.onDidCloseNotebookDocument(() => this.write()),
      vscode.workspace.onDidChangeNotebookDocument((event) => {
        if (event.contentChanges.length > 0 || event.cellChanges.some((change) => change.metadata !== undefined)) {
          this.write();
        }
      }),
      vscode.workspace.onDidGrantWorkspaceTrust(() => this.write()),
      vscode.workspace.onDidChangeConfiguration((event) => { if (event.affectsConfiguration(`${Setting.section}.${Setting.trackNotebooks}`)) { this.write(); } }),
    );
  }

  /** Brings the file up to date; calls queue up behind each other. */
  write(): void {
    this.running = this.running.then(async () => this.writeNow()).catch((error: unknown) => console.error('Slipway could not tell kernels about this window', error));
  }

  /** Settles when what was asked for so far stands. */
  async settled(): Promise<void> { await this.running; }

  /** Whether runs of this notebook go to Slipway. */
  async tracks(notebook: vscode.NotebookDocument): Promise<boolean> {
    return await this.tracksFolder(vscode.workspace.getWorkspaceFolder(notebook.uri) ?? this.projects.ofFile(notebook.uri)?.folders[0]);
  }

  /** Whether runs of any notebook in this window do. */
  async tracksAny(): Promise<boolean> {
    const answers = await Promise.all(this.projects.all.flatMap(({ folders }) => folders).map(async (folder) => this.tracksFolder(folder)));
    return answers.includes(true);
  }

  dispose(): void {
    this.listeners.dispose();
    this.changed.dispose();
    inBackground(async () => { await this.running; await rm(this.file, { force: true }); }, (error) => console.error('Slipway could not remove its window file', error));
  }

  private async tracksFolder(folder: vscode.WorkspaceFolder | undefined): Promise<boolean> {
    return folder !== undefined && vscode.workspace.isTrusted && !this.state.paused
      && vscode.workspace.getConfiguration(Setting.section, folder).get(Setting.trackNotebooks, true)
      && await findOwnTracking(placesOf(folder)) === undefined;
  }

  private async placeOf(folder: vscode.WorkspaceFolder): Promise<Place | undefined> {
    const project = this.projects.ofFolder(folder);
    return project === undefined ? undefined : {
      root: project.root, store: project.store, tracked: await this.tracksFolder(folder),
      expected: project.state.kind === 'ready' || project.state.kind === 'starting',
    };
  }

  private async writeNow(): Promise<void> {
    // Only kernels of notebooks read it: a window that never had one open touches no file.
    if (this.written === '' && vscode.workspace.notebookDocuments.length === 0) {
      return;
    }
    const folders = await Promise.all((vscode.workspace.workspaceFolders ?? []).map(async (folder) => {
      const place = await this.placeOf(folder);
      return place === undefined ? [] : [{ ...place, folder: folder.uri.fsPath }];
    }));
    const open = vscode.workspace.notebookDocuments.filter((notebook) => isPython(notebook));
    const notebooks = await Promise.all(open.map(async (notebook) => {
      const project = this.projects.ofFile(notebook.uri);
      const folder = vscode.workspace.getWorkspaceFolder(notebook.uri) ?? project?.folders[0];
      const place = folder === undefined ? undefined : await this.placeOf(folder);
      const cells = Object.fromEntries(notebook.getCells().flatMap((cell) => {
        const id = cellIdOf(cell);
        return id === undefined ? [] : [[cell.document.uri.toString(), { id, number: String(cell.index + 1) }]];
      }));
      return place === undefined || project === undefined ? [] : [{ ...place, name: nameOf(notebook, project), file: notebook.isUntitled ? null : notebook.uri.fsPath, cells }];
    }));
    const text = JSON.stringify({ pid: process.pid, folders: folders.flat(), notebooks: notebooks.flat() });
    if (text === this.written) {
      return;
    }
    if (this.written === '') {
      await mkdir(path.dirname(this.file), { recursive: true, mode: 0o700 });
      await removeOld(path.dirname(this.file));
    }
    // Renamed into place: a kernel may be reading it at this moment.
    await writeFile(`${this.file}.new`, text, { mode: 0o600 });
    await rename(`${this.file}.new`, this.file);
    this.written = text;
    this.changed.fire();
  }
}

/** Files of windows that ended without a word. */
async function removeOld(folder: string): Promise<void> {
  const { isRunning } = await import('../../connection/processIdentity');
  const names = (await readdir(folder)).filter((name) => { const pid = Number.parseInt(name, 10); return pid !== process.pid && !(pid > 0 && isRunning(pid)); });
  await Promise.all(names.map((name) => rm(path.join(folder, name), { force: true })));
}

/** The projects of this window: one per store, however many workspace folders share it. */
import * as path from 'node:path';
import * as vscode from 'vscode';
import { resolveStore } from '../../connection/storeFolder';
import { Problem, inBackground } from '../problem';
import { Project, type Launch, type ProjectState } from './project';

/** What makes a folder one where scripts may be run that track. */
const PYTHON = '**/*.{py,ipynb}';
const NOT_OURS = '{**/node_modules/**,**/.venv/**,**/venv/**,**/site-packages/**,**/.git/**}';

export class Projects implements vscode.Disposable {
  private projects: readonly Project[] = [];
  private opened = false;
  private readonly listening: vscode.Disposable[] = [];
  private readonly changed = new vscode.EventEmitter<Project | undefined>();
  private readonly folders: vscode.Disposable;
  /** A project changed its state; undefined: projects came or went. */
  readonly onDidChange = this.changed.event;

  constructor(private readonly launch: Launch) {
    this.projects = this.resolve();
    this.folders = vscode.Disposable.from(
      vscode.workspace.onDidChangeWorkspaceFolders(() => this.reopen()),
      vscode.workspace.onDidGrantWorkspaceTrust(() => inBackground(async () => this.open())),
    );
  }

  get all(): readonly Project[] { return this.projects; }

  /** The project whose `.slipway` folder this is; undefined when it is not open in this window. */
  ofStore(store: string): Project | undefined {
    return this.projects.find((project) => project.store === store);
  }

  /** The project that `folder` belongs to. */
  ofFolder(folder: vscode.WorkspaceFolder): Project | undefined {
    return this.projects.find((project) => project.folders.some((own) => own.uri.toString() === folder.uri.toString()));
  }

  /** The project of a file; the only one there is when the file lies outside all of them. */
  ofFile(file: vscode.Uri): Project | undefined {
    const folder = vscode.workspace.getWorkspaceFolder(file);
    return folder === undefined ? this.projects.find((project) => inside(project.root, file.fsPath)) ?? this.projects[0] : this.ofFolder(folder);
  }

  /** The project of the active file, else the first. Throws a Problem when no folder is open. */
  active(): Project {
    const file = vscode.window.activeTextEditor?.document.uri;
    const project = file?.scheme === 'file' ? this.ofFile(file) : this.projects[0];
    if (project === undefined) {
      throw new Problem('Slipway keeps runs beside the code, and no folder is open. Open the folder of your project.', [
        { title: 'Open folder', run: () => vscode.commands.executeCommand('workbench.action.files.openFolder') },
      ]);
    }
    return project;
  }

  /** The worst state among all projects decides what the view says. */
  get state(): ProjectState['kind'] {
    if (!this.opened) {
      return 'starting';
    }
    const kinds = this.projects.map((project) => project.state.kind);
    return (['failed', 'starting', 'ready'] as const).find((kind) => kinds.includes(kind)) ?? 'idle';
  }

  /**
   * Connects what should be connected. An unchanged script run in a terminal must show up, and its environment needs an address, so in
   * a trusted folder that holds Python the engine starts now, which makes `.slipway/`; a folder that holds neither Python nor a store
   * stays untouched, and an untrusted one is only looked at.
   */
  async open(): Promise<void> {
    await Promise.all(this.projects.map(async (project) => {
      await project.look();
      if (project.state.kind === 'idle' && vscode.workspace.isTrusted && await wantsEngine(project)) {
        // The view shows why it failed; there is nobody to throw to.
        await project.connect().catch(() => undefined);
      }
    }));
    if (!this.opened) {
      this.opened = true;
      this.changed.fire(undefined);
    }
  }

  /** Starts the engines that failed once more. */
  async retry(): Promise<void> {
    await Promise.all(this.projects.filter((project) => project.state.kind === 'failed').map((project) => project.connect()));
    await this.open();
  }

  dispose(): void {
    this.folders.dispose();
    vscode.Disposable.from(...this.listening, ...this.projects).dispose();
    this.changed.dispose();
  }

  private reopen(): void {
    const before = this.projects;
    this.listening.splice(0).forEach((listener) => listener.dispose());
    this.projects = this.resolve(before);
    before.filter((project) => !this.projects.includes(project)).forEach((project) => project.dispose());
    this.changed.fire(undefined);
    inBackground(async () => this.open());
  }

  private resolve(before: readonly Project[] = []): readonly Project[] {
    const byStore = new Map<string, { root: string; folders: vscode.WorkspaceFolder[] }>();
    for (const folder of vscode.workspace.workspaceFolders ?? []) {
      if (folder.uri.scheme === 'file') {
        const { root, store } = resolveStore(folder.uri.fsPath);
        const entry = byStore.get(store) ?? { root, folders: [] };
        entry.folders.push(folder);
        byStore.set(store, entry);
      }
    }
    return [...byStore].map(([store, { root, folders }]) => {
      const kept = before.find((project) => project.store === store && sameFolders(project.folders, folders));
      const project = kept ?? new Project(root, store, folders, this.launch);
      this.listening.push(project.onDidChangeState(() => this.changed.fire(project)));
      return project;
    });
  }
}

async function wantsEngine(project: Project): Promise<boolean> {
  const { existsSync } = await import('node:fs');
  if (existsSync(project.store)) {
    return true;
  }
  if (vscode.workspace.textDocuments.some((document) => document.languageId === 'python' && document.uri.scheme === 'file' && inside(project.root, document.uri.fsPath))) {
    return true;
  }
  const found = await Promise.all(project.folders.map((folder) => vscode.workspace.findFiles(new vscode.RelativePattern(folder, PYTHON), NOT_OURS, 1)));
  return found.some((files) => files.length > 0);
}

function inside(folder: string, file: string): boolean {
  const relative = path.relative(folder, file);
  return relative !== '' && !relative.startsWith('..') && !path.isAbsolute(relative);
}

function sameFolders(a: readonly vscode.WorkspaceFolder[], b: readonly vscode.WorkspaceFolder[]): boolean {
  return a.length === b.length && a.every((folder, index) => folder.uri.toString() === b[index]?.uri.toString());
}

/** Keeps what kernels are told in step with the window: its file, and the start-up file in the environment that kernels inherit. */
import * as vscode from 'vscode';
import type { Projects } from '../connection/projects';
import { inBackground } from '../problem';
import { copyStartup, injectStartup, withdrawStartup } from './kernelStartup';
import { isPython } from './notebookCells';
import type { WindowFile } from './windowFile';

export class KernelTracking implements vscode.Disposable {
  private copied: Promise<string> | undefined;
  private injected: string | undefined;
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly listeners: vscode.Disposable;
  /** What kernels are told stands as the window wants it now. */
  readonly onDidApply = this.changed.event;

  /**
   * @param scripts folder of the packaged Python files
   * @param home where the kernels' copy of them stands
   */
  constructor(private readonly scripts: string, private readonly home: string, private readonly window: WindowFile, private readonly projects: Projects) {
    this.listeners = vscode.Disposable.from(
      window.onDidWrite(() => inBackground(async () => this.apply())),
      vscode.workspace.onDidOpenNotebookDocument((notebook) => inBackground(async () => this.opened(notebook))),
    );
  }

  /** Path of the start-up file, which is copied before the first kernel is told of it. */
  async startup(): Promise<string> {
    this.copied ??= copyStartup(this.scripts, this.home);
    return this.copied.catch((error: unknown) => { this.copied = undefined; throw error; });
  }

  /** Tells kernels of this window, and starts the engines of the notebooks that are open. */
  async begin(): Promise<void> {
    this.window.write();
    await this.window.settled();
    await this.apply();
    await Promise.all(vscode.workspace.notebookDocuments.map(async (notebook) => this.opened(notebook)));
  }

  dispose(): void {
    this.listeners.dispose();
    this.changed.dispose();
    if (this.injected !== undefined) {
      withdrawStartup(this.injected);
    }
  }

  private async apply(): Promise<void> {
    if (await this.window.tracksAny()) {
      this.injected = await this.startup();
      injectStartup(this.injected, this.window.file);
    } else if (this.injected !== undefined) {
      withdrawStartup(this.injected);
    }
    this.changed.fire();
  }

  private async opened(notebook: vscode.NotebookDocument): Promise<void> {
    if (isPython(notebook) && await this.window.tracks(notebook)) {
      // A kernel starts no engine: it would be a kernel's child. Why one cannot start is told by the Experiments view.
      await this.projects.ofFile(notebook.uri)?.connect().catch(() => undefined);
    }
  }
}

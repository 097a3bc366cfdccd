import type { NotebookController, NotebookDocument } from 'vscode';

export interface KernelController {
  readonly controller: NotebookController;
  /** Restarts the kernel's process as Jupyter does, with the environment that it was started with. */
  restart(notebook: NotebookDocument): Promise<unknown>;
  /** Ends the notebook's kernel; its next cell starts a new one with the environment of that moment. */
  end(notebook: NotebookDocument): void;
  dispose(): void;
}

export declare function makeController(id: string, label: string): KernelController;

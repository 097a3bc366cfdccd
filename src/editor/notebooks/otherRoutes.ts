/**
 * Ways into a kernel that the start-up file does not reach: one that runs already, one that another program started, and one on a server
 * that was started outside of VS Code. Each says what it does and asks where it writes something of the user's.
 */
import * as vscode from 'vscode';
import { Command } from '../contributions';
import { inBackground, Problem } from '../problem';
import { executeCommand, registerCommand } from '../register';
import { startupCode } from './kernelStartup';
import type { KernelTracking } from './kernelTracking';
import { NOTEBOOK } from './notebookCells';
import type { WindowFile } from './windowFile';

/** What we use of Jupyter's extension; its whole API is in `@vscode/jupyter-extension`. */
interface JupyterApi {
  readonly kernels: { getKernel(notebook: vscode.Uri): Thenable<{ executeCode(code: string, token: vscode.CancellationToken): AsyncIterable<unknown> } | undefined> };
}

const JUPYTER = 'ms-toolsai.jupyter';
const STARTUP_LINES = 'runStartupCommands';
/** By this comment our line is found again in the user's settings. */
const MARK = '# Slipway: runs of notebooks show up beside the code';

/** Registers their commands. */
export function registerOtherRoutes(kernels: KernelTracking, window: WindowFile): vscode.Disposable {
  return vscode.Disposable.from(
    registerCommand(Command.trackKernel, async () => trackKernel(await kernels.startup(), window)),
    registerCommand(Command.insertTrackingCell, async () => insertCell(await kernels.startup(), window)),
    registerCommand(Command.trackByJupyter, async () => trackByJupyter(await kernels.startup())),
  );
}

const insertStep = { title: 'Insert tracking cell', run: (): void => inBackground(async () => executeCommand(Command.insertTrackingCell)) };

/** One call into the kernel that runs now. Jupyter's extension asks the user whether we may. */
async function trackKernel(startup: string, window: WindowFile): Promise<void> {
  const notebook = await activeNotebook(window);
  const jupyter = vscode.extensions.getExtension<JupyterApi>(JUPYTER);
  if (jupyter === undefined) {
    throw new Problem('The Jupyter extension is not installed, and only through it can a kernel be reached that runs already. Restart the kernel, or insert a cell that does the same.', [insertStep], 'info');
  }
  const kernel = await (await jupyter.activate()).kernels.getKernel(notebook.uri);
  if (kernel === undefined) {
    throw new Problem('No kernel of this notebook runs yet, or Jupyter did not let Slipway reach it. A kernel that starts from now on is tracked by itself: run a cell.', [insertStep], 'info');
  }
  const cancel = new vscode.CancellationTokenSource();
  try {
    for await (const output of kernel.executeCode(startupCode(startup, window.file), cancel.token)) {
      console.info('Slipway: the kernel said', output);
    }
  } finally {
    cancel.dispose();
  }
  vscode.window.setStatusBarMessage('$(check) Runs of this kernel show up under their cells from now on', 5000);
}

/** A cell on top, to be run by the user: it works with every kernel of this machine, and does nothing on another one. */
async function insertCell(startup: string, window: WindowFile): Promise<void> {
  const notebook = await activeNotebook(window);
  const lines = [
    '# Lets the runs of this notebook show up in Slipway: run it once after each start of the kernel.',
    '# On a machine without Slipway it does nothing.',
    startupCode(startup),
  ];
  const cell = new vscode.NotebookCellData(vscode.NotebookCellKind.Code, lines.join('\n'), 'python');
  const edit = new vscode.WorkspaceEdit();
  edit.set(notebook.uri, [vscode.NotebookEdit.insertCells(0, [cell])]);
  await vscode.workspace.applyEdit(edit);
}

/** A line in the user's own settings, which Jupyter's extension runs in every kernel before the first cell; a second call removes it. */
export async function trackByJupyter(startup: string): Promise<void> {
  const settings = vscode.workspace.getConfiguration('jupyter');
  if (vscode.extensions.getExtension(JUPYTER) === undefined) {
    throw new Problem('The Jupyter extension is not installed, so its setting jupyter.runStartupCommands is not there to write. Kernels that start in VS Code are tracked without it.', [insertStep], 'info');
  }
  const lines = [settings.inspect<string | string[]>(STARTUP_LINES)?.globalValue ?? []].flat();
  const others = lines.filter((line) => !line.includes(MARK));
  const present = others.length < lines.length;
  const line = `${startupCode(startup)} ${MARK}`;
  const [question, verb] = present
    ? ['Slipway has a line in your user setting jupyter.runStartupCommands, which tracks kernels that VS Code did not start itself. Remove it?', 'Remove line']
    : [`Kernels that VS Code starts are tracked already. For those of a Jupyter server on this machine, Slipway can add one line to your user setting jupyter.runStartupCommands, which runs in every kernel: ${line}`, 'Add line'];
  if (await vscode.window.showInformationMessage(question, verb) === verb) {
    await settings.update(STARTUP_LINES, present ? others : [...others, line], vscode.ConfigurationTarget.Global);
  }
}

async function activeNotebook(window: WindowFile): Promise<vscode.NotebookDocument> {
  const notebook = vscode.window.activeNotebookEditor?.notebook;
  if (notebook?.notebookType !== NOTEBOOK) {
    throw new Problem('No notebook is open in front. Click into one, then try again.', [], 'info');
  }
  if (!await window.tracks(notebook)) {
    throw new Problem('Runs of this notebook do not go to Slipway: tracking is paused or turned off, the folder is not trusted, or a tracking server of your own is set. The Experiments view says which.', [], 'info');
  }
  return notebook;
}

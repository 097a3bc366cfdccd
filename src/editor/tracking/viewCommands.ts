/** Commands of the Experiments view itself: what it shows, in which order, and whether terminals are tracked. */
import * as vscode from 'vscode';
import { Command } from '../contributions';
import type { Projects } from '../connection/projects';
import type { TerminalTracking } from '../connection/terminalTracking';
import { Problem } from '../problem';
import { registerCommand } from '../register';
import type { State } from '../state';
import { pickFilter } from './filterPick';
import { pickSort } from './sortPick';
import type { ExperimentsTree } from './tree';

/** Registers them. */
export function registerViewCommands(tree: ExperimentsTree, state: State, projects: Projects, tracking: TerminalTracking): vscode.Disposable {
  const pause = async (paused: boolean): Promise<void> => {
    await state.setPaused(paused);
    tracking.apply();
    await tracking.settled();
  };
  const showArchived = async (shows: boolean): Promise<void> => {
    await state.setShowsArchived(shows);
    tree.refresh();
  };
  return vscode.Disposable.from(
    registerCommand(Command.refresh, async () => {
      await projects.open();
      tree.refresh();
    }),
    registerCommand(Command.filter, async () => pickFilter(tree, state)),
    registerCommand(Command.clearFilter, async () => {
      await state.setFilter('');
      tree.refresh();
    }),
    registerCommand(Command.sort, async () => pickSort(tree, state)),
    registerCommand(Command.showArchived, async () => showArchived(true)),
    registerCommand(Command.hideArchived, async () => showArchived(false)),
    registerCommand(Command.showMore, async (more) => tree.showMore(more.parent)),
    registerCommand(Command.pauseTracking, async () => pause(true)),
    registerCommand(Command.resumeTracking, async () => pause(false)),
    registerCommand(Command.relaunchToTrack, async () => {
      if (vscode.window.activeTerminal === undefined) {
        throw new Problem('No terminal is open. A new one tracks by itself.', [], 'info');
      }
      await vscode.commands.executeCommand('workbench.action.terminal.relaunch');
    }),
    registerCommand(Command.retryEngine, async () => projects.retry()),
    registerCommand(Command.showEngineLog, async () => showEngineLog(projects)),
  );
}

async function showEngineLog(projects: Projects): Promise<void> {
  const project = projects.active();
  const logs = vscode.Uri.joinPath(vscode.Uri.file(project.store), 'logs');
  const names = ['engine.log', 'engine.out.log'];
  const known = project.client === undefined ? undefined : (await project.client.engine()).log_file;
  for (const file of [...(known === undefined ? [] : [vscode.Uri.file(known)]), ...names.map((name) => vscode.Uri.joinPath(logs, name))]) {
    const stat = await vscode.workspace.fs.stat(file).then((found) => found, () => undefined);
    if (stat !== undefined && stat.size > 0) {
      const document = await vscode.workspace.openTextDocument(file);
      await vscode.window.showTextDocument(document, { preview: true });
      return;
    }
  }
  throw new Problem('There is no engine log yet: no engine has run for this project.', [], 'info');
}

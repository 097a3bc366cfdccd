/** What the context menu of runs does. */
import * as vscode from 'vscode';
import { trackingUri } from '../../connection/trackingEnvironment';
import { RunTag } from '../../protocol/runTags';
import { Command } from '../contributions';
import { countOf } from '../../wording/formatNumber';
import { Problem, inBackground } from '../problem';
import type { Projects } from '../connection/projects';
import { registerCommand } from '../register';
import type { ComparePanels } from './comparePanel';
import { clickedOrFocused } from './focusedRun';
import { experimentOf, type ExperimentNode, type RunNode } from './nodes';
import { tagRecord } from '../../protocol/runTags';
import { chooseComparison, chooseRun, chooseRuns } from './runChoice';
import type { RunPanels } from './runPanel';
import { diffSource, revealSource } from './source';
import { editTags } from './tagsPick';
import type { ExperimentsTree } from './tree';

const LONGEST_NAME = 500;

/** Registers the commands of one or several runs. */
export function registerRunCommands(tree: ExperimentsTree, runs: RunPanels, comparisons: ComparePanels, projects: Projects): vscode.Disposable {
  return vscode.Disposable.from(
    registerCommand(Command.openRun, async (clicked, selected) => open(runs, await chooseRuns(tree, clicked, selected, 'Open runs'))),
    registerCommand(Command.compareRuns, async (clicked, selected) => clicked?.kind === 'experiment' ? comparisons.compareAll(clicked) : comparisons.compare(await chooseComparison(tree, clicked, selected))),
    registerCommand(Command.renameRun, async (clicked) => rename(await chooseRun(tree, await clickedOrFocused(tree, clicked), 'Rename run'))),
    registerCommand(Command.editNote, async (clicked) => editNote(await chooseRun(tree, clicked, 'Note'))),
    registerCommand(Command.editTags, async (clicked) => editTags(await chooseRun(tree, clicked, 'Tags'))),
    registerCommand(Command.starRun, async (clicked, selected) => star(await chooseRuns(tree, clicked, selected, 'Star runs'), 'true')),
    registerCommand(Command.unstarRun, async (clicked, selected) => star(await chooseRuns(tree, clicked, selected, 'Remove stars'), 'false')),
    registerCommand(Command.pinBaseline, async (clicked) => pin(await chooseRun(tree, clicked, 'Pin as baseline'), true)),
    registerCommand(Command.unpinBaseline, async (clicked) => pin(await chooseRun(tree, clicked, 'Unpin baseline'), false)),
    registerCommand(Command.copyRunId, async (clicked, selected) => copyIds(await chooseRuns(tree, clicked, selected, 'Copy run id'))),
    registerCommand(Command.copyExperimentId, async (experiment?: ExperimentNode) => {
      if (experiment !== undefined) {
        await vscode.env.clipboard.writeText(experiment.summary.experiment_id);
      }
    }),
    registerCommand(Command.copyTrackingUri, async () => {
      const project = projects.active();
      await project.connect();
      if (project.address !== undefined) {
        await vscode.env.clipboard.writeText(trackingUri(project.address));
        vscode.window.setStatusBarMessage('$(check) Tracking URI copied. It holds a credential.', 4000);
      }
    }),
    registerCommand(Command.revealSource, async (clicked) => revealSource(await chooseRun(tree, clicked, 'Reveal source'))),
    registerCommand(Command.diffSource, async (clicked) => diffSource(await chooseRun(tree, clicked, 'Diff to the current code'))),
    registerCommand(Command.stopRun, async (clicked, selected) => stop(await chooseRuns(tree, clicked, selected, 'Stop runs'))),
    registerCommand(Command.deleteRun, async (clicked, selected) => archive(await chooseRuns(tree, await clickedOrFocused(tree, clicked), selected, 'Delete runs'))),
    registerCommand(Command.restoreRun, async (clicked, selected) => restore(await chooseRuns(tree, clicked, selected, 'Restore runs'))),
  );
}

/** One run takes the preview tab's place; several stay open beside each other. */
async function open(runs: RunPanels, nodes: readonly RunNode[]): Promise<void> {
  for (const node of nodes) {
    await runs.openRun(node, nodes.length === 1);
  }
}

async function rename(node: RunNode): Promise<void> {
  const name = await vscode.window.showInputBox({
    title: `Rename ${node.row.run_name}`, value: node.row.run_name, prompt: 'Name of the run',
    validateInput: (text) => text.trim() === '' ? 'A run needs a name.' : text.length > LONGEST_NAME ? `A name has at most ${LONGEST_NAME} characters.` : undefined,
  });
  if (name !== undefined && name !== node.row.run_name) {
    await (await node.project.connect()).updateRun(node.row.run_id, { run_name: name.trim() });
  }
}

async function editNote(node: RunNode): Promise<void> {
  const before = node.row.tags[RunTag.note] ?? '';
  const note = await vscode.window.showInputBox({ title: `Note on ${node.row.run_name}`, value: before, prompt: 'What did you try, and what came of it? Leave it empty to remove the note.' });
  if (note !== undefined && note !== before) {
    await (await node.project.connect()).setTag(node.row.run_id, RunTag.note, note);
  }
}

async function star(nodes: readonly RunNode[], value: 'true' | 'false'): Promise<void> {
  await Promise.all(nodes.map(async (node) => (await node.project.connect()).setTag(node.row.run_id, RunTag.starred, value)));
}

async function pin(node: RunNode, pinned: boolean): Promise<void> {
  const experiment = experimentOf(node);
  await (await node.project.connect()).setExperimentTag(experiment.summary.experiment_id, RunTag.baseline, pinned ? node.row.run_id : '');
}

async function copyIds(nodes: readonly RunNode[]): Promise<void> {
  await vscode.env.clipboard.writeText(nodes.map((node) => node.row.run_id).join('\n'));
  vscode.window.setStatusBarMessage(`$(check) Copied ${countOf(nodes.length, 'run id')}`, 3000);
}

/** A run of one of our jobs is stopped with its process; any other only ends in the records, since its process is not ours. */
async function stop(nodes: readonly RunNode[]): Promise<void> {
  for (const node of nodes) {
    const client = await node.project.connect();
    const job = node.row.tags[RunTag.job];
    if (job !== undefined && !node.row.lost) {
      await client.stopJob(job);
    } else if (node.row.lost) {
      await client.updateRun(node.row.run_id, { status: 'KILLED', end_time: node.row.last_activity });
    } else {
      throw new Problem(`${node.row.run_name} was not started by Slipway, so its process is not ours to stop. Stop it where it runs, or mark it as stopped here.`, [
        { title: 'Mark as stopped', run: () => inBackground(async () => client.updateRun(node.row.run_id, { status: 'KILLED', end_time: Date.now() })) },
      ], 'info');
    }
  }
}

async function archive(nodes: readonly RunNode[]): Promise<void> {
  const wasBaseline = nodes.filter((node) => tagRecord(experimentOf(node).summary.tags)[RunTag.baseline] === node.row.run_id);
  await Promise.all(nodes.map(async (node) => (await node.project.connect()).deleteRun(node.row.run_id)));
  const what = nodes.length === 1 && nodes[0] !== undefined ? nodes[0].row.run_name : countOf(nodes.length, 'run');
  const baseline = wasBaseline.length > 0 ? ' It was the baseline.' : '';
  inBackground(async () => {
    if (await vscode.window.showInformationMessage(`Deleted ${what}.${baseline}`, 'Undo') === 'Undo') {
      await restore(nodes);
    }
  });
}

async function restore(nodes: readonly RunNode[]): Promise<void> {
  await Promise.all(nodes.map(async (node) => (await node.project.connect()).restoreRun(node.row.run_id)));
}

/** What the buttons of the run panel do: the same commands as the Experiments view, on the panel's run. */
import type { RunAction } from '../../protocol/panels/runPanel';
import { RunTag } from '../../protocol/runTags';
import { Command } from '../contributions';
import { Problem } from '../problem';
import { executeCommand } from '../register';
import type { RunNode } from './nodes';
import type { RunPanelContext } from './runAnswers';
import { readRunNode } from './runNode';

/** So many other runs stand beside this one in "compare with the last". */
const RECENT = 3;

/** Resolves when the command has run; commands tell their problems themselves. */
export async function runAction(context: RunPanelContext, action: RunAction): Promise<void> {
  const node = await readRunNode(context.project, context.runId);
  switch (action) {
    case 'rename': await executeCommand(Command.renameRun, node); break;
    case 'editTags': await executeCommand(Command.editTags, node); break;
    case 'copyId': await executeCommand(Command.copyRunId, node, [node]); break;
    case 'star': await executeCommand(Command.starRun, node, [node]); break;
    case 'unstar': await executeCommand(Command.unstarRun, node, [node]); break;
    case 'pinBaseline': await executeCommand(Command.pinBaseline, node); break;
    case 'unpinBaseline': await executeCommand(Command.unpinBaseline, node); break;
    case 'revealSource': await executeCommand(Command.revealSource, node); break;
    case 'diffSource': await executeCommand(Command.diffSource, node); break;
    case 'stop': await executeCommand(Command.stopRun, node, [node]); break;
    case 'delete': await executeCommand(Command.deleteRun, node, [node]); break;
    case 'restore': await executeCommand(Command.restoreRun, node, [node]); break;
    case 'showLineage': await executeCommand(Command.showLineage, node); break;
    case 'compareChosen': await executeCommand(Command.compareRuns, node, [node]); break;
    case 'compareBaseline': compareWith(context, node, [baselineOf(node)]); break;
    case 'compareRecent': compareWith(context, node, await recentBeside(context, node)); break;
    case 'runAgain': await context.again(context.project, jobOf(node)); break;
  }
}

function compareWith({ project, runId, compare }: RunPanelContext, node: RunNode, others: readonly string[]): void {
  if (others.length === 0) {
    throw new Problem('There is no other run in this experiment yet. Train once more, then compare.', [], 'info');
  }
  compare(project, [node.row.experiment_id], [runId, ...others], `${node.row.run_name} compared`);
}

function baselineOf(node: RunNode): string {
  const id = node.parent.kind === 'experiment' ? node.parent.summary.tags.find(({ key }) => key === RunTag.baseline)?.value : undefined;
  if (id === undefined || id === '') {
    throw new Problem('No baseline is pinned in this experiment. Pin a run as baseline first.', [], 'info');
  }
  return id;
}

async function recentBeside({ project, runId }: RunPanelContext, node: RunNode): Promise<string[]> {
  const { rows } = await (await project.connect()).runRows({ experiment_id: node.row.experiment_id, order_by: ['attributes.start_time DESC'], max_results: RECENT + 1 });
  return rows.map((row) => row.run_id).filter((id) => id !== runId).slice(0, RECENT);
}

function jobOf(node: RunNode): string {
  const id = node.row.tags[RunTag.job];
  if (id === undefined) {
    throw new Problem(`${node.row.run_name} was not started by Slipway, so its command is not known. Run it again where it ran before.`, [], 'info');
  }
  return id;
}

/** Opens what a node of lineage stands for: the panel of a run or a version, a file, the changes of a commit. */
import * as vscode from 'vscode';
import type { RunTab } from '../../protocol/panels/runPanel';
import type { OpenedNode } from '../../protocol/panels/lineagePanel';
import type { Project } from '../connection/project';
import { Command, View } from '../contributions';
import { Problem } from '../problem';
import { executeCommand } from '../register';
import { readVersionNode } from '../registry/versionNode';
import { readRunNode } from '../tracking/runNode';
import { showCommit } from './commitChanges';

/** Opens the panel of a run, on a tab where it is not open yet. */
export type OpenRun = (project: Project, runId: string, tab?: RunTab) => Promise<void>;

/** @throws Problem when it cannot be opened */
export async function openNode(project: Project, { node, run }: OpenedNode, openRun: OpenRun): Promise<void> {
  const colon = node.indexOf(':');
  const [kind, key] = [node.slice(0, colon), node.slice(colon + 1)];
  switch (kind) {
    case 'run': return openRun(project, key);
    case 'model': return openRun(project, seenIn(run, `The logged model ${key} was made by no run of this project.`), 'artifacts');
    case 'dataset': return openRun(project, seenIn(run, `No run that is shown read ${key}.`), 'data');
    case 'commit': return openCommit(project, key, run, openRun);
    case 'source': await executeCommand(Command.revealSource, await readRunNode(project, seenIn(run, `No run that is shown was made by ${key}.`))); return undefined;
    case 'version': return openVersion(project, key);
    case 'alias': {
      const at = key.lastIndexOf('@');
      const { name, version } = await (await project.connect()).registry.versionByAlias(key.slice(0, at), key.slice(at + 1));
      return openVersion(project, `${name}/${version}`);
    }
    case 'deployment': await vscode.commands.executeCommand(`${View.deployments}.focus`); return undefined;
    default: throw new Problem(`Slipway does not know how to open ${node}.`, [], 'info');
  }
}

async function openVersion(project: Project, key: string): Promise<void> {
  const slash = key.lastIndexOf('/');
  await executeCommand(Command.openVersion, await readVersionNode(project, key.slice(0, slash), key.slice(slash + 1)));
}

/** The commit against the one before; where this repository does not have it, what the run says of its code. */
async function openCommit(project: Project, commit: string, run: string | undefined, openRun: OpenRun): Promise<void> {
  try {
    await showCommit(project.root, commit);
  } catch (error) {
    if (run === undefined || !(error instanceof Problem)) {
      throw error;
    }
    await openRun(project, run, 'code');
  }
}

function seenIn(run: string | undefined, problem: string): string {
  if (run === undefined) {
    throw new Problem(problem, [], 'info');
  }
  return run;
}

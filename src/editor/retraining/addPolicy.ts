/** "Retrain by Itself": asks what is trained, how it gets the labels and who lets the candidate answer, writes that into slipway.yaml, and lets it hold. */
import * as path from 'node:path';
import * as vscode from 'vscode';
import { problemText } from '../../projectFile/problem';
import { readProjectFile } from '../../projectFile/read';
import type { ProjectFile } from '../../protocol/projectFile';
import type { RetrainPolicy } from '../../protocol/retraining';
import { chosen, FOLLOWS } from '../chosen';
import type { Project } from '../connection/project';
import { openProjectFile, writePolicy } from '../monitoring/monitorFile';
import type { MonitorNode } from '../monitoring/nodes';
import { Problem } from '../problem';
import { PROJECT_FILE_NAME } from '../registry/gateText';
import { trustedFirst } from '../trust';
import { hold } from './retrainActs';

type PolicyItem = vscode.QuickPickItem & { readonly policy: Partial<RetrainPolicy> };

const LABELLED: readonly PolicyItem[] = [
  { label: 'In the environment variable SLIPWAY_LABELLED_TRAFFIC', description: 'the path of a Parquet file', policy: {} },
  { label: 'As the last argument of its command', policy: { arguments: '{labelled}' } },
  { label: 'As --labelled PATH', policy: { arguments: '--labelled {labelled}' } },
];
const APPROVAL: readonly PolicyItem[] = [
  { label: 'Its gate', detail: 'What passes answers 5, 25, then 50 %, and is taken back if it is worse', policy: {} },
  { label: 'Its gate, and then a person', detail: 'What passes waits until somebody approves it', policy: { approve: true } },
];

/** @returns the policy's name @throws Problem where there is nothing to train; CancellationError */
export async function addPolicy({ project, monitor }: MonitorNode): Promise<string> {
  trustedFirst('retraining');
  const file = await readable(project);
  const title = `Retrain ${monitor.deployment} by itself`;
  const targets = Object.entries(file.train ?? {}).map(([label, { command }]) => ({ label, description: command }));
  if (targets.length === 0) {
    throw new Problem(`${PROJECT_FILE_NAME} has no train target, so there is nothing to train again. Write one under "train".`, [
      { title: `Open ${PROJECT_FILE_NAME}`, run: async () => openProjectFile(project, monitor.name, 'monitors') },
    ], 'info');
  }
  const { label: train } = await chosen(vscode.window.showQuickPick(targets, { title, placeHolder: 'Which target is trained again?', matchOnDescription: true }));
  const labelled = await chosen(vscode.window.showQuickPick(LABELLED, { ...FOLLOWS, title, placeHolder: 'How does its script get the labelled traffic?' }));
  const approval = await chosen(vscode.window.showQuickPick(APPROVAL, { ...FOLLOWS, title, placeHolder: 'Who lets a candidate answer?' }));
  const name = freeName(monitor.name, file.retrain ?? {});
  await writePolicy(project, name, { monitor: monitor.name, train, ...labelled.policy, ...approval.policy });
  await hold(project, name);
  return name;
}

async function readable(project: Project): Promise<ProjectFile> {
  const file = path.join(project.root, PROJECT_FILE_NAME);
  const read = await readProjectFile(file);
  if (read?.fault !== undefined) {
    throw new Problem(problemText(PROJECT_FILE_NAME, read.fault));
  }
  return read?.file ?? {};
}

/** The monitor's name, unless another policy has it. */
function freeName(wanted: string, taken: Readonly<Record<string, unknown>>): string {
  for (let count = 1; ; count += 1) {
    const name = count === 1 ? wanted : `${wanted}-${count}`;
    if (!Object.hasOwn(taken, name)) {
      return name;
    }
  }
}

/** "Watch This Deployment": asks what its traffic is compared with and how it is cut, writes that into slipway.yaml, and begins. */
import * as vscode from 'vscode';
import { columnsOf } from '../../language/files';
import type { MonitorOptions, MonitorWindow } from '../../protocol/monitors';
import { chosen, FOLLOWS } from '../chosen';
import type { Project } from '../connection/project';
import { Problem } from '../problem';
import { PROJECT_FILE_NAME } from '../registry/gateText';
import { projectPython } from '../training/projectPython';
import { trustedFirst } from '../trust';
import { askForFile, withinProject } from './dataFiles';
import { writeMonitor } from './monitorFile';
import type { MonitorNode } from './nodes';

const WINDOWS: readonly (vscode.QuickPickItem & { readonly window: MonitorWindow })[] = [
  { label: 'Each hour', description: 'what it does by default', window: { every: '1h' } }, { label: 'Each 15 minutes', window: { every: '15m' } }, { label: 'Each 6 hours', window: { every: '6h' } },
  { label: 'Each day', window: { every: '1d' } }, { label: 'After 1,000 rows', window: { rows: 1_000 } }, { label: 'After 10,000 rows', window: { rows: 10_000 } },
];

/** What is asked of a person, step by step. @throws CancellationError */
export async function watchDeployment(project: Project, deployment: string, known: readonly MonitorNode[]): Promise<string> {
  trustedFirst('monitoring');
  const there = known.find(({ project: own, monitor }) => own === project && monitor.deployment === deployment)?.monitor;
  if (there !== undefined && there.state === 'watching') {
    throw new Problem(`${there.name} watches ${deployment} already. Change what it does in ${PROJECT_FILE_NAME}.`, [], 'info');
  }
  if (there === undefined) {
    const title = `Watch ${deployment}`;
    const reference = await chooseReference(project, title);
    const quality = await chooseTruths(project, reference, title);
    const { window } = await chosen(vscode.window.showQuickPick(WINDOWS, { ...FOLLOWS, title, placeHolder: 'How is the traffic cut into windows?' }));
    const options: MonitorOptions = {
      deployment, ...(reference === undefined ? {} : { reference: withinProject(project, reference) }), window, ...(quality === undefined ? {} : { quality }),
    };
    await writeMonitor(project, deployment, options);
  }
  const name = there?.name ?? deployment;
  await beginWatching(project, name);
  return name;
}

/** Begins, or begins again, as slipway.yaml says. */
export async function beginWatching(project: Project, name: string): Promise<void> {
  trustedFirst('monitoring');
  const python = (await projectPython(project, PROJECT_FILE_NAME))?.python;
  await (await project.connect()).monitoring.watch({ name, root: project.root, ...(python === undefined ? {} : { python }) });
}

/** @returns undefined: the engine takes what the champion's run has logged, else the traffic's first rows */
async function chooseReference(project: Project, title: string): Promise<vscode.Uri | undefined> {
  return askForFile(project, {
    title, placeHolder: 'What is the traffic compared with?', likely: /train|fit|reference/i, without: {
      label: 'What the model was trained on, else the first 1,000 rows',
      detail: 'The data set that the champion\'s run has logged, where that is a file that has not changed; else a baseline from the beginning of the traffic',
    },
  });
}

/** @returns undefined where only drift is watched */
async function chooseTruths(project: Project, reference: vscode.Uri | undefined, title: string): Promise<MonitorOptions['quality']> {
  const file = await askForFile(project, {
    title, placeHolder: 'Which file has true answers of rows that the model was not trained with?', likely: /test|valid|eval|holdout/i, without: {
      label: 'None: watch drift, and quality once labels come', detail: 'With such a file the champion answers it, and how right it is on live traffic is estimated before labels come',
    },
  });
  if (file === undefined) {
    return undefined;
  }
  const label = await chooseLabel(file, title);
  return { ...(file.fsPath === reference?.fsPath ? {} : { data: withinProject(project, file) }), label };
}

async function chooseLabel(file: vscode.Uri, title: string): Promise<string> {
  const columns = await columnsOf(file.fsPath);
  const prompt = 'Which column holds the true answer?';
  if (columns.length > 0) {
    // As a rule it is the last one.
    return (await chosen(vscode.window.showQuickPick(columns.toReversed().map((label) => ({ label })), { ...FOLLOWS, title, placeHolder: prompt }))).label;
  }
  return (await chosen(vscode.window.showInputBox({ ...FOLLOWS, title, prompt, validateInput: (text) => (text.trim() === '' ? 'Name the column.' : undefined) }))).trim();
}

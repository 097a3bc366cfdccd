/** What the model panel's host answers about its version, and what its buttons do. */
import * as vscode from 'vscode';
import type { ModelContents } from '../../protocol/modelContents';
import type { GateView, ModelMethods, VersionAction } from '../../protocol/panels/modelPanel';
import type { Project } from '../connection/project';
import { Command } from '../contributions';
import type { Answers } from '../panels/panel';
import { telling } from '../problem';
import { executeCommand } from '../register';
import { openGate, readGateFile } from './gateFile';
import { runGate } from './gateRun';
import { readExample } from './inputExample';
import { writeGateFor } from './promotion';
import { openFile, saveFile } from './versionFiles';
import { readVersionNode } from './versionNode';
import { readVersionView } from './versionView';

const REPORTS = 20;
const ENTRIES = 50;

/** Which version a panel shows: another one may take its place, and its model may be renamed. */
export interface Shown { name: string; version: string }

/** What answering needs. */
export interface ModelPanelContext {
  readonly project: Project;
  readonly shown: Shown;
  readonly panel: vscode.WebviewPanel;
  /** another version takes this one's place */
  readonly show: (version: string) => void;
  /** the panel is used: it is no preview any more */
  readonly settle: () => void;
}

export function modelAnswers(context: ModelPanelContext): Answers<ModelMethods> {
  const { project, shown, panel } = context;
  const contents = async (signal?: AbortSignal): Promise<ModelContents> => (await project.connect()).registry.contents(shown.name, shown.version, signal);
  return {
    version: async (_, signal) => {
      const view = await readVersionView(await project.connect(), shown.name, shown.version, signal);
      panel.title = `${view.name} v${view.version}`;
      return view;
    },
    contents: (_, signal) => contents(signal),
    example: async (_, signal) => readExample(await project.connect(), shown.name, shown.version, signal),
    gate: (_, signal) => readGate(project, shown, signal),
    history: async ({ page_token: token }, signal) => (await project.connect()).registry.audit({ name: shown.name, max_results: ENTRIES, ...(token === undefined ? {} : { page_token: token }) }, signal),
    act: async ({ action }) => telling(async () => act(context, action)),
    giveAlias: async ({ alias }) => telling(async () => (await project.connect()).registry.setAlias(shown.name, alias, shown.version)),
    // It goes on when the panel is closed: the Models view tells what came of it.
    runGate: async () => telling(async () => { await runGate({ project, ...shown }, () => undefined, new AbortController().signal); }),
    stopGate: async ({ gate_id: id }) => telling(async () => (await project.connect()).gates.stop(id)),
    openGate: async () => telling(async () => openGate(project, shown.name)),
    writeGate: async () => telling(async () => writeGateFor(await readVersionNode(project, shown.name, shown.version))),
    describe: async ({ text }) => (await project.connect()).registry.describeVersion(shown.name, shown.version, text),
    openFile: async ({ path }) => telling(async () => {
      const { files } = await contents();
      await openFile({ project, ...shown }, path, files.find((file) => file.path === path)?.size ?? 0);
    }),
    saveFile: async ({ path }) => telling(async () => saveFile({ project, ...shown }, path)),
    copy: async ({ text }) => vscode.env.clipboard.writeText(text),
    show: ({ version }) => context.show(version),
    settle: () => context.settle(),
  };
}

async function act({ project, shown }: ModelPanelContext, action: VersionAction): Promise<void> {
  const node = await readVersionNode(project, shown.name, shown.version);
  const commands = {
    promote: Command.promoteVersion, setAlias: Command.setAlias, removeAlias: Command.removeAlias, moveStage: Command.moveStage, editTags: Command.editVersionTags,
    copyLoadCode: Command.copyLoadCode, compare: Command.compareVersions, openRun: Command.openVersionRun, delete: Command.deleteVersion,
  } as const satisfies Record<VersionAction, string>;
  await executeCommand(commands[action], node, [node]);
}

async function readGate(project: Project, { name, version }: Shown, signal: AbortSignal): Promise<GateView> {
  const { gates } = await project.connect();
  const [reports, { exists, gate }, standing] = await Promise.all([
    gates.list({ name, version, max_results: REPORTS }, signal), readGateFile(project, name), gates.standing({ name, version, root: project.root }, signal),
  ]);
  const { verdict, why } = standing;
  return {
    reports, gate: gate ?? null, file: exists, trusted: vscode.workspace.isTrusted,
    standing: verdict === 'passed' || verdict === 'no_gate' ? null : { verdict, why },
  };
}

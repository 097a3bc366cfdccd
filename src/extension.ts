/** Wires the rooms of editor/ together, and nothing else. What costs time is done after `activate` has returned. */
import * as path from 'node:path';
import * as vscode from 'vscode';
import { copyEngineFiles } from './connection/engineFiles';
import { writeCommandShim } from './editor/connection/commandShim';
import { registerDebugTracking } from './editor/connection/debugTracking';
import { Projects } from './editor/connection/projects';
import { TerminalTracking } from './editor/connection/terminalTracking';
import { Scheme } from './editor/contributions';
import { registerData } from './editor/data/data';
import { registerExamples } from './editor/examples';
import { registerLanguage } from './editor/language/language';
import type { KernelTracking } from './editor/notebooks/kernelTracking';
import { registerLineage } from './editor/lineage/lineage';
import { registerMonitoring } from './editor/monitoring/monitoring';
import { registerNotebooks } from './editor/notebooks/notebooks';
import { inBackground } from './editor/problem';
import { registerRegistry } from './editor/registry/registry';
import { registerServing } from './editor/serving/serving';
import { State } from './editor/state';
import { registerStatusBar } from './editor/statusBar';
import { ComparePanels } from './editor/tracking/comparePanel';
import { registerRunCommands } from './editor/tracking/runCommands';
import { RunPanels } from './editor/tracking/runPanel';
import { RecordedSources } from './editor/tracking/source';
import { ExperimentsTree } from './editor/tracking/tree';
import { registerViewCommands } from './editor/tracking/viewCommands';
import { trainAgain } from './editor/training/again';
import { registerTrainingCommands } from './editor/training/commands';
import { FollowedJobs } from './editor/training/followedJobs';
import { Jobs } from './editor/training/jobs';
import type { TrainingRoom } from './editor/training/train';

declare const SLIPWAY_VERSION: string;

/** What tests reach into; no API for others. */
export interface Slipway {
  readonly state: State;
  readonly projects: Projects;
  readonly tracking: TerminalTracking;
  readonly tree: ExperimentsTree;
  readonly jobs: Jobs;
  readonly kernels: KernelTracking;
}

export function activate(context: vscode.ExtensionContext): Slipway {
  const state = new State(context.workspaceState);
  // A clone runs from its own dist; an installed extension from a copy that outlives it.
  let copied: Promise<string> | undefined;
  const dist = async (): Promise<string> => {
    copied ??= context.extensionMode === vscode.ExtensionMode.Production
      ? copyEngineFiles(context.extensionPath, context.globalStorageUri.fsPath, SLIPWAY_VERSION)
      : Promise.resolve(path.join(context.extensionPath, 'dist'));
    // What failed once (a full disk) may work the next time.
    return copied.catch((error: unknown) => { copied = undefined; throw error; });
  };
  const projects = new Projects({
    node: process.execPath, version: SLIPWAY_VERSION, env: { ELECTRON_RUN_AS_NODE: '1' },
    entry: async () => path.join(await dist(), 'engine.js'),
  });
  const tracking = new TerminalTracking(context.environmentVariableCollection, projects, state,
    async () => writeCommandShim(context.globalStorageUri.fsPath, process.execPath, path.join(await dist(), 'slipway.js')));
  const kernels = registerNotebooks(context, { projects, state, tracking });
  const tree = new ExperimentsTree(projects, state, tracking);
  const jobs = new Jobs(projects);
  const comparisons = new ComparePanels(context.extensionUri, context.extension.id, projects, state, async (project, runId) => runs.openRunById(project, runId));
  const runs = new RunPanels(context.extensionUri, projects, state, { compare: comparisons.show.bind(comparisons), again: async (project, jobId) => trainAgain(room, project, jobId) });
  const followed = new FollowedJobs(projects, jobs, state, runs.openRunById.bind(runs));
  const room: TrainingRoom = { projects, jobs, state, scripts: path.join(context.extensionPath, 'dist', 'python'), followed };
  const registry = registerRegistry(context.extensionUri, projects, tree, { openRun: runs.openRunById.bind(runs), compare: comparisons.show.bind(comparisons) });
  context.subscriptions.push(
    registry, registerServing(context.extensionUri, projects, { models: registry.tree, runs: tree }, state), registerMonitoring(context.extensionUri, projects, state, { jobs, openRun: runs.openRunById.bind(runs), openReport: registry.openReport }), registerLineage(context.extensionUri, projects, { runs: tree, models: registry.tree }, runs.openRunById.bind(runs)),
    projects, tracking, tree, jobs, followed, comparisons, runs,
    registerRunCommands(tree, runs, comparisons, projects),
    registerViewCommands(tree, state, projects, tracking),
    registerTrainingCommands(room),
    registerExamples(context.extensionUri),
    registerData(context.extensionUri, projects),
    registerDebugTracking(projects, tracking),
    registerStatusBar(projects, jobs),
    registerLanguage(context.extensionPath, projects),
    vscode.workspace.registerTextDocumentContentProvider(Scheme.recordedSource, RecordedSources.shared),
  );
  // Engines are found and started when the window has its say; the view shows what becomes of it.
  setImmediate(() => inBackground(async () => { await projects.open(); tracking.apply(); }));
  return { state, projects, tracking, tree, jobs, kernels };
}

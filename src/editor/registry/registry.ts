/** Wires the room: the Models view, the model panel, and the commands of models, versions, and of registering them. */
import * as vscode from 'vscode';
import type { Project } from '../connection/project';
import type { Projects } from '../connection/projects';
import type { ExperimentsTree } from '../tracking/tree';
import { registerModelCommands } from './modelCommands';
import { ModelPanels } from './modelPanel';
import { registerPromotion } from './promotionCommands';
import { registerRegistering } from './registering';
import { ModelsTree } from './tree';
import { readVersionNode } from './versionNode';
import { registerVersionCommands, type VersionLeads } from './versionCommands';

export interface RegistryRoom extends vscode.Disposable {
  readonly tree: ModelsTree;
  /** opens what a gate has found of a version */
  readonly openReport: (project: Project, name: string, version: string, gateId: string) => Promise<void>;
}

export function registerRegistry(extension: vscode.Uri, projects: Projects, runs: ExperimentsTree, leads: VersionLeads): RegistryRoom {
  const tree = new ModelsTree(projects);
  const panels = new ModelPanels(extension, projects);
  const registered = vscode.Disposable.from(
    tree, panels, registerModelCommands(tree, projects), registerVersionCommands(tree, projects, panels, leads), registerRegistering(tree, runs, projects), registerPromotion(tree, runs, projects, panels),
  );
  const openReport: RegistryRoom['openReport'] = async (project, name, version, report) => panels.show(await readVersionNode(project, name, version), false, { tab: 'gate', report });
  return { tree, openReport, dispose: () => registered.dispose() };
}

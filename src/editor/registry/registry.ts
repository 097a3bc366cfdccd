/** Wires the room: the Models view, and the commands of models, versions, and of registering them. */
import * as vscode from 'vscode';
import type { Projects } from '../connection/projects';
import type { ExperimentsTree } from '../tracking/tree';
import { registerModelCommands } from './modelCommands';
import { registerRegistering } from './registering';
import { ModelsTree } from './tree';
import { registerVersionCommands, type VersionLeads } from './versionCommands';

export interface RegistryRoom extends vscode.Disposable { readonly tree: ModelsTree }

export function registerRegistry(projects: Projects, runs: ExperimentsTree, leads: VersionLeads): RegistryRoom {
  const tree = new ModelsTree(projects);
  const registered = vscode.Disposable.from(tree, registerModelCommands(tree, projects), registerVersionCommands(tree, projects, leads), registerRegistering(tree, runs, projects));
  return { tree, dispose: () => registered.dispose() };
}

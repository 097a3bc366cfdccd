/** Which models and versions a command means: what was clicked, what is selected, or what is picked from a list. */
import * as vscode from 'vscode';
import { countOf } from '../../wording/formatNumber';
import type { Projects } from '../connection/projects';
import { Problem } from '../problem';
import { versionItem, tagsOf } from './model';
import { versionName, type ModelNode, type RegistryNode, type VersionNode } from './nodes';
import type { ModelsTree } from './tree';

const NONE = 'No model is registered yet. Register one from a run of the Experiments view, or from a file.';

/** One model: the clicked one, that of the clicked version, else picked. @throws CancellationError when nothing is picked */
export async function chooseModel(tree: ModelsTree, projects: Projects, clicked: RegistryNode | undefined, title: string): Promise<ModelNode> {
  if (clicked?.kind === 'model') {
    return clicked;
  }
  const models = (await Promise.all(projects.all.map(async (project) => tree.modelsOf(project)))).flat();
  if (models.length === 0) {
    throw new Problem(NONE, [], 'info');
  }
  const picked = await vscode.window.showQuickPick(models.map((node) => ({ node, label: node.row.name, description: countOf(node.row.version_count, 'version') })), { title, placeHolder: 'Choose a model' });
  if (picked === undefined) {
    throw new vscode.CancellationError();
  }
  return picked.node;
}

/** One version: the clicked one, else the only selected one, else picked. */
export async function chooseVersion(tree: ModelsTree, projects: Projects, clicked: VersionNode | undefined, title: string): Promise<VersionNode> {
  const selected = versionsAmong(tree.view.selection);
  return clicked ?? (selected.length === 1 ? selected[0] : undefined) ?? await pickVersion(tree, projects, title);
}

/** All versions that are meant: the whole selection when the clicked one is part of it. */
export function chosenVersions(tree: ModelsTree, clicked: VersionNode | undefined, selected: readonly RegistryNode[] | undefined): VersionNode[] {
  const several = versionsAmong(selected ?? tree.view.selection);
  return clicked === undefined || several.includes(clicked) ? several : [clicked];
}

async function pickVersion(tree: ModelsTree, projects: Projects, title: string): Promise<VersionNode> {
  const model = await chooseModel(tree, projects, undefined, title);
  const versions = await tree.versionsOf(model);
  if (versions.length === 0) {
    throw new Problem(`${model.row.name} has no versions yet. Register one from a run or a file.`, [], 'info');
  }
  const items = versions.map((node) => ({ node, label: versionName(node), description: versionItem(node.row, { now: Date.now(), champion: undefined, experimentTags: tagsOf(node) }).description }));
  const picked = await vscode.window.showQuickPick(items, { title, placeHolder: 'Choose a version', matchOnDescription: true });
  if (picked === undefined) {
    throw new vscode.CancellationError();
  }
  return picked.node;
}

function versionsAmong(nodes: readonly RegistryNode[]): VersionNode[] {
  return nodes.filter((node): node is VersionNode => node.kind === 'version');
}

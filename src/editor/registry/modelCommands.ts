/** What the context menu of registered models does. */
import * as vscode from 'vscode';
import { countOf } from '../../wording/formatNumber';
import type { Projects } from '../connection/projects';
import { Command } from '../contributions';
import { registerCommand } from '../register';
import { editTagsOf } from '../tracking/tagsPick';
import { chooseModel } from './choice';
import { nameProblem } from './names';
import type { ModelNode } from './nodes';
import type { ModelsTree } from './tree';

export function registerModelCommands(tree: ModelsTree, projects: Projects): vscode.Disposable {
  return vscode.Disposable.from(
    registerCommand(Command.refreshModels, () => tree.refresh()),
    registerCommand(Command.showMoreVersions, async (more) => tree.showMore(more.model)),
    registerCommand(Command.describeModel, async (clicked) => describe(await chooseModel(tree, projects, clicked, 'Describe model'))),
    registerCommand(Command.editModelTags, async (clicked) => editTags(await chooseModel(tree, projects, clicked, 'Tags of a model'))),
    registerCommand(Command.renameModel, async (clicked) => rename(await chooseModel(tree, projects, clicked, 'Rename model'))),
    registerCommand(Command.copyModelName, async (clicked) => vscode.env.clipboard.writeText((await chooseModel(tree, projects, clicked, 'Copy name')).row.name)),
    registerCommand(Command.deleteModel, async (clicked) => remove(await chooseModel(tree, projects, clicked, 'Delete model'))),
  );
}

async function describe({ project, row }: ModelNode): Promise<void> {
  const description = await vscode.window.showInputBox({ title: `Describe ${row.name}`, value: row.description, prompt: 'What does it predict, from what, for whom? Leave it empty to remove the description.' });
  if (description !== undefined && description !== row.description) {
    await (await project.connect()).registry.describe(row.name, description);
  }
}

async function editTags({ project, row }: ModelNode): Promise<void> {
  const { registry } = await project.connect();
  await editTagsOf({
    name: row.name, read: async () => (await registry.model(row.name)).tags ?? [],
    set: async (key, value) => registry.setTag(row.name, key, value), remove: async (key) => registry.deleteTag(row.name, key),
  });
}

async function rename({ project, row }: ModelNode): Promise<void> {
  const name = await vscode.window.showInputBox({
    title: `Rename ${row.name}`, value: row.name, prompt: `Code that loads models:/${row.name}/… has to be changed too.`, validateInput: nameProblem,
  });
  if (name !== undefined && name !== row.name) {
    await (await project.connect()).registry.rename(row.name, name);
  }
}

async function remove({ project, row }: ModelNode): Promise<void> {
  const aliases = row.aliases.length === 0 ? '' : ` Code that loads ${row.aliases.map(({ alias }) => `models:/${row.name}@${alias}`).join(', ')} will fail.`;
  const detail = `${goesWith(row.version_count)}${aliases} This can't be undone.`;
  if (await vscode.window.showWarningMessage(`Delete the model ${row.name}?`, { modal: true, detail: detail.trim() }, 'Delete') === 'Delete') {
    await (await project.connect()).registry.delete(row.name);
  }
}

function goesWith(versions: number): string {
  return versions === 0 ? '' : versions === 1 ? 'Its version goes with it; the run and files that it came from stay.' : `Its ${countOf(versions, 'version')} go with it; the runs and files that they came from stay.`;
}

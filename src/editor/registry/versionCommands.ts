/** What the context menu of versions does. */
import * as vscode from 'vscode';
import { Alias } from '../../protocol/aliases';
import type { ModelStage } from '../../protocol/registry';
import { FOLLOWS } from '../chosen';
import type { Project } from '../connection/project';
import type { Projects } from '../connection/projects';
import { Command } from '../contributions';
import { Problem } from '../problem';
import { registerCommand } from '../register';
import { editTagsOf } from '../tracking/tagsPick';
import { chosenVersions, chooseVersion } from './choice';
import { aliasProblem } from './names';
import type { ModelPanels } from './modelPanel';
import { versionName, type VersionNode } from './nodes';
import type { ModelsTree } from './tree';

/** The panels that versions lead to. */
export interface VersionLeads {
  readonly openRun: (project: Project, runId: string) => Promise<void>;
  readonly compare: (project: Project, experimentIds: readonly string[], selected: readonly string[], title: string) => void;
}

const STAGES: readonly ModelStage[] = ['None', 'Staging', 'Production', 'Archived'];

export function registerVersionCommands(tree: ModelsTree, projects: Projects, panels: ModelPanels, leads: VersionLeads): vscode.Disposable {
  const choose = async (clicked: VersionNode | undefined, title: string): Promise<VersionNode> => chooseVersion(tree, projects, clicked, title);
  return vscode.Disposable.from(
    registerCommand(Command.openVersion, async (clicked) => panels.show(await choose(clicked, 'Open version'))),
    registerCommand(Command.openVersionRun, async (clicked) => openRun(await choose(clicked, 'Open source run'), leads)),
    registerCommand(Command.compareVersions, async (clicked, selected) => compare(tree, chosenVersions(tree, clicked, selected), leads)),
    registerCommand(Command.setAlias, async (clicked) => setAlias(await choose(clicked, 'Set alias'))),
    registerCommand(Command.removeAlias, async (clicked) => removeAlias(await choose(clicked, 'Remove alias'))),
    registerCommand(Command.moveStage, async (clicked) => moveStage(await choose(clicked, 'Move to stage'))),
    registerCommand(Command.describeVersion, async (clicked) => describe(await choose(clicked, 'Describe version'))),
    registerCommand(Command.editVersionTags, async (clicked) => editTags(await choose(clicked, 'Tags of a version'))),
    registerCommand(Command.copyLoadCode, async (clicked) => copyLoadCode(await choose(clicked, 'Copy code that loads it'))),
    registerCommand(Command.deleteVersion, async (clicked) => remove(await choose(clicked, 'Delete version'))),
  );
}

async function openRun(node: VersionNode, leads: VersionLeads): Promise<void> {
  if (node.row.run === null) {
    throw new Problem(node.row.run_id === null ? `${versionName(node)} was registered from a file, so there is no run.` : `The run of ${versionName(node)} was deleted for good.`, [], 'info');
  }
  await leads.openRun(node.project, node.row.run.run_id);
}

/** The runs of the versions, side by side; one version is compared with the champion. */
function compare(tree: ModelsTree, chosen: readonly VersionNode[], leads: VersionLeads): void {
  const [first] = chosen;
  if (first === undefined) {
    throw new Problem('Select the versions to compare in the Models view, with Ctrl or Shift.', [], 'info');
  }
  const champion = tree.champion(first.model);
  const nodes = chosen.length === 1 && champion !== undefined && champion.row.version !== first.row.version ? [champion, first] : chosen;
  const runs = nodes.flatMap(({ row }) => row.run ?? []);
  if (runs.length < 2) {
    throw new Problem(nodes.length < 2 ? `${first.model.row.name} has no other champion to compare with. Select two versions or more.` : 'Versions are compared by their runs, and fewer than two of these have one.', [], 'info');
  }
  leads.compare(first.project, [...new Set(runs.map((run) => run.experiment_id))], runs.map((run) => run.run_id), `Compare ${nodes.map(versionName).join(', ')}`);
}

/** Aliases other than champion are names; champion is given by promoting, which has a gate. */
async function setAlias(node: VersionNode): Promise<void> {
  const others = node.model.row.aliases.filter(({ version }) => version !== node.row.version);
  const suggested = [...new Set([Alias.challenger, ...others.map(({ alias }) => alias)])].filter((alias) => alias !== Alias.champion && !node.row.aliases.includes(alias));
  const items = [...suggested.map((alias) => {
    const held = others.find((other) => other.alias === alias);
    return { label: `@${alias}`, description: held === undefined ? '' : `v${held.version} has it now`, alias };
  }), { label: '$(add) Another alias…', description: '', alias: '' }];
  const picked = await vscode.window.showQuickPick(items, { title: `Set an alias of ${versionName(node)}`, placeHolder: 'Code that loads models:/name@alias gets this version from now on' });
  if (picked === undefined) {
    return;
  }
  const alias = picked.alias !== '' ? picked.alias : await vscode.window.showInputBox({ ...FOLLOWS, title: `Alias of ${versionName(node)}`, prompt: 'Name of the alias, without @', validateInput: aliasProblem });
  if (alias !== undefined) {
    await (await node.project.connect()).registry.setAlias(node.model.row.name, alias, node.row.version);
  }
}

async function removeAlias(node: VersionNode): Promise<void> {
  const { registry } = await node.project.connect();
  const name = node.model.row.name;
  if (node.row.aliases.length === 0) {
    throw new Problem(`${versionName(node)} has no alias.`, [], 'info');
  }
  const alias = node.row.aliases.length === 1 ? node.row.aliases[0] : await vscode.window.showQuickPick(node.row.aliases, { title: `Remove an alias of ${versionName(node)}` });
  if (alias === undefined) {
    return;
  }
  await registry.deleteAlias(name, alias);
  void vscode.window.showInformationMessage(`${versionName(node)} is no longer @${alias}.`, 'Undo').then(async (chosen) => (chosen === 'Undo' ? registry.setAlias(name, alias, node.row.version) : undefined));
}

async function moveStage(node: VersionNode): Promise<void> {
  const stage = await vscode.window.showQuickPick(STAGES.filter((one) => one !== node.row.current_stage), { title: `Move ${versionName(node)} from ${node.row.current_stage} to`, placeHolder: 'MLflow recommends aliases; stages are here for code that uses them' });
  if (stage !== undefined) {
    await (await node.project.connect()).registry.moveStage(node.model.row.name, node.row.version, stage as ModelStage, false);
  }
}

async function describe(node: VersionNode): Promise<void> {
  const description = await vscode.window.showInputBox({ title: `Describe ${versionName(node)}`, value: node.row.description, prompt: 'What is new in it? Leave it empty to remove the description.' });
  if (description !== undefined && description !== node.row.description) {
    await (await node.project.connect()).registry.describeVersion(node.model.row.name, node.row.version, description);
  }
}

async function editTags(node: VersionNode): Promise<void> {
  const { registry } = await node.project.connect();
  const [name, version] = [node.model.row.name, node.row.version];
  await editTagsOf({
    name: versionName(node), read: async () => (await registry.version(name, version)).tags ?? [],
    set: async (key, value) => registry.setVersionTag(name, version, key, value), remove: async (key) => registry.deleteVersionTag(name, version, key),
  });
}

async function copyLoadCode(node: VersionNode): Promise<void> {
  const uri = node.row.aliases[0] === undefined ? `models:/${versionName(node)}` : `models:/${node.model.row.name}@${node.row.aliases[0]}`;
  await vscode.env.clipboard.writeText(`import mlflow\n\nmodel = mlflow.pyfunc.load_model(${JSON.stringify(uri)})\n`);
  vscode.window.setStatusBarMessage(`$(check) Copied code that loads ${uri}`, 4000);
}

async function remove(node: VersionNode): Promise<void> {
  const aliases = node.row.aliases.length === 0 ? '' : ` It is ${node.row.aliases.map((alias) => `@${alias}`).join(' and ')}: code that loads it by that name will fail.`;
  const from = node.row.run === null ? 'Its files stay where they are.' : `The run ${node.row.run.run_name} and its files stay.`;
  if (await vscode.window.showWarningMessage(`Delete ${versionName(node)}?`, { modal: true, detail: `${from}${aliases} Its number is not given again. This can't be undone.` }, 'Delete') === 'Delete') {
    await (await node.project.connect()).registry.deleteVersion(node.model.row.name, node.row.version);
  }
}

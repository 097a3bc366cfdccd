/** Wires the room: the panel, and "Show Lineage" on runs, versions and models. */
import * as vscode from 'vscode';
import { Alias } from '../../protocol/aliases';
import type { Project } from '../connection/project';
import type { Projects } from '../connection/projects';
import { Command } from '../contributions';
import { Problem } from '../problem';
import { registerCommand } from '../register';
import { versionName, type ModelNode, type VersionNode } from '../registry/nodes';
import type { ModelsTree } from '../registry/tree';
import type { RunNode } from '../tracking/nodes';
import { chooseRun } from '../tracking/runChoice';
import type { ExperimentsTree } from '../tracking/tree';
import { LineagePanels } from './lineagePanel';
import type { OpenRun } from './opening';

/** What "Show Lineage" is asked on. */
type LineageSubject = RunNode | VersionNode | ModelNode;

interface Subject { readonly project: Project; readonly node: string; readonly name: string }
interface Views { readonly runs: ExperimentsTree; readonly models: ModelsTree }

export function registerLineage(extension: vscode.Uri, projects: Projects, views: Views, openRun: OpenRun): vscode.Disposable {
  const panels = new LineagePanels(extension, projects, openRun);
  return vscode.Disposable.from(panels, registerCommand(Command.showLineage, async (clicked) => {
    const { project, node, name } = clicked === undefined ? await choose(projects, views) : await subjectOf(clicked, views);
    panels.show(project, node, name);
  }));
}

async function subjectOf(clicked: LineageSubject, views: Views): Promise<Subject> {
  const { project } = clicked;
  switch (clicked.kind) {
    case 'run': return { project, node: `run:${clicked.row.run_id}`, name: clicked.row.run_name };
    case 'version': return { project, node: `version:${versionName(clicked)}`, name: versionName(clicked) };
    case 'model': return ofModel(clicked, views);
  }
}

/** A model is meant as it is used: its champion, else its first alias, else its newest version. */
async function ofModel(model: ModelNode, views: Views): Promise<Subject> {
  const { project, row: { name, aliases } } = model;
  const used = aliases.find(({ alias }) => alias === Alias.champion) ?? aliases[0];
  if (used !== undefined) {
    return { project, node: `alias:${name}@${used.alias}`, name: `@${used.alias}` };
  }
  const [newest] = await views.models.versionsOf(model);
  if (newest === undefined) {
    throw new Problem(`${name} has no versions yet, so nothing led to it. Register one from a run or a file.`, [], 'info');
  }
  return subjectOf(newest, views);
}

/** Aliases and versions first: whoever asks where something comes from mostly asks about what is in use. */
async function choose(projects: Projects, views: Views): Promise<Subject> {
  await projects.open();
  const models = (await Promise.all(projects.all.map(async (project) => views.models.modelsOf(project)))).flat();
  const versions = (await Promise.all(models.map(async (model) => views.models.versionsOf(model)))).flat();
  const items: (vscode.QuickPickItem & { readonly find: () => Promise<Subject> })[] = [
    ...models.flatMap(({ project, row }) => row.aliases.map(({ alias, version }) => (
      { label: `$(mention) ${row.name}@${alias}`, description: `v${version}`, find: async () => ({ project, node: `alias:${row.name}@${alias}`, name: `@${alias}` }) }))),
    ...versions.map((version) => ({ label: `$(package) ${versionName(version)}`, description: version.row.run?.run_name ?? '', find: async () => subjectOf(version, views) })),
    { label: '$(beaker) A run…', alwaysShow: true, find: async () => subjectOf(await chooseRun(views.runs, undefined, 'Show the lineage of a run'), views) },
  ];
  const picked = models.length === 0 ? items.at(-1) : await vscode.window.showQuickPick(items, { title: 'Show lineage', placeHolder: 'Where does what come from?', matchOnDescription: true });
  if (picked === undefined) {
    throw new vscode.CancellationError();
  }
  return picked.find();
}

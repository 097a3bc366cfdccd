/** The Models view: asks `model.ts` what each line says, and refreshes exactly what was touched. */
import * as vscode from 'vscode';
import { countOf } from '../../wording/formatNumber';
import { eachProject } from '../connection/eachProject';
import type { Project } from '../connection/project';
import type { Projects } from '../connection/projects';
import { Command, ContextKey, View } from '../contributions';
import { readLineageLine } from '../lineage/lineageLine';
import { lineItem, moreItem, problemItem, projectItem } from '../lineItem';
import { inBackground, sentenceOf } from '../problem';
import { factItem, factsOf, modelItem, tagsOf, versionItem } from './model';
import { versionName, type ModelNode, type RegistryNode, type VersionNode } from './nodes';
import { PAGE, ProjectModels } from './projectModels';
import { modelTooltip, versionTooltip } from './tooltip';

const MINUTE = 60_000;

export class ModelsTree implements vscode.TreeDataProvider<RegistryNode>, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<RegistryNode | RegistryNode[] | undefined>();
  readonly onDidChangeTreeData = this.changed.event;
  readonly view: vscode.TreeView<RegistryNode>;
  private readonly models = new Map<Project, ProjectModels>();
  private readonly listeners: vscode.Disposable;
  private readonly clock: NodeJS.Timeout;

  constructor(private readonly projects: Projects) {
    this.view = vscode.window.createTreeView(View.models, { treeDataProvider: this, canSelectMany: true });
    this.listeners = vscode.Disposable.from(
      this.view,
      eachProject(projects, (project) => this.watch(project)),
      // While an engine starts again, what was last known stays in view.
      projects.onDidChange((project) => { if (project === undefined) { this.changed.fire(undefined); } else if (project.client !== undefined) { this.models.get(project)?.forget(); } }),
    );
    this.clock = setInterval(() => { if (this.view.visible) { this.changed.fire([...this.models.values()].flatMap((models) => models.shownVersions)); } }, MINUTE);
  }

  /** Models that are known now, of all projects. */
  get known(): readonly ModelNode[] { return [...this.models.values()].flatMap((models) => models.known); }

  /** Models of a project, read first where they are not known. */
  async modelsOf(project: Project): Promise<readonly ModelNode[]> {
    return await this.models.get(project)?.all() ?? [];
  }

  /** Versions of a model that are known or on its first page. */
  async versionsOf(model: ModelNode): Promise<readonly VersionNode[]> {
    return (await this.models.get(model.project)?.versions(model) ?? []).filter((node) => node.kind === 'version');
  }

  champion(model: ModelNode): VersionNode | undefined { return this.models.get(model.project)?.champion(model); }

  refresh(): void { this.models.forEach((models) => models.forget()); }

  async showMore(model: ModelNode): Promise<void> { await this.models.get(model.project)?.showMore(model); }

  async getChildren(node?: RegistryNode): Promise<RegistryNode[]> {
    try {
      return await this.childrenOf(node);
    } catch (error) {
      const project = node?.project ?? this.projects.all[0];
      return project === undefined ? [] : [{ kind: 'problem', project, message: sentenceOf(error) }];
    }
  }

  getParent(node: RegistryNode): RegistryNode | undefined {
    return node.kind === 'version' || node.kind === 'more' ? node.model : node.kind === 'fact' ? node.version : undefined;
  }

  getTreeItem(node: RegistryNode): vscode.TreeItem {
    switch (node.kind) {
      case 'project': return projectItem(node.project.name, `${node.project.store} models`);
      case 'more': return moreItem(`Show ${Math.min(PAGE, node.remaining)} more of ${countOf(node.remaining, 'version')}`, { command: Command.showMoreVersions, title: 'Show more', arguments: [node] });
      case 'problem': return problemItem(node.message);
      case 'model': return lineItem(modelItem(node.row), `${node.project.store} model ${node.row.name}`, this.known[0] === node);
      case 'version': {
        const item = lineItem(versionItem(node.row, { now: Date.now(), champion: this.champion(node.model)?.row, experimentTags: tagsOf(node), gate: node.gate }), `${node.project.store} version ${versionName(node)}`);
        item.command = { command: Command.openVersion, title: 'Open version', arguments: [node] };
        return item;
      }
      case 'fact': {
        const item = lineItem(factItem(node.fact, node.version, node.facts), `${node.project.store} version ${versionName(node.version)} ${node.fact}`);
        item.tooltip = typeof item.description === 'string' ? item.description : undefined;
        if (node.fact === 'run' && node.version.row.run !== null) {
          item.command = { command: Command.openVersionRun, title: 'Open run', arguments: [node.version] };
        } else if (node.fact === 'deployments') {
          item.command = { command: `${View.deployments}.focus`, title: 'Show deployments' };
        }
        return item;
      }
    }
  }

  async resolveTreeItem(item: vscode.TreeItem, node: RegistryNode): Promise<vscode.TreeItem> {
    if (node.kind === 'model') {
      item.tooltip = new vscode.MarkdownString(modelTooltip(node.row));
    } else if (node.kind === 'version') {
      item.tooltip = new vscode.MarkdownString(versionTooltip(node, Date.now(), await readLineageLine(node.project, `version:${versionName(node)}`)));
    }
    return item;
  }

  dispose(): void {
    clearInterval(this.clock);
    this.listeners.dispose();
    this.changed.dispose();
  }

  private async childrenOf(node: RegistryNode | undefined): Promise<RegistryNode[]> {
    switch (node?.kind) {
      case undefined: {
        const { all } = this.projects;
        const children = all.length > 1 ? all.map((project): RegistryNode => ({ kind: 'project', project })) : all[0] === undefined ? [] : [...await this.modelsOf(all[0])];
        inBackground(() => vscode.commands.executeCommand('setContext', ContextKey.noModels, all.length < 2 && children.length === 0));
        return children;
      }
      case 'project': return [...await this.modelsOf(node.project)];
      case 'model': return [...await this.models.get(node.project)?.versions(node) ?? []];
      case 'version': {
        const facts = await this.models.get(node.project)?.facts(node);
        return facts === undefined ? [] : factsOf(node.row, facts).map((fact) => ({ kind: 'fact', project: node.project, version: node, fact, facts }));
      }
      default: return [];
    }
  }

  private watch(project: Project): vscode.Disposable {
    const models = new ProjectModels(project);
    this.models.set(project, models);
    models.onDidChange((nodes) => this.changed.fire(nodes === undefined ? undefined : [...nodes]));
    models.onDidFail((error) => console.error('Slipway could not read what changed in the registry', error));
    return new vscode.Disposable(() => {
      this.models.delete(project);
      models.dispose();
    });
  }
}

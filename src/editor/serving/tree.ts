/** The Deployments view: asks `model.ts` what each line says. */
import * as vscode from 'vscode';
import { eachProject } from '../connection/eachProject';
import type { Project } from '../connection/project';
import type { Projects } from '../connection/projects';
import { Command, ContextKey, View } from '../contributions';
import { lineItem, problemItem, projectItem } from '../lineItem';
import { escapeMarkdown } from '../markdown';
import { inBackground, sentenceOf } from '../problem';
import { armItem, deploymentFacts, deploymentItem } from './model';
import type { DeploymentNode, ServingNode } from './nodes';
import { ProjectDeployments } from './projectDeployments';
import { WatchedFigures } from './watchedFigures';

export class DeploymentsTree implements vscode.TreeDataProvider<ServingNode>, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<ServingNode | ServingNode[] | undefined>();
  readonly onDidChangeTreeData = this.changed.event;
  readonly view: vscode.TreeView<ServingNode>;
  private readonly deployments = new Map<Project, ProjectDeployments>();
  private readonly listeners: vscode.Disposable;

  /** @param read told of deployments whenever they were read */
  constructor(private readonly projects: Projects, private readonly read: (nodes: readonly DeploymentNode[]) => void) {
    this.view = vscode.window.createTreeView(View.deployments, { treeDataProvider: this });
    this.listeners = vscode.Disposable.from(
      this.view, new WatchedFigures(this.view, () => this.known, (nodes) => this.changed.fire([...nodes])),
      eachProject(projects, (project) => this.watch(project)),
      projects.onDidChange((project) => { if (project === undefined) { this.tellWhetherThereAreAny(); this.changed.fire(undefined); } else if (project.client !== undefined) { this.deployments.get(project)?.refresh(); } }),
    );
  }

  /** Deployments of a project, read first where they are not known. */
  async of(project: Project): Promise<readonly DeploymentNode[]> {
    return await this.deployments.get(project)?.all() ?? [];
  }

  get known(): readonly DeploymentNode[] { return [...this.deployments.values()].flatMap(({ known }) => known); }

  async getChildren(node?: ServingNode): Promise<ServingNode[]> {
    try {
      switch (node?.kind) {
        case undefined: return await this.roots();
        case 'project': return [...await this.of(node.project)];
        case 'deployment': return node.deployment.arms.map((arm) => ({ kind: 'arm', project: node.project, parent: node, arm }));
        default: return [];
      }
    } catch (error) {
      const project = node?.project ?? this.projects.all[0];
      return project === undefined ? [] : [{ kind: 'problem', project, message: sentenceOf(error) }];
    }
  }

  getParent(node: ServingNode): ServingNode | undefined { return node.kind === 'arm' ? node.parent : undefined; }

  getTreeItem(node: ServingNode): vscode.TreeItem {
    const { store } = node.project;
    switch (node.kind) {
      case 'project': return projectItem(node.project.name, `${store} deployments`);
      case 'problem': return problemItem(node.message);
      case 'deployment': {
        const item = lineItem(deploymentItem(node.deployment, node.figures), `${store} deployment ${node.deployment.name}`, true);
        item.tooltip = new vscode.MarkdownString(deploymentFacts(node.deployment).map(escapeMarkdown).join('\n\n'));
        item.command = { command: Command.openDeployment, title: 'Open deployment', arguments: [node] };
        return item;
      }
      case 'arm': {
        const item = lineItem(armItem(node.arm), `${store} deployment ${node.parent.deployment.name} ${node.arm.model}/${node.arm.version} ${node.arm.role}`);
        item.command = { command: Command.openDeployment, title: 'Open deployment', arguments: [node] };
        return item;
      }
    }
  }

  dispose(): void {
    this.listeners.dispose();
    this.changed.dispose();
  }

  private async roots(): Promise<ServingNode[]> {
    const { all } = this.projects;
    return all.length > 1 ? all.map((project) => ({ kind: 'project', project })) : all[0] === undefined ? [] : [...await this.of(all[0])];
  }

  /** The view takes its place in the side bar once something is deployed. */
  private tellWhetherThereAreAny(): void {
    inBackground(() => vscode.commands.executeCommand('setContext', ContextKey.hasDeployments, this.known.length > 0));
  }

  private watch(project: Project): vscode.Disposable {
    const deployments = new ProjectDeployments(project);
    this.deployments.set(project, deployments);
    deployments.onDidChange((nodes) => {
      this.tellWhetherThereAreAny();
      this.changed.fire(nodes === undefined ? undefined : [...nodes]);
      this.read(deployments.known);
    });
    deployments.refresh();
    return new vscode.Disposable(() => {
      this.deployments.delete(project);
      deployments.dispose();
    });
  }
}

/** The Monitors view: asks `model.ts` what each line says. */
import * as vscode from 'vscode';
import { countOf } from '../../wording/formatNumber';
import type { Project } from '../connection/project';
import { Command, ContextKey, View } from '../contributions';
import { lineItem, problemItem, projectItem } from '../lineItem';
import { escapeMarkdown } from '../markdown';
import { inBackground, sentenceOf } from '../problem';
import { policyFacts, policyItem, stepsOf } from '../retraining/model';
import type { PolicyNode } from '../retraining/nodes';
import type { Policies } from '../retraining/policies';
import { findingsOf, monitorFacts, monitorItem } from './model';
import type { Monitors } from './monitors';
import type { MonitoringNode, MonitorNode } from './nodes';

/** How far a window has come is read so often while somebody can see it, ms. */
const EVERY = 15_000;

export class MonitorsTree implements vscode.TreeDataProvider<MonitoringNode>, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<undefined>();
  readonly onDidChangeTreeData = this.changed.event;
  private readonly view: vscode.TreeView<MonitoringNode>;
  private readonly listeners: vscode.Disposable;

  constructor(private readonly monitors: Monitors, private readonly policies: Policies) {
    this.view = vscode.window.createTreeView(View.monitors, { treeDataProvider: this });
    const clock = setInterval(() => { if (this.view.visible && vscode.window.state.focused && monitors.known.length > 0) { monitors.refresh(); policies.refresh(); } }, EVERY);
    this.listeners = vscode.Disposable.from(new vscode.Disposable(() => clearInterval(clock)), this.view, monitors.onDidChange(() => this.refresh()), policies.onDidChange(() => this.refresh()), monitors.projects.onDidChange(() => this.changed.fire(undefined)));
  }

  async getChildren(node?: MonitoringNode): Promise<MonitoringNode[]> {
    try {
      switch (node?.kind) {
        case undefined: return await this.roots();
        case 'project': return await this.linesOf(node.project);
        case 'monitor': return [
          ...(await this.policies.of(node.project)).filter(({ monitor }) => monitor === node.monitor.name),
          ...findingsOf(node.monitor, Date.now()).map((finding): MonitoringNode => ({ kind: 'finding', project: node.project, parent: node, ...finding })),
        ];
        case 'policy': return stepsOf(node.standing?.last ?? null, Date.now()).map((step) => ({ kind: 'step', project: node.project, parent: node, ...step }));
        default: return [];
      }
    } catch (error) {
      const project = node?.project ?? this.monitors.projects.all[0];
      return project === undefined ? [] : [{ kind: 'problem', project, message: sentenceOf(error) }];
    }
  }

  getParent(node: MonitoringNode): MonitoringNode | undefined {
    return node.kind === 'finding' || node.kind === 'step' ? node.parent : node.kind === 'policy' ? this.monitors.known.find(({ project, monitor }) => project === node.project && monitor.name === node.monitor) : undefined;
  }

  getTreeItem(node: MonitoringNode): vscode.TreeItem {
    const { store } = node.project;
    switch (node.kind) {
      case 'project': return projectItem(node.project.name, `${store} monitors`);
      case 'problem': return problemItem(node.message);
      case 'monitor': return this.monitorLine(node);
      case 'finding': {
        const item = lineItem(node.view, `${store} monitor ${node.parent.monitor.name} ${node.id}`);
        item.tooltip = node.view.spoken;
        item.command = { command: Command.openMonitor, title: 'Open monitor', arguments: [node] };
        return item;
      }
      case 'policy': return this.policyLine(node);
      case 'step': {
        const item = lineItem(node.view, `${store} policy ${node.parent.name} ${node.id}`);
        item.tooltip = node.view.spoken;
        item.command = { command: Command.openMonitor, title: 'Open monitor', arguments: [node] };
        return item;
      }
    }
  }

  dispose(): void {
    this.listeners.dispose();
    this.changed.dispose();
  }

  private monitorLine(node: MonitorNode): vscode.TreeItem {
    const item = lineItem(monitorItem(node.monitor), `${node.project.store} monitor ${node.monitor.name}`, true);
    item.tooltip = new vscode.MarkdownString(monitorFacts(node.monitor, Date.now()).map(escapeMarkdown).join('\n\n'));
    item.command = { command: Command.openMonitor, title: 'Open monitor', arguments: [node] };
    return item;
  }

  private policyLine(node: PolicyNode): vscode.TreeItem {
    const item = lineItem(policyItem(node), `${node.project.store} policy ${node.name}`);
    item.tooltip = new vscode.MarkdownString(policyFacts(node, Date.now()).map(escapeMarkdown).join('\n\n'));
    item.command = { command: Command.openMonitor, title: 'Open monitor', arguments: [node] };
    return item;
  }

  /** Monitors, and policies that hold but name none that is there. */
  private async linesOf(project: Project): Promise<MonitoringNode[]> {
    const [monitors, policies] = await Promise.all([this.monitors.of(project), this.policies.of(project)]);
    const known = new Set(monitors.map(({ monitor }) => monitor.name));
    return [...monitors, ...policies.filter(({ standing, monitor }) => standing !== null && !(monitor !== null && known.has(monitor)))];
  }

  private async roots(): Promise<MonitoringNode[]> {
    const { all } = this.monitors.projects;
    // The welcome text stands where nothing is watched, so projects without monitors are not listed.
    return all.length > 1 && this.monitors.known.length > 0 ? all.map((project) => ({ kind: 'project', project })) : all[0] === undefined ? [] : await this.linesOf(all[0]);
  }

  private refresh(): void {
    const { known, openAlerts } = this.monitors;
    inBackground(() => vscode.commands.executeCommand('setContext', ContextKey.hasMonitors, known.length > 0));
    const waiting = this.policies.goingOn.filter(({ standing }) => standing?.last?.state === 'waiting').length;
    const texts = [...(openAlerts.length === 0 ? [] : [`${countOf(openAlerts.length, 'alert')} to be seen to`]), ...(waiting === 0 ? [] : [`${countOf(waiting, 'candidate')} to be approved`])];
    this.view.badge = texts.length === 0 ? undefined : { value: openAlerts.length + waiting, tooltip: texts.join(', ') };
    this.changed.fire(undefined);
  }
}

/** The Monitors view: asks `model.ts` what each line says. */
import * as vscode from 'vscode';
import { countOf } from '../../wording/formatNumber';
import { Command, ContextKey, View } from '../contributions';
import { lineItem, problemItem, projectItem } from '../lineItem';
import { escapeMarkdown } from '../markdown';
import { inBackground, sentenceOf } from '../problem';
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

  constructor(private readonly monitors: Monitors) {
    this.view = vscode.window.createTreeView(View.monitors, { treeDataProvider: this });
    const clock = setInterval(() => { if (this.view.visible && vscode.window.state.focused && monitors.known.length > 0) { monitors.refresh(); } }, EVERY);
    this.listeners = vscode.Disposable.from(new vscode.Disposable(() => clearInterval(clock)), this.view, monitors.onDidChange(() => this.refresh()), monitors.projects.onDidChange(() => this.changed.fire(undefined)));
  }

  async getChildren(node?: MonitoringNode): Promise<MonitoringNode[]> {
    try {
      switch (node?.kind) {
        case undefined: return await this.roots();
        case 'project': return [...await this.monitors.of(node.project)];
        case 'monitor': return findingsOf(node.monitor, Date.now()).map((finding) => ({ kind: 'finding', project: node.project, parent: node, ...finding }));
        default: return [];
      }
    } catch (error) {
      const project = node?.project ?? this.monitors.projects.all[0];
      return project === undefined ? [] : [{ kind: 'problem', project, message: sentenceOf(error) }];
    }
  }

  getParent(node: MonitoringNode): MonitoringNode | undefined { return node.kind === 'finding' ? node.parent : undefined; }

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

  private async roots(): Promise<MonitoringNode[]> {
    const { all } = this.monitors.projects;
    // The welcome text stands where nothing is watched, so projects without monitors are not listed.
    return all.length > 1 && this.monitors.known.length > 0 ? all.map((project) => ({ kind: 'project', project })) : all[0] === undefined ? [] : [...await this.monitors.of(all[0])];
  }

  private refresh(): void {
    const { known, openAlerts } = this.monitors;
    inBackground(() => vscode.commands.executeCommand('setContext', ContextKey.hasMonitors, known.length > 0));
    this.view.badge = openAlerts.length === 0 ? undefined : { value: openAlerts.length, tooltip: `${countOf(openAlerts.length, 'alert')} to be seen to` };
    this.changed.fire(undefined);
  }
}

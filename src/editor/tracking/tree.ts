/** The Experiments view: asks `model.ts` what each line says, and refreshes exactly the lines that would read differently. */
import * as vscode from 'vscode';
import { Command, ContextKey, View, runColors } from '../contributions';
import type { Projects } from '../connection/projects';
import type { TerminalTracking } from '../connection/terminalTracking';
import { countOf } from '../../wording/formatNumber';
import { readLineageLine } from '../lineage/lineageLine';
import { lineItem, moreItem, problemItem, projectItem, type ItemView } from '../lineItem';
import { inBackground, sentenceOf } from '../problem';
import type { State } from '../state';
import { colorsOf } from './runColors';
import { tagRecord } from '../../protocol/runTags';
import { experimentItem, runItem } from './model';
import { experimentOf, type ExperimentNode, type RunNode, type TreeNode } from './nodes';
import { ProjectRuns, type Changes } from './projectRuns';
import type { Query } from './query';
import { sortLabel } from './query';
import { experimentTooltip, runTooltip } from './tooltip';
import { PAGE } from './runList';

const MINUTE = 60_000;

export class ExperimentsTree implements vscode.TreeDataProvider<TreeNode>, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<TreeNode | TreeNode[] | undefined>();
  readonly onDidChangeTreeData = this.changed.event;
  readonly view: vscode.TreeView<TreeNode>;
  private runs: ProjectRuns[] = [];
  /** What each line said when it was last drawn. */
  private readonly faces = new WeakMap<TreeNode, string>();
  private readonly listeners: vscode.Disposable[] = [];
  private readonly clock: NodeJS.Timeout;
  private readonly openAtFirst = new Map<string, boolean>();

  constructor(private readonly projects: Projects, private readonly state: State, private readonly tracking: TerminalTracking) {
    this.view = vscode.window.createTreeView(View.experiments, { treeDataProvider: this, canSelectMany: true });
    this.listeners.push(
      this.view,
      projects.onDidChange((project) => this.onProjects(project === undefined)),
      tracking.onDidChange(() => this.describe()),
      this.view.onDidChangeVisibility(({ visible }) => { if (visible) { this.refreshAges(); } }),
    );
    this.clock = setInterval(() => this.refreshAges(), MINUTE);
    this.onProjects(true);
  }

  get query(): Query { return { filter: this.state.filter, sort: this.state.sort, showsArchived: this.state.showsArchived }; }

  /** Experiments that are known now, of all projects. */
  get experiments(): readonly ExperimentNode[] { return this.runs.flatMap((runs) => runs.known); }
  get shownRuns(): readonly RunNode[] { return this.runs.flatMap((runs) => runs.shownRuns); }

  /** Reads everything afresh: the filter, the order or what is archived changed, or somebody pressed refresh. */
  refresh(): void {
    this.describe();
    this.runs.forEach((runs) => runs.forget());
  }

  async showMore(parent: ExperimentNode | RunNode): Promise<void> {
    await this.runsOf(parent)?.showMore(parent);
  }

  async getChildren(node?: TreeNode): Promise<TreeNode[]> {
    if (node === undefined) {
      const several = this.runs.length > 1;
      const children = several ? this.runs.map((runs): TreeNode => ({ kind: 'project', project: runs.project })) : await this.experimentsOf(this.runs[0]);
      this.setContext(ContextKey.empty, !several && children.length === 0);
      return children;
    }
    if (node.kind === 'project') {
      return this.experimentsOf(this.runsOf(node));
    }
    if (node.kind === 'experiment' || node.kind === 'run') {
      return this.runsBelow(node);
    }
    return [];
  }

  getParent(node: TreeNode): TreeNode | undefined {
    return node.kind === 'run' || node.kind === 'more' ? node.parent : undefined;
  }

  getTreeItem(node: TreeNode): vscode.TreeItem {
    switch (node.kind) {
      case 'project': return projectItem(node.project.name, node.project.store);
      case 'more': return moreItem(`Show ${Math.min(PAGE, node.remaining)} more of ${countOf(node.remaining, 'run')}`, { command: Command.showMore, title: 'Show more', arguments: [node] });
      case 'problem': return problemItem(node.message);
      default: return this.lineOf(node);
    }
  }

  async resolveTreeItem(item: vscode.TreeItem, node: TreeNode): Promise<vscode.TreeItem> {
    if (node.kind === 'run') {
      item.tooltip = new vscode.MarkdownString(runTooltip(node.row, tagRecord(experimentOf(node).summary.tags), Date.now(), await readLineageLine(node.project, `run:${node.row.run_id}`)));
    } else if (node.kind === 'experiment') {
      item.tooltip = new vscode.MarkdownString(experimentTooltip(node.summary));
    }
    return item;
  }

  dispose(): void {
    clearInterval(this.clock);
    vscode.Disposable.from(...this.listeners, ...this.runs).dispose();
    this.changed.dispose();
  }

  private lineOf(node: ExperimentNode | RunNode): vscode.TreeItem {
    const view = this.viewOf(node);
    this.faces.set(node, faceOf(node, view));
    const item = lineItem(view, node.kind === 'run' ? `${node.project.store} ${node.row.run_id}` : `${node.project.store} experiment ${node.summary.experiment_id}`, this.startsOpen(node));
    if (node.kind === 'run') {
      item.command = { command: Command.openRun, title: 'Open run', arguments: [node] };
    }
    return item;
  }

  /**
   * The experiment on top when the view is first filled stands open, and so does one that is training when it is first seen. It is
   * decided once for each: what a person folds stays folded.
   */
  private startsOpen(node: ExperimentNode | RunNode): boolean {
    if (node.kind === 'run') {
      return false;
    }
    const id = `${node.project.store} ${node.summary.experiment_id}`;
    const open = this.openAtFirst.get(id) ?? (this.openAtFirst.size === 0 || node.summary.running_count > 0);
    this.openAtFirst.set(id, open);
    return open;
  }

  private viewOf(node: ExperimentNode | RunNode): ItemView {
    if (node.kind === 'experiment') {
      return experimentItem(node.summary);
    }
    const color = runColors[this.state.runColor(node.row.run_id) ?? 0] ?? 'slipway.run1';
    return runItem(node.row, { now: Date.now(), color, experimentTags: tagRecord(experimentOf(node).summary.tags) });
  }

  private async experimentsOf(runs: ProjectRuns | undefined): Promise<TreeNode[]> {
    try {
      return [...await runs?.experiments() ?? []];
    } catch (error) {
      return runs === undefined ? [] : [{ kind: 'problem', project: runs.project, message: sentenceOf(error) }];
    }
  }

  private async runsBelow(parent: ExperimentNode | RunNode): Promise<TreeNode[]> {
    try {
      const list = await this.runsOf(parent)?.list(parent);
      if (list === undefined) {
        return [];
      }
      colorsOf(this.state, list.runs.map((node) => node.row.run_id));
      return [...list.items];
    } catch (error) {
      return [{ kind: 'problem', project: parent.project, message: sentenceOf(error) }];
    }
  }

  private runsOf(node: TreeNode): ProjectRuns | undefined {
    return this.runs.find((runs) => runs.project === node.project);
  }

  private onProjects(cameOrWent: boolean): void {
    if (cameOrWent) {
      const before = this.runs;
      this.runs = this.projects.all.map((project) => before.find((runs) => runs.project === project) ?? this.watch(new ProjectRuns(project, () => this.query)));
      before.filter((runs) => !this.runs.includes(runs)).forEach((runs) => runs.dispose());
      this.changed.fire(undefined);
    } else if (this.projects.state !== 'starting') {
      // While an engine starts again, what was last known stays in view.
      this.runs.filter((runs) => runs.project.client !== undefined).forEach((runs) => runs.forget());
    }
    this.describe();
  }

  private watch(runs: ProjectRuns): ProjectRuns {
    runs.onDidChange((changes) => this.redraw(changes));
    runs.onDidFail((error) => console.error('Slipway could not read what changed', error));
    return runs;
  }

  private redraw(changes: Changes): void {
    if (changes.all) {
      this.changed.fire(undefined);
      return;
    }
    const lists = new Set<TreeNode>(changes.lists);
    const lines = new Set<TreeNode>(changes.nodes.filter((node) => this.readsDifferently(node)));
    const stale = [...new Set([...lists, ...lines])];
    if (stale.length > 0) {
      this.changed.fire(stale);
    }
  }

  private refreshAges(): void {
    if (this.view.visible) {
      const stale = this.shownRuns.filter((node) => this.readsDifferently(node));
      if (stale.length > 0) {
        this.changed.fire(stale);
      }
    }
  }

  private readsDifferently(node: ExperimentNode | RunNode): boolean {
    return this.faces.get(node) !== faceOf(node, this.viewOf(node));
  }

  private describe(): void {
    const { filter, sort, showsArchived } = this.query;
    const own = this.tracking.ownTracking;
    const failed = this.projects.all.find((project) => project.state.kind === 'failed');
    const lines = [
      ...(failed?.state.kind === 'failed' ? [`The engine could not start. ${failed.state.error.message}`] : []),
      ...(own === undefined ? [] : [`${own.variable} is set in ${own.place}, so scripts track there and not here.`]),
      ...(this.state.paused ? ['Tracking is paused: terminals and debug sessions run without Slipway.'] : []),
      ...(filter === '' ? [] : [`Filter: ${filter}`]),
      ...(sort.by === 'start_time' && !sort.ascending ? [] : [`Sorted by ${sortLabel(sort)}`]),
    ];
    this.view.message = lines.length === 0 ? undefined : lines.join('\n');
    this.setContext(ContextKey.state, this.projects.state);
    this.setContext(ContextKey.paused, this.state.paused);
    this.setContext(ContextKey.filtered, filter !== '');
    this.setContext(ContextKey.showsArchived, showsArchived);
  }

  private setContext(key: string, value: unknown): void {
    inBackground(() => vscode.commands.executeCommand('setContext', key, value));
  }
}

/** Two lines with the same face look the same, tooltip included. */
function faceOf(node: ExperimentNode | RunNode, view: ItemView): string {
  return JSON.stringify([view, node.kind === 'run' ? node.row.last_activity : node.summary.last_update_time]);
}

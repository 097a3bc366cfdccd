/** Opens the compare panel, brings it back after a reload, and answers what its page asks. */
import * as vscode from 'vscode';
import type { CompareMethods, ComparePanelState } from '../../protocol/panels/comparePanel';
import type { Project } from '../connection/project';
import type { Projects } from '../connection/projects';
import { Command, PanelType } from '../contributions';
import { registerCommand } from '../register';
import { ComparedRuns } from './comparedRuns';
import { chooseView } from './compareViews';
import { ViewLinks } from './viewLinks';
import { Problem } from '../problem';
import { experimentOf, type ExperimentNode, type RunNode } from './nodes';
import { fillPanel, pageOptions } from '../panels/page';
import { Panel } from '../panels/panel';
import { restorePanels } from '../panels/restoredPanels';
import type { State } from '../state';
import { askEarly, compareAnswers, type OpenRun } from './compareAnswers';

export class ComparePanels implements vscode.Disposable {
  private readonly open = new Set<Panel<CompareMethods>>();
  private readonly registration: vscode.Disposable;

  constructor(private readonly extension: vscode.Uri, private readonly extensionId: string, projects: Projects, private readonly state: State, private readonly openRun: OpenRun) {
    this.registration = vscode.Disposable.from(restorePanels<ComparePanelState>(PanelType.compare, extension, projects, (panel, project, kept) => this.fill(panel, project, kept)), new ComparedRuns(projects),
      vscode.window.registerUriHandler(new ViewLinks(projects, (project, view, title) => this.create(project, view, title))), registerCommand(Command.openView, async () => this.openView(projects)));
  }

  /** Opens a panel on the experiments of these runs of one project, with the runs ticked. */
  compare(nodes: readonly RunNode[]): void {
    const [first] = nodes;
    if (first === undefined || nodes.some((node) => node.project !== first.project)) {
      throw new Problem('These runs stand in different projects. Select runs of one project to compare them.', [], 'info');
    }
    const experiments = new Map(nodes.map((node) => [node.row.experiment_id, experimentOf(node).summary.name]));
    this.show(first.project, [...experiments.keys()], nodes.map((node) => node.row.run_id), `Compare ${[...experiments.values()].join(', ')}`);
  }

  /** Opens a panel on an experiment, with no run ticked. */
  compareAll(experiment: ExperimentNode): void {
    this.show(experiment.project, [experiment.summary.experiment_id], [], `Compare ${experiment.summary.name}`);
  }

  /** Opens a panel on `experimentIds`, with these runs ticked. */
  show(project: Project, experimentIds: readonly string[], selected: readonly string[], title: string): void {
    this.create(project, { store: project.store, experiment_ids: experimentIds, selected }, title);
  }

  /** Asks which of the saved views of the window's projects, and opens a panel on it. */
  private async openView(projects: Projects): Promise<void> {
    await projects.open();
    const chosen = await chooseView(projects.all, this.extensionId);
    if (chosen !== undefined) {
      this.create(chosen.project, chosen.state, chosen.state.view ?? 'Compare');
    }
  }

  dispose(): void {
    this.registration.dispose();
    this.open.forEach((panel) => panel.dispose());
  }

  private create(project: Project, state: ComparePanelState, title: string): void {
    this.fill(vscode.window.createWebviewPanel(PanelType.compare, title, vscode.ViewColumn.Active, pageOptions(this.extension)), project, state);
  }

  private fill(webviewPanel: vscode.WebviewPanel, project: Project, state: ComparePanelState): void {
    const early = askEarly(project, state);
    const panel = new Panel<CompareMethods>(webviewPanel, 'compare', compareAnswers(project, this.state, this.openRun, this.extensionId, early), project);
    this.open.add(panel);
    webviewPanel.onDidDispose(() => {
      early.dispose();
      this.open.delete(panel);
    });
    fillPanel(webviewPanel, this.extension, 'compare', state);
  }
}

/** Opens the panel of a run, brings it back after a reload, and keeps one panel per run. */
import * as vscode from 'vscode';
import type { RunMethods, RunPanelState, RunTab } from '../../protocol/panels/runPanel';
import type { Project } from '../connection/project';
import type { Projects } from '../connection/projects';
import { Command, PanelType } from '../contributions';
import { fillPanel, pageOptions } from '../panels/page';
import { Panel } from '../panels/panel';
import { restorePanels } from '../panels/restoredPanels';
import { registerCommand } from '../register';
import type { State } from '../state';
import { ArtifactFiles } from './artifactFiles';
import { ArtifactPages } from './artifactPanel';
import type { RunNode } from './nodes';
import { runAnswers, type RunPanelContext } from './runAnswers';

interface OpenRun { readonly panel: vscode.WebviewPanel; readonly store: string; readonly runId: string }

export class RunPanels implements vscode.Disposable {
  private readonly open = new Set<OpenRun>();
  /** The panel that nobody has used yet: like a preview tab, the next run takes its place. */
  private preview: OpenRun | undefined;
  private readonly pages: ArtifactPages;
  private readonly registration: vscode.Disposable;

  constructor(private readonly extension: vscode.Uri, projects: Projects, private readonly state: State, private readonly leads: Pick<RunPanelContext, 'compare' | 'again'>) {
    this.pages = new ArtifactPages(projects);
    this.registration = vscode.Disposable.from(
      restorePanels<RunPanelState>(PanelType.run, extension, projects, (panel, project, kept) => { this.fill(panel, project, kept); }), this.pages, new ArtifactFiles(projects).register(),
      registerCommand(Command.runPageScripts, (page) => this.pages.runScripts(page)),
    );
  }

  /** Opens a run of the tree; as a preview, the next one takes its place until somebody uses it. */
  async openRun(node: RunNode, preview = true): Promise<void> {
    this.show(node.project, node.row.run_id, node.row.run_name, preview);
  }

  /** Opens a run that is known by its ids only. @param tab shown first, where no panel is open on it yet */
  async openRunById(project: Project, runId: string, tab?: RunTab): Promise<void> {
    const { info } = await (await project.connect()).run(runId);
    this.show(project, runId, info.run_name, false, tab);
  }

  dispose(): void {
    this.registration.dispose();
    this.open.forEach(({ panel }) => panel.dispose());
  }

  private show(project: Project, runId: string, name: string, preview: boolean, tab?: RunTab): void {
    const known = [...this.open].find((one) => one.store === project.store && one.runId === runId);
    if (known !== undefined) {
      known.panel.reveal(undefined, preview);
      return;
    }
    const before = preview ? this.preview : undefined;
    const panel = vscode.window.createWebviewPanel(PanelType.run, name, { viewColumn: before?.panel.viewColumn ?? vscode.ViewColumn.Active, preserveFocus: preview }, pageOptions(this.extension));
    const opened = this.fill(panel, project, { store: project.store, run_id: runId, ...(tab === undefined ? {} : { tab }) });
    if (preview) {
      this.preview = opened;
      before?.panel.dispose();
    }
  }

  private fill(panel: vscode.WebviewPanel, project: Project, state: RunPanelState): OpenRun {
    const opened: OpenRun = { panel, store: project.store, runId: state.run_id };
    const settle = (): void => { if (this.preview === opened) { this.preview = undefined; } };
    const context: RunPanelContext = { project, runId: state.run_id, panel, state: this.state, pages: this.pages, ...this.leads, settle };
    const page = new Panel<RunMethods>(panel, 'run', runAnswers(context), project);
    this.open.add(opened);
    panel.onDidDispose(() => {
      page.dispose();
      this.open.delete(opened);
      settle();
    });
    fillPanel(panel, this.extension, 'run', state);
    return opened;
  }
}

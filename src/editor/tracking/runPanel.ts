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

/** A panel, and what it is about now. */
interface OpenRun {
  readonly panel: vscode.WebviewPanel;
  store: string;
  runId: string;
  page: Panel<RunMethods>;
  /** what lasts as long as it is about this run */
  lasting: vscode.Disposable[];
}

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
    const begin: RunPanelState = { store: project.store, run_id: runId, ...(tab === undefined ? {} : { tab }) };
    const before = preview ? this.preview : undefined;
    if (before?.page.hears === true) {
      // Making a page takes VS Code several times as long as filling one.
      this.turn(before, project, begin, name);
      return;
    }
    const panel = vscode.window.createWebviewPanel(PanelType.run, name, { viewColumn: before?.panel.viewColumn ?? vscode.ViewColumn.Active, preserveFocus: preview }, pageOptions(this.extension));
    const opened = this.fill(panel, project, begin);
    if (preview) {
      this.preview = opened;
      before?.panel.dispose();
    }
  }

  private fill(panel: vscode.WebviewPanel, project: Project, state: RunPanelState): OpenRun {
    const opened = this.about(panel, project, state.run_id);
    this.open.add(opened);
    panel.onDidDispose(() => {
      end(opened);
      this.open.delete(opened);
      this.settle(panel);
    });
    fillPanel(panel, this.extension, 'run', state);
    return opened;
  }

  /** Shows another run in the page that is there. */
  private turn(opened: OpenRun, project: Project, state: RunPanelState, name: string): void {
    end(opened);
    Object.assign(opened, this.about(opened.panel, project, state.run_id));
    opened.panel.title = name;
    opened.panel.reveal(undefined, true);
    opened.page.begin(state);
  }

  private about(panel: vscode.WebviewPanel, project: Project, runId: string): OpenRun {
    const lasting: vscode.Disposable[] = [];
    const settle = (): void => { this.settle(panel); };
    const context: RunPanelContext = { project, runId, panel, state: this.state, pages: this.pages, ...this.leads, settle, until: (one) => lasting.push(one) };
    return { panel, store: project.store, runId, page: new Panel<RunMethods>(panel, 'run', runAnswers(context), project), lasting };
  }

  private settle(panel: vscode.WebviewPanel): void {
    if (this.preview?.panel === panel) {
      this.preview = undefined;
    }
  }
}

/** What the panel was about is its subject no more. */
function end({ page, lasting }: OpenRun): void {
  page.dispose();
  vscode.Disposable.from(...lasting).dispose();
}

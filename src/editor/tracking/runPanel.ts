/** Opens the panel of a run, brings it back after a reload, and keeps one panel per run. */
import * as vscode from 'vscode';
import type { RunMethods, RunPanelState, RunTab } from '../../protocol/panels/runPanel';
import type { Project } from '../connection/project';
import type { Projects } from '../connection/projects';
import { Command, PanelType } from '../contributions';
import { Panel } from '../panels/panel';
import { SubjectPanels } from '../panels/subjectPanels';
import { registerCommand } from '../register';
import type { State } from '../state';
import { ArtifactFiles } from './artifactFiles';
import { ArtifactPages } from './artifactPanel';
import type { RunNode } from './nodes';
import { runAnswers, type RunPanelContext } from './runAnswers';

export class RunPanels implements vscode.Disposable {
  private readonly panels: SubjectPanels<RunPanelState>;
  private readonly registration: vscode.Disposable;

  constructor(extension: vscode.Uri, projects: Projects, state: State, leads: Pick<RunPanelContext, 'compare' | 'again'>) {
    const pages = new ArtifactPages(projects);
    this.panels = new SubjectPanels<RunPanelState>(extension, projects, {
      type: PanelType.run, kind: 'run',
      about: (panel, project, { run_id: runId }, life) => ({
        page: new Panel<RunMethods>(panel, 'run', runAnswers({ project, runId, panel, state, pages, ...leads, ...life }), project),
        is: (asked) => asked.run_id === runId,
      }),
    });
    this.registration = vscode.Disposable.from(
      this.panels, pages, new ArtifactFiles(projects).register(),
      registerCommand(Command.runPageScripts, (page) => pages.runScripts(page)),
    );
  }

  /** Opens a run of the tree; as a preview, the next one takes its place until somebody uses it. */
  async openRun({ project, row }: RunNode, preview = true): Promise<void> {
    this.panels.show(project, { store: project.store, run_id: row.run_id }, row.run_name, { preview });
  }

  /** Opens a run that is known by its ids only. @param tab shown first, where no panel is open on it yet */
  async openRunById(project: Project, runId: string, tab?: RunTab): Promise<void> {
    const { info } = await (await project.connect()).run(runId);
    this.panels.show(project, { store: project.store, run_id: runId, ...(tab === undefined ? {} : { tab }) }, info.run_name, { preview: false });
  }

  dispose(): void {
    this.registration.dispose();
  }
}

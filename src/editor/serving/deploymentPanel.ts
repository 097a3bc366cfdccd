/** Opens the panel of a deployment, brings it back after a reload, and keeps one panel per deployment. */
import * as vscode from 'vscode';
import type { DeploymentMethods, DeploymentPanelState, DeploymentTab } from '../../protocol/panels/deploymentPanel';
import type { Project } from '../connection/project';
import type { Projects } from '../connection/projects';
import { PanelType } from '../contributions';
import { Gathering } from '../gathering';
import { Panel } from '../panels/panel';
import { SubjectPanels, type Subject, type SubjectLife } from '../panels/subjectPanels';
import { deploymentAnswers } from './deploymentAnswers';

export class DeploymentPanels implements vscode.Disposable {
  private readonly panels: SubjectPanels<DeploymentPanelState>;

  constructor(extension: vscode.Uri, projects: Projects) {
    this.panels = new SubjectPanels<DeploymentPanelState>(extension, projects, { type: PanelType.deployment, kind: 'deployment', about });
  }

  /** Opens a deployment; as a preview, the next one takes its place until somebody uses it. @param tab shown first, where no panel is open on it yet */
  show(project: Project, name: string, preview = true, tab?: DeploymentTab): void {
    this.panels.show(project, { store: project.store, name, ...(tab === undefined ? {} : { tab }) }, name, { preview });
  }

  dispose(): void {
    this.panels.dispose();
  }
}

function about(panel: vscode.WebviewPanel, project: Project, { name }: DeploymentPanelState, { settle, until }: SubjectLife): Subject<DeploymentPanelState> {
  const page = new Panel<DeploymentMethods>(panel, 'deployment', deploymentAnswers({ project, name, panel, settle }), project);
  const telling = new Gathering(() => page.tell('reset', {}));
  const afresh = (): void => telling.soon();
  until(vscode.Disposable.from(
    telling, vscode.workspace.onDidGrantWorkspaceTrust(afresh),
    project.onNotice((notice) => { if (notice.type === 'deployment' && notice.name === name) { afresh(); } }),
  ));
  return { page, is: (asked) => asked.name === name };
}

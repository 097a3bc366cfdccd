/** Opens the panel of a deployment, brings it back after a reload, and keeps one panel per deployment. */
import * as vscode from 'vscode';
import type { DeploymentMethods, DeploymentPanelState, DeploymentTab } from '../../protocol/panels/deploymentPanel';
import type { Project } from '../connection/project';
import type { Projects } from '../connection/projects';
import { PanelType } from '../contributions';
import { Gathering } from '../gathering';
import { fillPanel, pageOptions } from '../panels/page';
import { Panel } from '../panels/panel';
import { restorePanels } from '../panels/restoredPanels';
import { deploymentAnswers } from './deploymentAnswers';

interface OpenDeployment { readonly panel: vscode.WebviewPanel; readonly store: string; readonly name: string }

export class DeploymentPanels implements vscode.Disposable {
  private readonly open = new Set<OpenDeployment>();
  /** The panel that nobody has used yet: like a preview tab, the next deployment takes its place. */
  private preview: OpenDeployment | undefined;
  private readonly registration: vscode.Disposable;

  constructor(private readonly extension: vscode.Uri, projects: Projects) {
    this.registration = restorePanels<DeploymentPanelState>(PanelType.deployment, extension, projects, (panel, project, kept) => { this.fill(panel, project, kept); });
  }

  /** Opens a deployment; as a preview, the next one takes its place until somebody uses it. @param tab shown first, where no panel is open on it yet */
  show(project: Project, name: string, preview = true, tab?: DeploymentTab): void {
    const known = [...this.open].find((one) => one.store === project.store && one.name === name);
    if (known !== undefined) {
      known.panel.reveal(undefined, preview);
      return;
    }
    const before = preview ? this.preview : undefined;
    const panel = vscode.window.createWebviewPanel(PanelType.deployment, name, { viewColumn: before?.panel.viewColumn ?? vscode.ViewColumn.Active, preserveFocus: preview }, pageOptions(this.extension));
    const opened = this.fill(panel, project, { store: project.store, name, ...(tab === undefined ? {} : { tab }) });
    if (preview) {
      this.preview = opened;
    }
    before?.panel.dispose();
  }

  dispose(): void {
    this.registration.dispose();
    this.open.forEach(({ panel }) => panel.dispose());
  }

  private fill(panel: vscode.WebviewPanel, project: Project, state: DeploymentPanelState): OpenDeployment {
    const { name } = state;
    const opened: OpenDeployment = { panel, store: project.store, name };
    const settle = (): void => { if (this.preview === opened) { this.preview = undefined; } };
    const page = new Panel<DeploymentMethods>(panel, 'deployment', deploymentAnswers({ project, name, panel, settle }), project);
    const telling = new Gathering(() => page.tell('reset', {}));
    const afresh = (): void => telling.soon();
    const listeners = vscode.Disposable.from(
      vscode.workspace.onDidGrantWorkspaceTrust(afresh),
      project.onNotice((notice) => { if (notice.type === 'deployment' && notice.name === name) { afresh(); } }),
    );
    this.open.add(opened);
    panel.onDidDispose(() => {
      telling.dispose();
      listeners.dispose();
      page.dispose();
      this.open.delete(opened);
      settle();
    });
    fillPanel(panel, this.extension, 'deployment', state);
    return opened;
  }
}

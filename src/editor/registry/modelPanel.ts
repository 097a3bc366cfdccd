/** Opens the panel of a version, brings it back after a reload, and keeps one panel per version. */
import * as vscode from 'vscode';
import type { Notice } from '../../protocol/events';
import type { ModelMethods, ModelPanelState } from '../../protocol/panels/modelPanel';
import type { Project } from '../connection/project';
import type { Projects } from '../connection/projects';
import { PanelType } from '../contributions';
import { Gathering } from '../gathering';
import { fillPanel, pageOptions } from '../panels/page';
import { Panel } from '../panels/panel';
import { restorePanels } from '../panels/restoredPanels';
import { PROJECT_FILE_NAME } from './gateText';
import { modelAnswers, type Shown } from './modelAnswers';
import type { VersionNode } from './nodes';
import { registerVersionFiles } from './versionFiles';

interface OpenVersion { readonly panel: vscode.WebviewPanel; readonly store: string; readonly shown: Shown }

export class ModelPanels implements vscode.Disposable {
  private readonly open = new Set<OpenVersion>();
  /** The panel that nobody has used yet: like a preview tab, the next version takes its place. */
  private preview: OpenVersion | undefined;
  private readonly registration: vscode.Disposable;

  constructor(private readonly extension: vscode.Uri, projects: Projects) {
    this.registration = vscode.Disposable.from(
      restorePanels<ModelPanelState>(PanelType.model, extension, projects, (panel, project, kept) => { this.fill(panel, project, kept); }),
      registerVersionFiles(projects),
    );
  }

  /** Opens a version; as a preview, the next one takes its place until somebody uses it. @param state which tab, and what in it */
  show({ project, model, row }: VersionNode, preview = true, state: Partial<ModelPanelState> = {}): void {
    const [name, version] = [model.row.name, row.version];
    const known = this.find(project, name, version);
    if (known !== undefined && state.tab === undefined) {
      known.panel.reveal(undefined, preview);
      return;
    }
    const before = known ?? (preview ? this.preview : undefined);
    const panel = vscode.window.createWebviewPanel(PanelType.model, `${name} v${version}`, { viewColumn: before?.panel.viewColumn ?? vscode.ViewColumn.Active, preserveFocus: preview }, pageOptions(this.extension));
    const opened = this.fill(panel, project, { store: project.store, name, version, ...state });
    if (preview) {
      this.preview = opened;
    }
    before?.panel.dispose();
  }

  dispose(): void {
    this.registration.dispose();
    this.open.forEach(({ panel }) => panel.dispose());
  }

  private find(project: Project, name: string, version: string): OpenVersion | undefined {
    return [...this.open].find((one) => one.store === project.store && one.shown.name === name && one.shown.version === version);
  }

  private fill(panel: vscode.WebviewPanel, project: Project, state: ModelPanelState): OpenVersion {
    const shown: Shown = { name: state.name, version: state.version };
    const opened: OpenVersion = { panel, store: project.store, shown };
    const settle = (): void => { if (this.preview === opened) { this.preview = undefined; } };
    const page = new Panel<ModelMethods>(panel, 'model', modelAnswers({ project, shown, panel, settle, show: (version) => { shown.version = version; } }), project);
    // The registry has no notices of its own for pages: what changed is little, and is read afresh.
    const telling = new Gathering(() => page.tell('reset', {}));
    const afresh = (): void => telling.soon();
    const rules = vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(vscode.Uri.file(project.root), PROJECT_FILE_NAME));
    const listeners = vscode.Disposable.from(
      rules, rules.onDidChange(afresh), rules.onDidCreate(afresh), rules.onDidDelete(afresh), vscode.workspace.onDidGrantWorkspaceTrust(afresh),
      project.onNotice((notice) => {
        followName(shown, notice);
        if (concerns(shown, notice)) {
          afresh();
        }
      }),
    );
    this.open.add(opened);
    panel.onDidDispose(() => {
      telling.dispose();
      listeners.dispose();
      page.dispose();
      this.open.delete(opened);
      settle();
    });
    fillPanel(panel, this.extension, 'model', state);
    return opened;
  }
}

function followName(shown: Shown, notice: Notice): void {
  if (notice.type === 'registered_model' && notice.change === 'renamed' && notice.former_name === shown.name) {
    shown.name = notice.name;
  }
}

function concerns({ name, version }: Shown, notice: Notice): boolean {
  return (notice.type === 'registered_model' && notice.name === name) || (notice.type === 'gate' && notice.name === name && notice.version === version);
}

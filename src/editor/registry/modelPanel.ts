/** Opens the panel of a version, brings it back after a reload, and keeps one panel per version. */
import * as vscode from 'vscode';
import type { Notice } from '../../protocol/events';
import type { ModelMethods, ModelPanelState } from '../../protocol/panels/modelPanel';
import type { Project } from '../connection/project';
import type { Projects } from '../connection/projects';
import { PanelType } from '../contributions';
import { Gathering } from '../gathering';
import { Panel } from '../panels/panel';
import { SubjectPanels, type Subject, type SubjectLife } from '../panels/subjectPanels';
import { PROJECT_FILE_NAME } from './gateText';
import { modelAnswers, type Shown } from './modelAnswers';
import type { VersionNode } from './nodes';
import { registerVersionFiles } from './versionFiles';

export class ModelPanels implements vscode.Disposable {
  private readonly panels: SubjectPanels<ModelPanelState>;
  private readonly files: vscode.Disposable;

  constructor(extension: vscode.Uri, projects: Projects) {
    this.panels = new SubjectPanels<ModelPanelState>(extension, projects, { type: PanelType.model, kind: 'model', about });
    this.files = registerVersionFiles(projects);
  }

  /** Opens a version; as a preview, the next one takes its place until somebody uses it. @param state which tab, and what in it */
  show({ project, model, row }: VersionNode, preview = true, state: Partial<ModelPanelState> = {}): void {
    const [name, version] = [model.row.name, row.version];
    this.panels.show(project, { store: project.store, name, version, ...state }, `${name} v${version}`, { preview, anew: state.tab !== undefined });
  }

  dispose(): void {
    this.panels.dispose();
    this.files.dispose();
  }
}

function about(panel: vscode.WebviewPanel, project: Project, state: ModelPanelState, { settle, until }: SubjectLife): Subject<ModelPanelState> {
  const shown: Shown = { name: state.name, version: state.version };
  const page = new Panel<ModelMethods>(panel, 'model', modelAnswers({ project, shown, panel, settle, show: (version) => { shown.version = version; } }), project);
  // The registry has no notices of its own for pages: what changed is little, and is read afresh.
  const telling = new Gathering(() => page.tell('reset', {}));
  const afresh = (): void => telling.soon();
  const rules = vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(vscode.Uri.file(project.root), PROJECT_FILE_NAME));
  until(vscode.Disposable.from(
    telling, rules, rules.onDidChange(afresh), rules.onDidCreate(afresh), rules.onDidDelete(afresh), vscode.workspace.onDidGrantWorkspaceTrust(afresh),
    project.onNotice((notice) => {
      followName(shown, notice);
      if (concerns(shown, notice)) {
        afresh();
      }
    }),
  ));
  return { page, is: ({ name, version }) => name === shown.name && version === shown.version };
}

function followName(shown: Shown, notice: Notice): void {
  if (notice.type === 'registered_model' && notice.change === 'renamed' && notice.former_name === shown.name) {
    shown.name = notice.name;
  }
}

function concerns({ name, version }: Shown, notice: Notice): boolean {
  return (notice.type === 'registered_model' && notice.name === name) || (notice.type === 'gate' && notice.name === name && notice.version === version);
}

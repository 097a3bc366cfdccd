/** Opens the panel of a monitor, brings it back after a reload, and keeps one panel per monitor. */
import * as vscode from 'vscode';
import type { DriftMethods, DriftPanelState } from '../../protocol/panels/driftPanel';
import type { Project } from '../connection/project';
import type { Projects } from '../connection/projects';
import { PanelType } from '../contributions';
import { Gathering } from '../gathering';
import { Panel } from '../panels/panel';
import { SubjectPanels, type Subject, type SubjectLife } from '../panels/subjectPanels';
import { driftAnswers } from './driftAnswers';

export class DriftPanels implements vscode.Disposable {
  private readonly panels: SubjectPanels<DriftPanelState>;

  constructor(extension: vscode.Uri, projects: Projects) {
    this.panels = new SubjectPanels<DriftPanelState>(extension, projects, { type: PanelType.drift, kind: 'drift', about });
  }

  /** Opens a monitor; as a preview, the next one takes its place until somebody uses it. @param column opened first, where no panel is open on it yet */
  show(project: Project, name: string, preview = true, column?: string): void {
    this.panels.show(project, { store: project.store, name, ...(column === undefined ? {} : { column }) }, name, { preview });
  }

  dispose(): void {
    this.panels.dispose();
  }
}

function about(panel: vscode.WebviewPanel, project: Project, { name }: DriftPanelState, { settle, until }: SubjectLife): Subject<DriftPanelState> {
  const page = new Panel<DriftMethods>(panel, 'drift', driftAnswers({ project, name, panel, settle }), project);
  const telling = new Gathering(() => page.tell('reset', {}));
  const afresh = (): void => telling.soon();
  until(vscode.Disposable.from(
    telling, vscode.workspace.onDidGrantWorkspaceTrust(afresh),
    project.onNotice((notice) => { if (notice.type === 'monitor' && notice.name === name) { afresh(); } }),
  ));
  return { page, is: (asked) => asked.name === name };
}

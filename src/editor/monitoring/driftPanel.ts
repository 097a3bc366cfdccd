/** Opens the panel of a monitor, brings it back after a reload, and keeps one panel per monitor. */
import * as vscode from 'vscode';
import type { DriftMethods, DriftOpening, DriftPanelState } from '../../protocol/panels/driftPanel';
import type { Project } from '../connection/project';
import type { Projects } from '../connection/projects';
import { PanelType } from '../contributions';
import { Gathering } from '../gathering';
import { Panel } from '../panels/panel';
import type { Policies } from '../retraining/policies';
import { SubjectPanels, type Subject, type SubjectLife } from '../panels/subjectPanels';
import { driftAnswers } from './driftAnswers';

export class DriftPanels implements vscode.Disposable {
  private readonly panels: SubjectPanels<DriftPanelState>;

  constructor(extension: vscode.Uri, projects: Projects, policies: Policies) {
    this.panels = new SubjectPanels<DriftPanelState>(extension, projects, { type: PanelType.drift, kind: 'drift', about: (panel, project, state, life) => about(panel, project, state, life, policies) });
  }

  /** Opens a monitor; as a preview, the next one takes its place until somebody uses it. @param state what is shown of it first, where no panel is open on it yet; a part is shown in any case */
  show(project: Project, name: string, preview = true, state: DriftOpening = {}): void {
    this.panels.show(project, { store: project.store, name, ...state }, name, { preview, anew: state.part !== undefined });
  }

  dispose(): void {
    this.panels.dispose();
  }
}

function about(panel: vscode.WebviewPanel, project: Project, { name }: DriftPanelState, { settle, until }: SubjectLife, policies: Policies): Subject<DriftPanelState> {
  const page = new Panel<DriftMethods>(panel, 'drift', driftAnswers({ project, name, panel, settle, policies }), project);
  const telling = new Gathering(() => page.tell('reset', {}));
  const afresh = (): void => telling.soon();
  const standing = (): string => JSON.stringify(policies.known.filter((node) => node.project === project && node.monitor === name).map((node) => [node.name, node.standing, node.policy, node.canary]));
  let known = standing();
  until(vscode.Disposable.from(
    telling, vscode.workspace.onDidGrantWorkspaceTrust(afresh),
    policies.onDidChange(() => { if (standing() !== known) { known = standing(); afresh(); } }),
    project.onNotice((notice) => { if (notice.type === 'monitor' && notice.name === name) { afresh(); } }),
  ));
  return { page, is: (asked) => asked.name === name };
}

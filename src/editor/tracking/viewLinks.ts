/** Opens the view that a link names. */
import * as vscode from 'vscode';
import type { ComparePanelState } from '../../protocol/panels/comparePanel';
import type { Project } from '../connection/project';
import type { Projects } from '../connection/projects';
import { Problem, showProblem } from '../problem';
import { stateOf } from './compareViews';
import { readViewLink } from './viewLink';

export class ViewLinks implements vscode.UriHandler {
  constructor(private readonly projects: Projects, private readonly open: (project: Project, state: ComparePanelState, title: string) => void) {}

  async handleUri(uri: vscode.Uri): Promise<void> {
    try {
      const link = readViewLink(uri.path, uri.query);
      if (link === undefined) {
        throw new Problem('This link means nothing to this version of Slipway. Update it, then open the link again.', [], 'info');
      }
      await this.projects.open();
      const ordered = this.projects.all.toSorted((a, b) => Number(b.store === link.store) - Number(a.store === link.store));
      for (const project of ordered) {
        const view = (await (await project.connect()).views()).find(({ name }) => name === link.view);
        if (view !== undefined) {
          this.open(project, stateOf(project, view), view.name);
          return;
        }
      }
      throw new Problem(`No project of this window has a view "${link.view}". Open its folder, then open the link again.`, [], 'info');
    } catch (error) {
      await showProblem(error);
    }
  }
}

/** Brings panels of one type back after a reload of the window, each to the project that its page was on. */
import * as vscode from 'vscode';
import type { Project } from '../connection/project';
import type { Projects } from '../connection/projects';
import { pageOptions } from './page';

/** @param fill makes the panel what it was; a panel of a project that is not open any more is closed */
export function restorePanels<State extends { readonly store: string }>(
  type: string, extension: vscode.Uri, projects: Projects, fill: (panel: vscode.WebviewPanel, project: Project, state: State) => void,
): vscode.Disposable {
  return vscode.window.registerWebviewPanelSerializer(type, {
    deserializeWebviewPanel: async (panel: vscode.WebviewPanel, state: State | undefined): Promise<void> => {
      await projects.open();
      const project = state === undefined ? undefined : projects.ofStore(state.store);
      if (project === undefined || state === undefined) {
        panel.dispose();
        return;
      }
      panel.webview.options = pageOptions(extension);
      fill(panel, project, state);
    },
  });
}

/** Named views of a comparison, the links that open them, and files that are saved from the panel. */
import * as path from 'node:path';
import * as vscode from 'vscode';
import type { ComparePanelState } from '../../protocol/panels/comparePanel';
import type { SavedView } from '../../protocol/table';
import type { Project } from '../connection/project';
import type { Projects } from '../connection/projects';
import { readViewLink, viewLink } from './viewLink';
import { Problem, inBackground, showProblem } from '../problem';

const LONGEST_NAME = 200;
const FILTERS = { csv: 'CSV', md: 'Markdown', png: 'PNG', html: 'HTML' } as const;

/** Asks for a name, saves the view, and copies its link where that is wanted. Nothing happens when no name is given. */
export async function nameView(project: Project, extensionId: string, state: ComparePanelState, link: boolean): Promise<void> {
  const client = await project.connect();
  const known = (await client.views()).map(({ name }) => name);
  const name = await vscode.window.showInputBox({
    title: link ? 'Name the view that the link opens' : 'Save view', prompt: 'Runs, columns, order, filter and charts as they are now. A view of the same name is replaced.',
    value: link ? known[0] ?? '' : '',
    validateInput: (text) => text.trim() === '' ? 'A view needs a name.' : text.length > LONGEST_NAME ? `A name has at most ${LONGEST_NAME} characters.` : undefined,
  });
  if (name === undefined) {
    return;
  }
  await client.saveView({ name: name.trim(), state });
  if (link) {
    await vscode.env.clipboard.writeText(viewLink(vscode.env.uriScheme, extensionId, project.store, name.trim()));
  }
  vscode.window.setStatusBarMessage(link ? `$(check) Saved ${name.trim()} and copied a link to it` : `$(check) Saved view ${name.trim()}`, 4000);
}

/** Opens what a link names. */
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

/** Asks where, and writes. */
export async function saveFile(project: Project, name: string, kind: keyof typeof FILTERS, text: string): Promise<void> {
  const target = await vscode.window.showSaveDialog({ defaultUri: vscode.Uri.file(path.join(project.root, name)), filters: { [FILTERS[kind]]: [kind] }, saveLabel: 'Save' });
  if (target === undefined) {
    return;
  }
  await vscode.workspace.fs.writeFile(target, kind === 'png' ? Buffer.from(text, 'base64') : Buffer.from(text, 'utf8'));
  inBackground(async () => {
    if (await vscode.window.showInformationMessage(`Saved ${path.basename(target.path)}.`, 'Open') === 'Open') {
      await (kind === 'html' ? vscode.env.openExternal(target) : vscode.commands.executeCommand('vscode.open', target));
    }
  });
}

function stateOf(project: Project, view: SavedView): ComparePanelState {
  const state = view.state as ComparePanelState;
  return { ...state, store: project.store };
}

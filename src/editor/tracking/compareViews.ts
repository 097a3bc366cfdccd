/** Named views of a comparison: saved, listed, renamed, deleted. */
import * as vscode from 'vscode';
import type { ComparePanelState } from '../../protocol/panels/comparePanel';
import type { SavedView } from '../../protocol/table';
import { formatAge } from '../../wording/formatTime';
import type { Project } from '../connection/project';
import { Gathering } from '../gathering';
import { inBackground } from '../problem';
import { viewLink } from './viewLink';

const LONGEST_NAME = 200;

interface ViewItem extends vscode.QuickPickItem { readonly project: Project; readonly view: SavedView }
interface ViewButton extends vscode.QuickInputButton { readonly act: 'link' | 'rename' | 'delete' }

const BUTTONS: readonly ViewButton[] = [
  { act: 'link', iconPath: new vscode.ThemeIcon('link'), tooltip: 'Copy a link that opens it' },
  { act: 'rename', iconPath: new vscode.ThemeIcon('edit'), tooltip: 'Rename' },
  { act: 'delete', iconPath: new vscode.ThemeIcon('trash'), tooltip: 'Delete' },
];

/** A view as the panel takes it: wherever it was saved, it is shown in this project. */
export function stateOf(project: Project, { name, state }: SavedView): ComparePanelState {
  return { ...state as ComparePanelState, store: project.store, view: name };
}

/** Asks for a name, saves the view, and copies its link where that is wanted. @returns the name; null when none was given, and nothing was done */
export async function nameView(project: Project, extensionId: string, state: ComparePanelState, link: boolean): Promise<string | null> {
  const client = await project.connect();
  const given = await vscode.window.showInputBox({
    title: link ? 'Name the view that the link opens' : 'Save view', prompt: 'Runs, columns, order, filter and charts as they are now. A view of the same name is replaced.',
    value: state.view ?? '', validateInput: nameProblem,
  });
  if (given === undefined) {
    return null;
  }
  const name = given.trim();
  await client.saveView({ name, state: { ...state, view: name } });
  if (link) {
    await copyLink(project, extensionId, name);
  } else {
    vscode.window.setStatusBarMessage(`$(check) Saved view ${name}`, 4000);
  }
  return name;
}

/**
 * Lists the saved views of these projects, as they are and as they become while the list is open; each can be renamed, deleted, or have its
 * link copied in the list.
 * @returns the one that was chosen
 */
export async function chooseView(projects: readonly Project[], extensionId: string): Promise<{ readonly project: Project; readonly state: ComparePanelState } | undefined> {
  const pick = vscode.window.createQuickPick<ViewItem>();
  pick.title = 'Open view';
  pick.matchOnDescription = true;
  const read = async (): Promise<void> => {
    pick.busy = true;
    pick.items = (await Promise.all(projects.map(async (project) => itemsOf(project, projects.length > 1)))).flat();
    pick.placeholder = pick.items.length === 0 ? 'No view is saved yet. Save one with Export in a comparison.' : 'Find a view';
    pick.busy = false;
  };
  // One after the other: what was read before a view was deleted must not come after what was read since.
  const reading = new Gathering(read, { wait: 0 });
  const follow = (): void => reading.soon();
  const listening = projects.flatMap((project) => [project.onNotice(({ type }) => { if (type === 'view') { follow(); } }), project.onReset(follow)]);
  // While a name is asked for, the list is hidden and comes back.
  let asking = false;
  pick.onDidTriggerItemButton(({ item, button }) => inBackground(async () => {
    asking = (button as ViewButton).act === 'rename';
    // The panel that had the focus takes it back when the name is given, maybe after the list is there again.
    pick.ignoreFocusOut ||= asking;
    try {
      await actOn(item, (button as ViewButton).act, extensionId);
    } finally {
      if (asking) {
        asking = false;
        pick.show();
      }
    }
  }));
  try {
    const chosen = new Promise<ViewItem | undefined>((resolve) => {
      pick.onDidAccept(() => resolve(pick.selectedItems[0]));
      pick.onDidHide(() => { if (!asking) { resolve(undefined); } });
    });
    pick.show();
    await read();
    const item = await chosen;
    return item === undefined ? undefined : { project: item.project, state: stateOf(item.project, item.view) };
  } finally {
    vscode.Disposable.from(pick, reading, ...listening).dispose();
  }
}

async function itemsOf(project: Project, several: boolean): Promise<ViewItem[]> {
  const views = await (await project.connect()).views();
  return views.map((view) => ({
    label: view.name, description: view.updated === undefined ? '' : formatAge(view.updated, Date.now()), ...(several ? { detail: project.root } : {}), buttons: BUTTONS, project, view,
  }));
}

async function actOn({ project, view }: ViewItem, act: ViewButton['act'], extensionId: string): Promise<void> {
  switch (act) {
    case 'link': return copyLink(project, extensionId, view.name);
    case 'rename': return rename(project, view.name);
    case 'delete': return remove(project, view);
  }
}

async function copyLink(project: Project, extensionId: string, name: string): Promise<void> {
  await vscode.env.clipboard.writeText(viewLink(vscode.env.uriScheme, extensionId, project.store, name));
  vscode.window.setStatusBarMessage(`$(check) Copied a link to ${name}`, 4000);
}

async function rename(project: Project, name: string): Promise<void> {
  const client = await project.connect();
  const others = new Set((await client.views()).map((view) => view.name).filter((other) => other !== name));
  const given = await vscode.window.showInputBox({
    title: `Rename ${name}`, value: name, prompt: 'Links to the former name open it no more.',
    validateInput: (text) => others.has(text.trim()) ? 'Another view has this name already.' : nameProblem(text),
  });
  if (given !== undefined && given.trim() !== name) {
    await client.renameView(name, given.trim());
  }
}

async function remove(project: Project, view: SavedView): Promise<void> {
  const client = await project.connect();
  await client.deleteView(view.name);
  inBackground(async () => {
    if (await vscode.window.showInformationMessage(`Deleted view ${view.name}.`, 'Undo') === 'Undo') {
      await (await project.connect()).saveView({ name: view.name, state: view.state });
    }
  });
}

function nameProblem(text: string): string | undefined {
  return text.trim() === '' ? 'A view needs a name.' : text.trim().length > LONGEST_NAME ? `A name has at most ${LONGEST_NAME} characters.` : undefined;
}

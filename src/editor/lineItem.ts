/** A line of a tree view as data, and as the item that VS Code draws: no view puts its items together in its own way. */
import * as vscode from 'vscode';

export interface ItemView {
  readonly label: string;
  readonly description: string;
  /** A codicon, tinted with a theme colour. */
  readonly icon: { readonly id: string; readonly color?: string };
  readonly contextValue: string;
  /** What a screen reader says instead of label and description. */
  readonly spoken: string;
  readonly children: 'none' | 'collapsed';
}

/** @param id stays the same while the line is the same thing. @param open the line is unfolded when it is first seen */
export function lineItem(view: ItemView, id: string, open = false): vscode.TreeItem {
  const collapsible = { none: vscode.TreeItemCollapsibleState.None, collapsed: vscode.TreeItemCollapsibleState.Collapsed }[view.children];
  const item = new vscode.TreeItem(view.label, open ? vscode.TreeItemCollapsibleState.Expanded : collapsible);
  item.id = id;
  item.description = view.description;
  item.iconPath = new vscode.ThemeIcon(view.icon.id, view.icon.color === undefined ? undefined : new vscode.ThemeColor(view.icon.color));
  item.contextValue = view.contextValue;
  item.accessibilityInformation = { label: view.spoken };
  return item;
}

/** The line of a project, above all others where the window has several. */
export function projectItem(name: string, id: string): vscode.TreeItem {
  const item = new vscode.TreeItem(name, vscode.TreeItemCollapsibleState.Expanded);
  item.id = id;
  item.iconPath = new vscode.ThemeIcon('root-folder');
  return item;
}

/** Why a list can't be shown, in the list's place. */
export function problemItem(message: string): vscode.TreeItem {
  const item = new vscode.TreeItem(message);
  item.tooltip = message;
  item.iconPath = new vscode.ThemeIcon('error', new vscode.ThemeColor('list.errorForeground'));
  return item;
}

/** The last line of a list that is longer than what is shown. */
export function moreItem(label: string, command: vscode.Command): vscode.TreeItem {
  const item = new vscode.TreeItem(label);
  item.iconPath = new vscode.ThemeIcon('ellipsis');
  item.command = command;
  return item;
}

/** The run that the keyboard is on: arrows move the focus, and VS Code tells an extension only what is selected. */
import * as vscode from 'vscode';
import type { focused } from '../contributions';
import { Problem } from '../problem';
import type { RunNode, TreeNode } from './nodes';
import type { ExperimentsTree } from './tree';

/** What a command was called on: the clicked run, or the one that has the focus when a key called it. Nothing from the palette. */
export async function clickedOrFocused(tree: ExperimentsTree, clicked: RunNode | typeof focused | undefined): Promise<RunNode | undefined> {
  if (typeof clicked === 'object' || clicked === undefined) {
    return clicked;
  }
  const node = await focusedNode(tree);
  if (node === undefined || node.kind === 'run') {
    return node;
  }
  throw new Problem('This key works on runs. Move to a run, then press it again.', [], 'info');
}

/**
 * Toggling the selection of the focused row and back shows which one it is. Nothing opens by it, and both are done before the window
 * draws again; the notice of a changed selection comes before the command's answer, on the same wire.
 */
async function focusedNode(tree: ExperimentsTree): Promise<TreeNode | undefined> {
  const before = tree.view.selection;
  await vscode.commands.executeCommand('list.toggleSelection');
  const after = tree.view.selection;
  await vscode.commands.executeCommand('list.toggleSelection');
  return after.find((node) => !before.includes(node)) ?? before.find((node) => !after.includes(node));
}

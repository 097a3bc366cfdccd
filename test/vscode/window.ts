/** What the suites share: the extension's own objects, and waiting for what an event tells instead of for time to pass. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { EngineClient } from '../../src/connection/engineClient';
import type { Slipway } from '../../src/extension';
import type { Project } from '../../src/editor/connection/project';
import type { ExperimentNode, RunNode, TreeNode } from '../../src/editor/tracking/nodes';

/** The activated extension. */
export async function slipway(): Promise<Slipway> {
  const extension = vscode.extensions.getExtension<Slipway>('slipway.slipway');
  assert.ok(extension, 'the extension is installed');
  return extension.activate();
}

/** The folder that the window has open. */
export function folder(): vscode.WorkspaceFolder {
  const [first] = vscode.workspace.workspaceFolders ?? [];
  assert.ok(first, 'a folder is open');
  return first;
}

/** Resolves with what `look` finds, asked now and at each event. */
export async function eventually<T>(event: vscode.Event<unknown>, look: () => T | undefined | Promise<T | undefined>): Promise<T> {
  return new Promise((resolve, reject) => {
    let settled = false;
    const ask = (): void => {
      Promise.resolve(look()).then((found) => {
        if (found !== undefined && !settled) {
          settled = true;
          listener.dispose();
          resolve(found);
        }
        return undefined;
      }).catch((error: unknown) => { listener.dispose(); reject(error instanceof Error ? error : new Error(String(error))); });
    };
    const listener = event(ask);
    ask();
  });
}

/** The only project, with its engine running. */
export async function ready(window: Slipway): Promise<{ project: Project; client: EngineClient }> {
  const [project] = window.projects.all;
  assert.ok(project, 'the folder is a project');
  return { project, client: await project.connect() };
}

/** The experiment of this name in the tree, as soon as it is there. */
export async function experimentNamed(window: Slipway, name: string): Promise<ExperimentNode> {
  return eventually(window.tree.onDidChangeTreeData, async () => (await window.tree.getChildren()).find((node): node is ExperimentNode => node.kind === 'experiment' && node.summary.name === name));
}

/** The run of this name below `parent`, as soon as its line satisfies `holds`. */
export async function runNamed(window: Slipway, parent: TreeNode, name: string, holds: (item: vscode.TreeItem) => boolean = () => true): Promise<RunNode> {
  return eventually(window.tree.onDidChangeTreeData, async () => (await window.tree.getChildren(parent)).find((node): node is RunNode => node.kind === 'run' && node.row.run_name === name && holds(window.tree.getTreeItem(node))));
}

/** The theme icon's id of a line. */
export function iconOf(item: vscode.TreeItem): string {
  assert.ok(item.iconPath instanceof vscode.ThemeIcon);
  return item.iconPath.id;
}

/** Which runs a command means: what was clicked, what is selected, or what is picked from a list. */
import * as vscode from 'vscode';
import type { RunRow } from '../../protocol/experiments';
import { Problem } from '../problem';
import { tagRecord } from '../../protocol/runTags';
import { runItem } from './model';
import { experimentOf, type RunNode, type TreeNode } from './nodes';
import type { ExperimentsTree } from './tree';

/** One run: the clicked one, else the only selected one, else picked. Throws a cancellation when nothing is picked. */
export async function chooseRun(tree: ExperimentsTree, clicked: RunNode | undefined, title: string): Promise<RunNode> {
  const selected = runsAmong(tree.view.selection);
  const node = clicked ?? (selected.length === 1 ? selected[0] : undefined) ?? (await pick(tree, title, false))[0];
  if (node === undefined) {
    throw new vscode.CancellationError();
  }
  return node;
}

/** All runs that are meant: the whole selection when the clicked one is part of it. */
export async function chooseRuns(tree: ExperimentsTree, clicked: RunNode | undefined, selected: readonly TreeNode[] | undefined, title: string): Promise<readonly RunNode[]> {
  const several = runsAmong(selected ?? tree.view.selection);
  if (clicked !== undefined) {
    return several.includes(clicked) ? several : [clicked];
  }
  return several.length > 0 ? several : pick(tree, title, true);
}

/** Runs to compare, two at least: with one given, the others are picked beside it. */
export async function chooseComparison(tree: ExperimentsTree, clicked: RunNode | undefined, selected: readonly TreeNode[] | undefined): Promise<readonly RunNode[]> {
  const several = runsAmong(selected ?? tree.view.selection);
  const given = clicked !== undefined && !several.includes(clicked) ? [...several, clicked] : several;
  if (given.length >= 2) {
    return given;
  }
  const picked = await pick(tree, given[0] === undefined ? 'Compare runs: choose two or more' : `Compare ${given[0].row.run_name} with…`, true, given);
  const all = [...given, ...picked.filter((node) => !given.includes(node))];
  if (all.length < 2) {
    throw new Problem('A comparison needs two runs. Select them in the Experiments view with Ctrl or Shift, then Compare.', [], 'info');
  }
  return all;
}

async function pick(tree: ExperimentsTree, title: string, many: boolean, without: readonly RunNode[] = []): Promise<readonly RunNode[]> {
  const nodes = await offered(tree, without);
  if (nodes.length === 0) {
    throw new Problem(without.length > 0 ? 'There is no other run to compare with yet.' : 'There are no runs yet. Train a script, or run it in a terminal.', [], 'info');
  }
  const items = nodes.map((node) => {
    const tags = tagRecord(experimentOf(node).summary.tags);
    return { node, label: node.row.run_name, description: runItem(node.row, { now: Date.now(), color: '', experimentTags: tags }).description, detail: experimentOf(node).summary.name };
  });
  const options = { title, matchOnDescription: true, matchOnDetail: true, placeHolder: 'Type a name, a metric or an experiment' };
  const picked = many
    ? await vscode.window.showQuickPick(items, { ...options, canPickMany: true })
    : await vscode.window.showQuickPick(items, options).then((item) => item === undefined ? undefined : [item]);
  if (picked === undefined) {
    throw new vscode.CancellationError();
  }
  return picked.map((item) => item.node);
}

/** Runs that the view has read; where nothing is unfolded yet, the first page of each experiment is. */
async function offered(tree: ExperimentsTree, without: readonly RunNode[]): Promise<readonly RunNode[]> {
  const seen = new Map<string, RunNode>();
  const add = (node: TreeNode): void => {
    if (node.kind === 'run' && !without.some((other) => other.row.run_id === node.row.run_id)) {
      seen.set(node.row.run_id, node);
    }
  };
  const walk = async (nodes: readonly TreeNode[]): Promise<void> => {
    for (const node of nodes) {
      if (node.kind === 'project') {
        await walk(await tree.getChildren(node));
      } else if (node.kind === 'experiment') {
        (await tree.getChildren(node)).forEach(add);
      }
    }
  };
  tree.shownRuns.forEach(add);
  await walk(await tree.getChildren());
  return [...seen.values()].toSorted((a, b) => startOf(b.row) - startOf(a.row));
}

function startOf(row: RunRow): number {
  return row.start_time;
}

function runsAmong(nodes: readonly TreeNode[]): RunNode[] {
  return nodes.filter((node): node is RunNode => node.kind === 'run');
}

// workspace: iris
/** The Experiments view follows what is logged over HTTP, and its actions reach the engine. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { Command, PanelType } from '../../src/editor/contributions';
import type { Slipway } from '../../src/extension';
import { logChurnProject, logRun } from '../builders/runs';
import type { TreeNode } from '../../src/editor/tracking/nodes';
import { eventually, experimentNamed, folder, iconOf, ready, runNamed, slipway } from './window';

suite('Experiments view', () => {
  let window: Slipway;

  suiteSetup(async () => {
    window = await slipway();
    await ready(window);
  });

  test('every declared command is registered', async () => {
    const registered = await vscode.commands.getCommands(true);
    assert.deepEqual(Object.values(Command).filter((id) => !registered.includes(id)), []);
  });

  test('a folder with Python gets an engine and a store without being asked', async () => {
    const { project } = await ready(window);
    assert.equal(project.state.kind, 'ready');
    assert.equal((await vscode.workspace.fs.stat(vscode.Uri.joinPath(folder().uri, '.slipway'))).type, vscode.FileType.Directory);
  });

  test('a run shows up live, with a spinner, and its value moves', async () => {
    const { client } = await ready(window);
    const id = await logRun(client, { experiment: 'live', name: 'live-run', status: 'RUNNING', minutesAgo: 0, metrics: { auc: [0.5, 0.7] }, params: { epochs: 50 } });
    const experiment = await experimentNamed(window, 'live');
    const node = await runNamed(window, experiment, 'live-run', (item) => String(item.description).startsWith('auc 0.7 ↑'));
    assert.equal(iconOf(window.tree.getTreeItem(node)), 'loading~spin');
    await client.request('POST', '/api/2.0/mlflow/runs/log-metric', { run_id: id, key: 'auc', value: 0.861, step: 14, timestamp: Date.now() });
    await runNamed(window, experiment, 'live-run', (item) => String(item.description).startsWith('auc 0.861 ↑ 14/50'));
    await client.updateRun(id, { status: 'FINISHED', end_time: Date.now() });
    const finished = await runNamed(window, experiment, 'live-run', (item) => iconOf(item) === 'circle-filled');
    assert.match(String(window.tree.getTreeItem(finished).description), /^auc 0\.861 · just now$/);
  });

  test('only the touched line is drawn again when a value changes', async () => {
    const { client } = await ready(window);
    const id = await logRun(client, { experiment: 'quiet', name: 'moving', status: 'RUNNING', minutesAgo: 0, metrics: { auc: [0.1, 0.2] } });
    await logRun(client, { experiment: 'quiet', name: 'still', metrics: { auc: 0.5 } });
    const experiment = await experimentNamed(window, 'quiet');
    await runNamed(window, experiment, 'still');
    await runNamed(window, experiment, 'moving', (item) => String(item.description).includes('0.2'));
    const drawn: string[] = [];
    const nameOf = (node: TreeNode | undefined): string => node?.kind === 'run' ? node.row.run_name : node?.kind === 'experiment' ? node.summary.name : 'everything';
    const listener = window.tree.onDidChangeTreeData((stale) => drawn.push(...(Array.isArray(stale) ? stale : [stale]).map(nameOf)));
    await client.request('POST', '/api/2.0/mlflow/runs/log-metric', { run_id: id, key: 'auc', value: 0.3, step: 5, timestamp: Date.now() });
    await runNamed(window, experiment, 'moving', (item) => String(item.description).includes('0.3'));
    listener.dispose();
    assert.ok(drawn.includes('moving') && drawn.every((name) => name === 'moving' || name === 'quiet'), drawn.join());
  });

  test('experiments count their runs and name the best; nested runs stand below their parent; the tooltip has the values', async () => {
    const { client } = await ready(window);
    await logChurnProject(client);
    const churn = await experimentNamed(window, 'churn');
    await eventually(window.tree.onDidChangeTreeData, () => /^12 runs · best auc 0\.9\d+ · 1 running$/.test(String(window.tree.getTreeItem(churn).description)) ? true : undefined);
    const sweep = await runNamed(window, churn, 'sweep-7', (item) => item.collapsibleState === vscode.TreeItemCollapsibleState.Collapsed);
    assert.equal((await window.tree.getChildren(sweep)).length, 4);
    const failed = await runNamed(window, churn, 'brave-ant-8');
    assert.equal(iconOf(window.tree.getTreeItem(failed)), 'error');
    const { tooltip } = await window.tree.resolveTreeItem(window.tree.getTreeItem(failed), failed);
    assert.match((tooltip as vscode.MarkdownString).value, /max\\_depth \| 3/);
  });

  test('ten neighbours have ten colours, which stay', async () => {
    const churn = await experimentNamed(window, 'churn');
    const nodes = (await window.tree.getChildren(churn)).filter((node) => node.kind === 'run');
    const colors = nodes.map((node) => (window.tree.getTreeItem(node).iconPath as vscode.ThemeIcon).color?.id);
    assert.equal(new Set(colors).size, nodes.length);
  });

  test('a filter keeps what matches, flat; clearing it brings the rest back', async () => {
    const namesBelow = async (): Promise<string[]> => (await window.tree.getChildren(await experimentNamed(window, 'churn'))).map((node) => node.kind === 'run' ? node.row.run_name : node.kind);
    const before = await namesBelow();
    await window.state.setFilter("metrics.auc > 0.9 AND run_name LIKE 'trial%'");
    window.tree.refresh();
    assert.deepEqual((await namesBelow()).toSorted(), ['trial-4']);
    assert.match(window.tree.view.message ?? '', /^Filter: metrics\.auc > 0\.9/);
    await vscode.commands.executeCommand(Command.clearFilter);
    assert.deepEqual(await namesBelow(), before);
  });

  test('a filter that cannot be read says so in the list, in the engine\'s words', async () => {
    await window.state.setFilter('metrics.auc >');
    window.tree.refresh();
    const [line] = await window.tree.getChildren(await experimentNamed(window, 'churn'));
    assert.equal(line?.kind, 'problem');
    await vscode.commands.executeCommand(Command.clearFilter);
  });

  test('runs are sorted by a metric, best first', async () => {
    await window.state.setSort({ by: 'metric', key: 'auc', ascending: false });
    window.tree.refresh();
    const names = (await window.tree.getChildren(await experimentNamed(window, 'churn'))).map((node) => node.kind === 'run' ? node.row.run_name : node.kind);
    assert.deepEqual(names.slice(0, 2).toSorted(), ['calm-fox-3', 'sweep-7']);
    await window.state.setSort({ by: 'start_time', ascending: false });
    window.tree.refresh();
  });

  test('a long list is paged', async () => {
    const { client } = await ready(window);
    const ids = [];
    for (let index = 0; index < 120; index += 1) {
      ids.push(await logRun(client, { experiment: 'long', name: `run-${index}`, minutesAgo: 500 - index }));
    }
    const long = await eventually(window.tree.onDidChangeTreeData, async () => {
      const node = await experimentNamed(window, 'long');
      return node.summary.run_count === ids.length ? node : undefined;
    });
    const children = await eventually(window.tree.onDidChangeTreeData, async () => {
      const items = await window.tree.getChildren(long);
      const last = items.at(-1);
      return last?.kind === 'more' && last.remaining === 20 ? items : undefined;
    });
    assert.equal(children.length, 101);
    const more = children.at(-1);
    assert.ok(more?.kind === 'more');
    assert.equal(window.tree.getTreeItem(more).label, 'Show 20 more of 20 runs');
    await vscode.commands.executeCommand(Command.showMore, more);
    assert.equal((await window.tree.getChildren(long)).length, 120);
  });

  test('star, note, rename and baseline reach the engine and come back to the line', async () => {
    const churn = await experimentNamed(window, 'churn');
    const node = await runNamed(window, churn, 'calm-fox-3');
    await vscode.commands.executeCommand(Command.starRun, node);
    await runNamed(window, churn, 'calm-fox-3', (item) => String(item.description).startsWith('★'));
    await vscode.commands.executeCommand(Command.pinBaseline, node);
    await runNamed(window, await experimentNamed(window, 'churn'), 'calm-fox-3', (item) => String(item.description).startsWith('★ baseline'));
    const { client } = await ready(window);
    await client.updateRun(node.row.run_id, { run_name: 'renamed-fox' });
    await runNamed(window, churn, 'renamed-fox');
  });

  test('a deleted run goes away and comes back', async () => {
    const churn = await experimentNamed(window, 'churn');
    const node = await runNamed(window, churn, 'bold-wren-4');
    await vscode.commands.executeCommand(Command.deleteRun, node, [node]);
    await eventually(window.tree.onDidChangeTreeData, async () => (await window.tree.getChildren(churn)).some((child) => child.kind === 'run' && child.row.run_name === 'bold-wren-4') ? undefined : true);
    await vscode.commands.executeCommand(Command.restoreRun, node, [node]);
    await runNamed(window, churn, 'bold-wren-4');
  });

  test('a run opens as a panel, one per run, and two in the compare panel', async () => {
    const churn = await experimentNamed(window, 'churn');
    const owl = await runNamed(window, churn, 'wise-owl-12');
    const panels = (): string[] => vscode.window.tabGroups.all.flatMap((group) => group.tabs)
      .filter((tab) => tab.input instanceof vscode.TabInputWebview && tab.input.viewType.endsWith(PanelType.run)).map((tab) => tab.label);
    await vscode.commands.executeCommand(Command.openRun, owl);
    await eventually(vscode.window.tabGroups.onDidChangeTabs, () => panels().includes('wise-owl-12') ? true : undefined);
    await vscode.commands.executeCommand(Command.openRun, owl);
    assert.deepEqual(panels(), ['wise-owl-12']);
    const other = await runNamed(window, churn, 'still-otter-9');
    await vscode.commands.executeCommand(Command.compareRuns, owl, [owl, other]);
    await eventually(vscode.window.tabGroups.onDidChangeTabs, () => vscode.window.tabGroups.all.flatMap((group) => group.tabs)
      .find((tab) => tab.label === 'Compare churn' && tab.input instanceof vscode.TabInputWebview && tab.input.viewType.endsWith('slipway.compare')));
  });

  test('killing the engine: another one is there at once, nothing acknowledged is lost, and the tree carries on', async () => {
    const { project, client } = await ready(window);
    const id = await logRun(client, { experiment: 'survivor', name: 'before', status: 'RUNNING', minutesAgo: 0, metrics: { auc: [0.5, 0.6] } });
    const { pid } = client.address;
    const killed = Date.now();
    process.kill(pid, 'SIGKILL');
    const next = await eventually(project.onDidChangeState, () => project.address !== undefined && project.address.pid !== pid ? project.client : undefined);
    assert.ok(Date.now() - killed < 5000, `a new engine after ${Date.now() - killed} ms`);
    assert.equal(next.address.url, client.address.url, 'the port is kept');
    await next.request('POST', '/api/2.0/mlflow/runs/log-metric', { run_id: id, key: 'auc', value: 0.9, step: 3, timestamp: Date.now() });
    await runNamed(window, await experimentNamed(window, 'survivor'), 'before', (item) => String(item.description).startsWith('auc 0.9 ↑'));
  });
});

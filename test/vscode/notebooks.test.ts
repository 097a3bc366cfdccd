// workspace: empty
/** Unmodified notebook code in a real ipykernel: its runs are found, know their cell, and stand under it. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { Command } from '../../src/editor/contributions';
import type { RunRow } from '../../src/protocol/experiments';
import { NotebookRuns } from '../../src/editor/notebooks/notebookRuns';
import { trackByJupyter } from '../../src/editor/notebooks/otherRoutes';
import { CellStatusItems } from '../../src/editor/notebooks/statusItems';
import type { Slipway } from '../../src/extension';
import { makeController, type KernelController } from '../notebookKernel/controller';
import { eventually, folder, ready, slipway } from './window';

/** Writes a notebook with one cell and opens it. */
async function openNotebook(name: string): Promise<vscode.NotebookDocument> {
  const uri = vscode.Uri.joinPath(folder().uri, name);
  const cells = [{ cell_type: 'code', id: 'first-cell', metadata: {}, execution_count: null, outputs: [], source: 'print("no run")' }];
  const metadata = { kernelspec: { name: 'python3', display_name: 'Python 3', language: 'python' }, language_info: { name: 'python' } };
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(JSON.stringify({ nbformat: 4, nbformat_minor: 5, metadata, cells })));
  return opened(uri);
}

/** Opens it as a person does: a document that an extension opens stays open for minutes after its editor. */
async function opened(uri: vscode.Uri): Promise<vscode.NotebookDocument> {
  await vscode.commands.executeCommand('vscode.openWith', uri, 'jupyter-notebook');
  const { notebook } = vscode.window.activeNotebookEditor ?? {};
  assert.equal(notebook?.uri.toString(), uri.toString());
  return notebook;
}

function tabNamed(label: RegExp): vscode.Tab | undefined {
  return vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).find((tab) => label.test(tab.label));
}

function textOf(cell: vscode.NotebookCell): string {
  return cell.outputs.flatMap((output) => output.items).map((item) => new TextDecoder().decode(item.data)).join('');
}

/** A new cell at the end of the notebook, as if typed there. */
async function added(notebook: vscode.NotebookDocument, source: string): Promise<vscode.NotebookCell> {
  const edit = new vscode.WorkspaceEdit();
  edit.set(notebook.uri, [vscode.NotebookEdit.insertCells(notebook.cellCount, [new vscode.NotebookCellData(vscode.NotebookCellKind.Code, source, 'python')])]);
  assert.ok(await vscode.workspace.applyEdit(edit));
  return notebook.cellAt(notebook.cellCount - 1);
}

suite('Notebooks', function notebooks() {
  this.timeout(180_000);
  let window: Slipway;
  let kernel: KernelController;
  let runs: NotebookRuns;
  let items: CellStatusItems;
  let notebook: vscode.NotebookDocument;
  let windowFile: string;

  suiteSetup(async () => {
    window = await slipway();
    runs = new NotebookRuns(window.projects);
    items = new CellStatusItems(runs);
    kernel = makeController('test-python', 'Test Python');
    notebook = await openNotebook('work.ipynb');
    await show(notebook);
    await eventually(window.kernels.onDidApply, () => process.env['SLIPWAY_WINDOW']);
    windowFile = process.env['SLIPWAY_WINDOW'] ?? '';
  });
  suiteTeardown(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    kernel.dispose();
    runs.dispose();
  });

  // A test that opened something else, or broke off, leaves the next one its notebook in front: only there are cells executed.
  setup(async () => { if (vscode.window.activeNotebookEditor?.notebook !== notebook && !notebook.isClosed) { await show(notebook); } });

  /** Shows the notebook with our kernel chosen. */
  async function show(document: vscode.NotebookDocument): Promise<void> {
    const editor = await vscode.window.showNotebookDocument(document);
    await vscode.commands.executeCommand('notebook.selectKernel', { id: 'test-python', extension: 'slipway.slipway', editor });
    await ready(window);
  }
  async function run(cell: vscode.NotebookCell): Promise<void> {
    await vscode.commands.executeCommand('notebook.cell.execute', { ranges: [{ start: cell.index, end: cell.index + 1 }], document: cell.notebook.uri });
  }
  /** Executes a cell, which must succeed. */
  async function execute(cell: vscode.NotebookCell): Promise<vscode.NotebookCell> {
    await run(cell);
    assert.equal(cell.executionSummary?.success, true, textOf(cell));
    return cell;
  }
  /** The runs of a cell, as soon as they satisfy `holds`. */
  async function rowsOf(cell: vscode.NotebookCell, holds: (rows: readonly RunRow[]) => boolean): Promise<readonly RunRow[]> {
    return eventually(runs.onDidChange, async () => { const { rows } = await runs.of(cell); return holds(rows) ? rows : undefined; });
  }
  /** Adds a cell, executes it, and gives what it printed. */
  async function printed(source: string): Promise<string> {
    const cell = await added(notebook, source);
    return textOf(await execute(cell)).trim();
  }
  async function tagsOf(row: RunRow | undefined): Promise<Record<string, string>> {
    const { client } = await ready(window);
    return Object.fromEntries((await client.run(row?.run_id ?? '')).data.tags?.map(({ key, value }) => [key, value]) ?? []);
  }
  /** Settles when what kernels are told satisfies `holds`. */
  async function told(holds: (tells: { tracked: boolean; startup: string | undefined }) => boolean): Promise<void> {
    await eventually(window.kernels.onDidApply, () => {
      const { folders } = JSON.parse(readFileSync(windowFile, 'utf8')) as { folders: readonly { tracked: boolean }[] };
      return holds({ tracked: folders[0]?.tracked === true, startup: process.env['PYTHONSTARTUP'] }) ? true : undefined;
    });
  }
  async function itemsUnder(cell: vscode.NotebookCell): Promise<vscode.NotebookCellStatusBarItem[]> {
    return items.provideCellStatusBarItems(cell, new vscode.CancellationTokenSource().token);
  }
  async function textsUnder(cell: vscode.NotebookCell): Promise<string[]> {
    return (await itemsUnder(cell)).map((item) => item.text);
  }
  async function click(item: vscode.NotebookCellStatusBarItem | undefined): Promise<void> {
    assert.ok(typeof item?.command === 'object');
    await vscode.commands.executeCommand(item.command.command, ...item.command.arguments ?? []);
  }

  test('a run stands under the cell that made it, and says where it came from', async () => {
    const made = await execute(await added(notebook, 'import mlflow'));
    const cell = await execute(await added(notebook, 'with mlflow.start_run(run_name="calm-fox-3"):\n    mlflow.log_metric("auc", 0.914)'));
    const [row] = await rowsOf(cell, (rows) => rows[0]?.status === 'FINISHED' && rows[0].metrics.length === 1);
    assert.equal(row?.tags['slipway.origin'], 'notebook');
    assert.equal(row?.tags['slipway.notebook'], 'work.ipynb');
    assert.equal(row?.tags['slipway.cell'], cell.metadata['id']);
    assert.equal(row?.tags['slipway.cell.number'], '3');
    assert.equal(row?.tags['mlflow.source.type'], 'NOTEBOOK');
    assert.equal(path.basename(row?.tags['mlflow.source.name'] ?? ''), 'work.ipynb');
    assert.equal((await tagsOf(row))['notebook.cell.source'], cell.document.getText());
    assert.match((await textsUnder(cell))[0] ?? '', /^\$\(circle-filled\) calm-fox-3 · auc 0\.914 · \d/);
    assert.deepEqual(await textsUnder(made), []);
  });

  test('nothing of the start-up code is in the way of the user', async () => {
    assert.equal(await printed('print([name for name in globals() if "slipway" in name], __import__("os").environ.get("PYTHONSTARTUP"))'), '[] None');
  });

  test('executed again, it says whether it got better, and compares with the runs before', async () => {
    const cell = notebook.cellAt(2);
    const edit = new vscode.WorkspaceEdit();
    edit.replace(cell.document.uri, new vscode.Range(1, 0, 1, 100), '    mlflow.log_metric("auc", 0.926)');
    assert.ok(await vscode.workspace.applyEdit(edit));
    await execute(cell);
    await rowsOf(cell, (rows) => rows.length === 2 && rows[0]?.status === 'FINISHED');
    const [text, compare] = await textsUnder(cell);
    assert.match(text ?? '', /auc 0\.926 ▲0\.012 · \d/);
    assert.equal(compare, 'compare with the last');
  });

  test('mlflow.autolog() on scikit-learn is recorded as it stands in any tutorial', async () => {
    const cell = await execute(await added(notebook, [
      'from sklearn.datasets import load_iris', 'from sklearn.linear_model import LogisticRegression', 'mlflow.autolog(log_models=False)',
      'LogisticRegression(max_iter=200).fit(*load_iris(return_X_y=True))', 'mlflow.autolog(disable=True)',
    ].join('\n')));
    const [row] = await rowsOf(cell, (rows) => rows[0]?.status === 'FINISHED');
    assert.match((await textsUnder(cell))[0] ?? '', /training_/);
    assert.ok(row?.params.some(({ key }) => key === 'max_iter'));
  });

  test('while it trains, the cell shows the number and the epoch', async () => {
    const gate = path.join(folder().uri.fsPath, 'go');
    const cell = await added(notebook, [
      'import os, time', 'with mlflow.start_run(run_name="wise-owl"):', '    mlflow.log_param("epochs", 50)', '    mlflow.log_metric("auc", 0.5, step=13)',
      '    mlflow.log_metric("auc", 0.861, step=14)', `    while not os.path.exists(${JSON.stringify(gate)}): time.sleep(0.01)`,
    ].join('\n'));
    const done = execute(cell);
    await rowsOf(cell, (rows) => rows[0]?.metrics[0]?.step === 14);
    assert.deepEqual(await textsUnder(cell), ['$(loading~spin) auc 0.861 ↑ · epoch 14/50']);
    await vscode.workspace.fs.writeFile(vscode.Uri.file(gate), new Uint8Array());
    await done;
    await rowsOf(cell, (rows) => rows[0]?.status === 'FINISHED');
    assert.match((await textsUnder(cell))[0] ?? '', /^\$\(circle-filled\) wise-owl · auc 0\.861 · /);
  });

  test('nested runs are counted, not listed', async () => {
    const cell = await execute(await added(notebook, [
      'with mlflow.start_run(run_name="sweep-7"):', '    for depth in range(3):', '        with mlflow.start_run(nested=True): mlflow.log_param("depth", depth)',
    ].join('\n')));
    await rowsOf(cell, (rows) => rows.length === 4 && rows.every((row) => row.status === 'FINISHED'));
    const texts = await textsUnder(cell);
    assert.equal(texts.length, 1);
    assert.match(texts[0] ?? '', /sweep-7 · .* · \+ 3 nested$/);
  });

  test('several runs of one execution are told by the best, and compared at once', async () => {
    const cell = await execute(await added(notebook, [
      'for index, auc in enumerate([0.81, 0.93, 0.87]):', '    with mlflow.start_run(run_name=f"try-{index}"): mlflow.log_metric("auc", auc)',
    ].join('\n')));
    await rowsOf(cell, (rows) => rows.length === 3 && rows.every((row) => row.status === 'FINISHED' && row.metrics.length === 1));
    const [item, compare] = await itemsUnder(cell);
    assert.match(item?.text ?? '', /try-1 · auc 0\.93 · .* · best of 3$/);
    assert.equal(compare?.text, 'compare all 3');
    await click(item);
    await eventually(vscode.window.tabGroups.onDidChangeTabs, () => tabNamed(/try-1/));
    await click(compare);
    await eventually(vscode.window.tabGroups.onDidChangeTabs, () => tabNamed(/^Compare/));
  });

  test('a run that fails keeps the line of its error', async () => {
    const cell = await added(notebook, 'with mlflow.start_run(run_name="brave-ant"):\n    {}["tenure"]');
    await run(cell);
    await rowsOf(cell, (rows) => rows[0]?.tags['slipway.failure'] !== undefined);
    assert.match((await textsUnder(cell))[0] ?? '', /^\$\(error\) brave-ant · failed: KeyError: 'tenure'/);
  });

  test('a script that a cell starts is a run of that cell', async () => {
    const cell = await execute(await added(notebook, [
      'import subprocess, sys', 'code = "import mlflow; mlflow.start_run(run_name=\'child\'); mlflow.log_metric(\'loss\', 0.2)"',
      'print(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stderr)',
    ].join('\n')));
    const [row] = await rowsOf(cell, (rows) => rows[0]?.status === 'FINISHED');
    assert.equal(row?.run_name, 'child');
  });

  test('a cell of a length that fits into no tag is kept as an artifact', async () => {
    const source = `with mlflow.start_run(): pass\n${'# ä long cell\n'.repeat(1000)}`;
    const cell = await execute(await added(notebook, source));
    const [row] = await rowsOf(cell, (rows) => rows[0]?.status === 'FINISHED');
    const { client } = await ready(window);
    // No notice tells of an artifact that goes through the proxy: the engine is asked until it has it.
    let recorded: Buffer | undefined;
    while (recorded === undefined) {
      recorded = await client.artifact(row?.run_id ?? '', 'slipway/cell.py').catch((error: unknown) => { assert.equal((error as { status?: number }).status, 404, String(error)); return undefined; });
    }
    assert.equal(recorded.toString('utf8'), source);
  });

  test('after the engine has died, the next cell finds the one that came after it', async () => {
    const { project, client } = await ready(window);
    const again = eventually(project.onDidChangeState, () => project.address !== undefined && project.address.pid !== client.address.pid ? true : undefined);
    process.kill(client.address.pid, 'SIGKILL');
    await again;
    const cell = await execute(await added(notebook, 'mlflow.start_run(run_name="after"); mlflow.end_run()'));
    await rowsOf(cell, (rows) => rows[0]?.run_name === 'after');
  });

  test('after a restart of the kernel, runs are still those of their cells', async () => {
    await kernel.restart(notebook);
    const cell = await execute(await added(notebook, 'import mlflow\nwith mlflow.start_run(run_name="restarted"): pass'));
    await rowsOf(cell, (rows) => rows[0]?.run_name === 'restarted');
  });

  test('a tracking server of the user\'s own wins, from the next cell on, and gets nothing of ours', async () => {
    await printed('import os; os.environ["MLFLOW_TRACKING_URI"] = "https://team.example"');
    const names = 'print(sorted(name for name in os.environ if name.startswith("MLFLOW_")), os.environ["MLFLOW_TRACKING_URI"])';
    assert.equal(await printed(names), "['MLFLOW_TRACKING_URI'] https://team.example");
    await printed('del os.environ["MLFLOW_TRACKING_URI"]');
    assert.match(await printed(names), /http:\/\/slipway:/);
  });

  test('tags that the user asks for are kept beside ours', async () => {
    await printed('os.environ["MLFLOW_RUN_CONTEXT"] = \'{"team": "a", "number": 3}\'');
    const context = JSON.parse(await printed('print(os.environ["MLFLOW_RUN_CONTEXT"])')) as Record<string, string>;
    assert.equal(context['team'], 'a');
    assert.equal(context['number'], '3');
    assert.equal(context['slipway.notebook'], 'work.ipynb');
  });

  test('pausing reaches a kernel that runs, and so does resuming', async () => {
    const paused = told(({ tracked, startup }) => !tracked && startup === undefined);
    await vscode.commands.executeCommand(Command.pauseTracking);
    await paused;
    assert.equal(await printed('print("MLFLOW_TRACKING_URI" in os.environ)'), 'False');
    const resumed = told(({ tracked, startup }) => tracked && startup !== undefined);
    await vscode.commands.executeCommand(Command.resumeTracking);
    await resumed;
    assert.equal(await printed('print("MLFLOW_TRACKING_URI" in os.environ)'), 'True');
  });

  test('the setting turns it off; a cell that a command inserts turns it on for one kernel', async () => {
    const settings = vscode.workspace.getConfiguration('slipway');
    const off = told(({ startup }) => startup === undefined);
    await settings.update('trackNotebooks', false, vscode.ConfigurationTarget.Workspace);
    await off;
    kernel.end(notebook);
    assert.equal(await printed('import os; print("MLFLOW_TRACKING_URI" in os.environ, "slipway_kernel" in __import__("sys").modules)'), 'False False');
    const on = told(({ startup }) => startup !== undefined);
    await settings.update('trackNotebooks', undefined, vscode.ConfigurationTarget.Workspace);
    await on;
    await vscode.commands.executeCommand(Command.insertTrackingCell);
    const inserted = notebook.cellAt(0);
    assert.match(inserted.document.getText(), /Lets the runs of this notebook show up in Slipway/);
    await execute(inserted);
    const cell = await execute(await added(notebook, 'import mlflow\nwith mlflow.start_run(run_name="inserted"): pass'));
    await rowsOf(cell, (rows) => rows[0]?.run_name === 'inserted');
  });

  test('a start-up file of the user\'s own runs first, and is all that scripts see', async () => {
    const own = path.join(folder().uri.fsPath, 'own_startup.py');
    await vscode.workspace.fs.writeFile(vscode.Uri.file(own), new TextEncoder().encode('mine = 42\n'));
    const paused = told(({ startup }) => startup === undefined);
    await vscode.commands.executeCommand(Command.pauseTracking);
    await paused;
    process.env['PYTHONSTARTUP'] = own;
    const resumed = told(({ startup }) => startup !== own);
    await vscode.commands.executeCommand(Command.resumeTracking);
    await resumed;
    kernel.end(notebook);
    assert.equal(await printed('import os; print(mine, os.environ["PYTHONSTARTUP"], "MLFLOW_TRACKING_URI" in os.environ)'), `42 ${own} True`);
    const again = told(({ startup }) => startup === own);
    await vscode.commands.executeCommand(Command.pauseTracking);
    await again;
    delete process.env['PYTHONSTARTUP'];
    const back = told(({ startup }) => startup !== undefined);
    await vscode.commands.executeCommand(Command.resumeTracking);
    await back;
  });

  test('a notebook that is opened again shows its earlier runs under the right cells', async () => {
    assert.ok(await notebook.save());
    const closed = eventually(vscode.workspace.onDidCloseNotebookDocument, () => notebook.isClosed ? true : undefined);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await closed;
    const reopened = await opened(notebook.uri);
    assert.notEqual(reopened, notebook);
    const cell = reopened.getCells().find((candidate) => candidate.document.getText().includes('calm-fox-3'));
    assert.ok(cell);
    assert.match((await textsUnder(cell))[0] ?? '', /calm-fox-3 · auc 0\.926/);
  });

  test('so does one that was renamed; a copy begins anew', async () => {
    const [renamed, copy] = ['renamed.ipynb', 'copy.ipynb'].map((name) => vscode.Uri.joinPath(folder().uri, name));
    assert.ok(renamed && copy);
    const cellIn = async (uri: vscode.Uri): Promise<vscode.NotebookCell> => {
      const cell = (await opened(uri)).getCells().find((candidate) => candidate.document.getText().includes('calm-fox-3'));
      assert.ok(cell);
      return cell;
    };
    await vscode.workspace.fs.rename(notebook.uri, renamed);
    assert.match((await textsUnder(await cellIn(renamed)))[0] ?? '', /calm-fox-3 · auc 0\.926/);
    await vscode.workspace.fs.rename(renamed, notebook.uri);
    await vscode.workspace.fs.copy(notebook.uri, copy);
    assert.deepEqual(await textsUnder(await cellIn(copy)), []);
  });

  test('an untitled notebook is tracked too', async () => {
    const untitled = await vscode.workspace.openNotebookDocument('jupyter-notebook', new vscode.NotebookData([
      new vscode.NotebookCellData(vscode.NotebookCellKind.Code, 'import mlflow\nwith mlflow.start_run(run_name="untitled"): pass', 'python'),
    ]));
    await show(untitled);
    await execute(untitled.cellAt(0));
    await rowsOf(untitled.cellAt(0), (rows) => rows[0]?.run_name === 'untitled');
  });

  test('without the Jupyter extension, the routes through it say so', async () => {
    assert.equal(vscode.extensions.getExtension('ms-toolsai.jupyter'), undefined);
    await assert.rejects(async () => trackByJupyter('/nowhere/kernel_startup.py'), /The Jupyter extension is not installed/);
  });
});

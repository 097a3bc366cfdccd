// workspace: empty
/** Unmodified notebook code in a real ipykernel: its runs are found, know their cell, and stand under it. */
import assert from 'node:assert/strict';
import * as path from 'node:path';
import * as vscode from 'vscode';
import type { RunRow } from '../../src/protocol/experiments';
import { NotebookRuns } from '../../src/editor/notebooks/notebookRuns';
import { CellStatusItems } from '../../src/editor/notebooks/statusItems';
import type { Slipway } from '../../src/extension';
import { makeController, type KernelController } from '../notebookKernel/controller';
import { eventually, folder, ready, slipway } from './window';

/** Writes a notebook of these code cells, with ids cell-0, cell-1…, and opens it. */
async function notebookOf(name: string, sources: readonly string[]): Promise<vscode.NotebookDocument> {
  const uri = vscode.Uri.joinPath(folder().uri, name);
  const cells = sources.map((source, index) => ({ cell_type: 'code', id: `cell-${index}`, metadata: {}, execution_count: null, outputs: [], source }));
  const metadata = { kernelspec: { name: 'python3', display_name: 'Python 3', language: 'python' }, language_info: { name: 'python' } };
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(JSON.stringify({ nbformat: 4, nbformat_minor: 5, metadata, cells })));
  return vscode.workspace.openNotebookDocument(uri);
}

function textOf(cell: vscode.NotebookCell): string {
  return cell.outputs.flatMap((output) => output.items).map((item) => new TextDecoder().decode(item.data)).join('');
}

suite('Notebooks', function notebooks() {
  this.timeout(180_000);
  let window: Slipway;
  let kernel: KernelController;
  let runs: NotebookRuns;
  let items: CellStatusItems;

  suiteSetup(async () => {
    window = await slipway();
    runs = new NotebookRuns(window.projects);
    items = new CellStatusItems(runs);
    kernel = makeController('test-python', 'Test Python');
  });
  suiteTeardown(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    kernel.dispose();
    runs.dispose();
  });

  /** Shows the notebook with our kernel chosen. */
  async function show(notebook: vscode.NotebookDocument): Promise<void> {
    const editor = await vscode.window.showNotebookDocument(notebook);
    await vscode.commands.executeCommand('notebook.selectKernel', { id: 'test-python', extension: 'slipway.slipway', editor });
    await ready(window);
  }
  async function execute(cell: vscode.NotebookCell): Promise<void> {
    await vscode.commands.executeCommand('notebook.cell.execute', { ranges: [{ start: cell.index, end: cell.index + 1 }], document: cell.notebook.uri });
  }
  /** The runs of a cell, as soon as they satisfy `holds`. */
  async function rowsOf(cell: vscode.NotebookCell, holds: (rows: readonly RunRow[]) => boolean): Promise<readonly RunRow[]> {
    return eventually(runs.onDidChange, async () => { const { rows } = await runs.of(cell); return holds(rows) ? rows : undefined; });
  }
  async function textsUnder(cell: vscode.NotebookCell): Promise<string[]> {
    return (await items.provideCellStatusBarItems(cell, new vscode.CancellationTokenSource().token)).map((item) => item.text);
  }

  test('a run stands under the cell that made it, and says where it came from', async () => {
    const notebook = await notebookOf('first.ipynb', ['import mlflow', 'with mlflow.start_run(run_name="calm-fox-3"):\n    mlflow.log_metric("auc", 0.914)', 'print("no run")']);
    await show(notebook);
    await execute(notebook.cellAt(0));
    await execute(notebook.cellAt(1));
    assert.equal(notebook.cellAt(1).executionSummary?.success, true, textOf(notebook.cellAt(1)));
    const [row] = await rowsOf(notebook.cellAt(1), (rows) => rows[0]?.status === 'FINISHED' && rows[0].metrics.length === 1);
    assert.ok(row);
    assert.equal(row.tags['slipway.origin'], 'notebook');
    assert.equal(row.tags['slipway.notebook'], 'first.ipynb');
    assert.equal(row.tags['slipway.cell'], 'cell-1');
    assert.equal(row.tags['mlflow.source.type'], 'NOTEBOOK');
    assert.equal(path.basename(row.tags['mlflow.source.name'] ?? ''), 'first.ipynb');
    const { client } = await ready(window);
    const tags = Object.fromEntries((await client.run(row.run_id)).data.tags?.map(({ key, value }) => [key, value]) ?? []);
    assert.equal(tags['notebook.cell.source'], notebook.cellAt(1).document.getText());
    assert.match((await textsUnder(notebook.cellAt(1)))[0] ?? '', /^\$\(circle-filled\) calm-fox-3 · auc 0\.914 · \d/);
    assert.deepEqual(await textsUnder(notebook.cellAt(0)), []);
    assert.deepEqual(await textsUnder(notebook.cellAt(2)), []);
  });
});

// Runs under the cells of notebooks, made by a real kernel in an extension of its own; pictures in light, dark and high contrast.
import { cpSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Locator } from 'playwright-core';
import { describe, expect, test, vi } from 'vitest';
import { shareWindow } from './sharedWindow';
import type { Workbench } from './workbench';

const themes = ['light', 'dark', 'hc', 'hc-light'] as const;
const gate = 'go-on';

const sources = [
  ['# The champion\nwith mlflow.start_run(run_name="calm-fox-3"):\n    mlflow.log_params({"model": "boosting", "max_depth": 8})\n    mlflow.log_metric("auc", AUC)'],
  ['for depth in (2, 4, 8):\n    with mlflow.start_run(run_name=f"depth-{depth}"):\n        mlflow.log_metric("auc", 0.85 + depth / 100)'],
  ['with mlflow.start_run(run_name="sweep-7"):\n    for trial in range(12):\n        with mlflow.start_run(nested=True): mlflow.log_metric("auc", 0.9)\n    mlflow.log_metric("auc", 0.909)'],
  ['with mlflow.start_run(run_name="brave-ant-8"):\n    mlflow.log_param("column", "tenure")\n    {"age": 41}["tenure"]'],
  [`with mlflow.start_run(run_name="wise-owl-12"):\n    mlflow.log_param("epochs", 50)\n    for epoch in range(1, 15): mlflow.log_metric("auc", 0.5 + epoch / 38.8, step=epoch)\n    while not os.path.exists("${gate}"): time.sleep(0.05)`],
];

/** Writes churn.ipynb and puts the test's controller beside the extension under test. */
function arrange(folder: string): void {
  const cells = [['import os, time\nimport mlflow\nmlflow.set_experiment("churn")\nAUC = 0.902'], ...sources]
    .map(([source], index) => ({ cell_type: 'code', id: `cell-${index}`, metadata: {}, execution_count: null, outputs: [], source }));
  const metadata = { kernelspec: { name: 'python3', display_name: 'Python 3', language: 'python' }, language_info: { name: 'python' } };
  writeFileSync(path.join(folder, 'churn.ipynb'), JSON.stringify({ nbformat: 4, nbformat_minor: 5, metadata, cells }));
  cpSync(path.join(__dirname, '..', 'notebookKernel'), path.join(folder, '..', '..', 'extensions', 'slipway-test.notebook-kernel-1.0.0'), { recursive: true });
}

/** What stands under a cell that contains `text`. */
function items(workbench: Workbench, text: string | RegExp): Locator {
  return workbench.page.locator('.cell-status-item').filter({ hasText: text });
}

async function open(workbench: Workbench, name: string): Promise<void> {
  await workbench.execute('workbench.action.closeSidebar');
  await workbench.execute('workbench.action.quickOpen', name);
  await workbench.quickInput().locator('.monaco-list-row').filter({ hasText: name }).first().click();
  await workbench.page.locator('.tab.active').filter({ hasText: name }).waitFor();
  await workbench.page.locator('.notebook-editor .cell-statusbar-container').first().waitFor();
  // The cells on screen may be those of the notebook before: until this one is the active editor there is no kernel to select.
  await vi.waitFor(async () => expect(await workbench.execute('notebook.selectKernel', { id: 'test-python', extension: 'slipway-test.notebook-kernel' })).toBe(true), { timeout: 20_000, interval: 250 });
}

describe('a notebook that trains', () => {
  let workbench: Workbench;

  shareWindow({ workspace: 'iris', arrange, viewport: { width: 1280, height: 1000 }, settings: { 'notebook.showCellStatusBar': 'visible' } }, async (opened) => {
    workbench = opened;
    await open(workbench, 'churn.ipynb');
  });

  const run = (index: number): Promise<unknown> => workbench.execute('notebook.cell.execute', { ranges: [{ start: index, end: index + 1 }] });

  test('shows a run under its cell, and whether the next one got better', async () => {
    await run(0);
    await run(1);
    await items(workbench, /calm-fox-3 · auc 0\.902 · /).waitFor();
    expect(await items(workbench, 'compare').count()).toBe(0);
    // Changed and run again, as a person does; the first cell is only there to set the number.
    await workbench.execute('notebook.focusTop');
    await workbench.page.locator('.notebook-editor .view-line').filter({ hasText: 'AUC = 0.902' }).click();
    await workbench.page.keyboard.press('End');
    await workbench.page.keyboard.type(' + 0.012');
    await run(0);
    await run(1);
    await items(workbench, /calm-fox-3 · auc 0\.914 ▲0\.012 · /).waitFor();
    await items(workbench, 'compare with the last').waitFor();
  });

  test('shows several runs, nested ones and one that failed', async () => {
    await run(2);
    await items(workbench, /depth-8 · auc 0\.93 · .*best of 3/).waitFor();
    await run(3);
    await items(workbench, /sweep-7 · auc 0\.909 · .*\+ 12 nested/).waitFor();
    await run(4);
    await items(workbench, /brave-ant-8 · failed: KeyError: 'tenure'/).waitFor();
    // Its traceback would push the next cells out of the picture.
    await workbench.execute('notebook.clearAllCellsOutputs');
    await workbench.page.locator('.notebook-editor .view-line').filter({ hasText: 'AUC = ' }).click();
  });

  test('shows number and epoch while a cell trains', async () => {
    const done = run(5);
    await items(workbench, /auc 0\.8608 ↑ · epoch 14\/50/).waitFor();
    await workbench.screenshot('notebook', themes);
    await workbench.setTheme('dark');
    writeFileSync(path.join(workbench.folder, gate), '');
    await done;
    await items(workbench, /wise-owl-12 · auc 0\.8608 · /).waitFor();
    await workbench.screenshot('notebook-finished', ['light', 'dark']);
  });

  test('names its items for a screen reader', async () => {
    expect(await items(workbench, 'brave-ant-8').getAttribute('aria-label')).toBe("Run brave-ant-8, failed, failed: KeyError: 'tenure'");
    expect(await items(workbench, 'calm-fox-3').getAttribute('role')).toBe('button');
  });

  test('tells params and metrics on hover, and opens run and comparison on a click', async () => {
    await items(workbench, 'calm-fox-3').hover();
    const hover = workbench.page.locator('.workbench-hover, .monaco-hover').filter({ hasText: 'max_depth' }).first();
    await hover.waitFor();
    expect(await hover.innerText()).toMatch(/better than calm-fox-3, the run of this cell before/);
    await workbench.screenshot('notebook-tooltip', [], { hover: true });
    await items(workbench, 'compare all 3').click();
    await workbench.page.locator('.tab').filter({ hasText: 'Compare churn' }).waitFor();
    await workbench.page.locator('.tab').filter({ hasText: 'churn.ipynb' }).click();
    await items(workbench, 'calm-fox-3').click();
    await workbench.page.locator('.tab').filter({ hasText: 'calm-fox-3' }).first().waitFor();
  });

  test('the example notebook runs as it is, and its models stand under their cells', async () => {
    await open(workbench, 'compare_models.ipynb');
    await workbench.execute('notebook.execute');
    await workbench.execute('notebook.focusBottom');
    await items(workbench, /linear · auc/).waitFor();
    await items(workbench, /depth-\d · auc 0\.9\d+ · .*best of 4/).waitFor();
    await workbench.screenshot('notebook-example', ['light', 'dark']);
  });
});

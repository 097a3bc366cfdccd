// The run panel of a real script while it trains.
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { checkout } from '../builders/engine';
import { environmentValue } from './environmentValue';
import { chooseTab, panelOf } from './runPanel';
import { Workbench } from './workbench';

const themes = ['light', 'dark', 'hc', 'hc-light'] as const;

describe('a script that trains', () => {
  let workbench: Workbench;

  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await workbench.screenshot(`failed ${task.name}`, [], { hover: true });
    await workbench?.close();
  });

  test('is watched live, stopped, and started again', async () => {
    workbench = await Workbench.open({
      workspace: 'empty', viewport: { width: 1440, height: 900 },
      arrange: (folder) => {
        copyFileSync(path.join(checkout, 'examples', 'digits', 'train.py'), path.join(folder, 'train.py'));
        // So long that it ends only when it is stopped.
        writeFileSync(path.join(folder, 'train.py'), readFileSync(path.join(folder, 'train.py'), 'utf8').replace('"--epochs", type=int, default=30', '"--epochs", type=int, default=100000'));
      },
    });
    await workbench.setting('slipway.train.python', environmentValue('SLIPWAY_TEST_PYTHON'));
    await workbench.setting('slipway.train.askForArguments', false);
    await workbench.sideBar();
    await workbench.execute('slipway.train', { fsPath: path.join(workbench.folder, 'train.py') });
    const runs = workbench.page.locator('.part.sidebar .monaco-list-row[aria-level="2"]');
    await runs.first().click();
    const panel = panelOf(workbench);
    await panel.locator('.state.running').waitFor();
    await workbench.execute('workbench.action.closePanel');
    await chooseTab(panel, 'Curves');
    const numbers = panel.locator('.chart-numbers').first();
    await numbers.waitFor();
    const before = await numbers.textContent();
    await expect.poll(() => numbers.textContent(), { timeout: 20_000 }).not.toBe(before);
    await workbench.screenshot('run-running', themes);
    await chooseTab(panel, 'Logs');
    await panel.locator('.line').filter({ hasText: 'epoch  12/100000' }).waitFor();
    await workbench.screenshot('run-running-log', ['dark']);
    await panel.getByRole('button', { name: 'More actions' }).click();
    await panel.getByRole('menuitem', { name: 'Stop' }).click();
    await panel.locator('.state.killed').waitFor();
    await chooseTab(panel, 'System');
    await panel.locator('dd').filter({ hasText: 'CPython' }).waitFor();
    await panel.getByRole('button', { name: 'Re-run' }).click();
    await runs.nth(1).waitFor();
    await workbench.execute('slipway.stopJob');
    await expect.poll(() => runs.locator('.codicon-circle-slash').count(), { timeout: 30_000 }).toBe(2);
  }, 180_000);
});

// A deployment that is watched, in a real workbench: real traffic that drifts, what is told of it, and the panel that shows it.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import type { EngineClient } from '../../src/connection/engineClient';
import { readReport, savedReport } from './driftReport';
import { environmentValue } from './environmentValue';
import { panelOf, seriousViolations, tabTo } from './runPanel';
import { shareTrained } from './sharedTrained';
import { ask, rowsLike, WATCHED_SCRIPT, widened, windowsOf } from './watchedTraffic';
import type { Workbench } from './workbench';

const themes = ['light', 'dark', 'hc', 'hc-light'] as const;
const ROWS = 1000;

describe('a deployment that is watched', () => {
  let workbench: Workbench;
  let engine: EngineClient;
  let url: string;
  let csv: string;

  shareTrained({ viewport: { width: 1440, height: 900 }, script: WATCHED_SCRIPT, row: /^iris\s*1 version/ }, (opened, own) => { [workbench, engine] = [opened, own]; });

  const choose = async (row: RegExp): Promise<void> => {
    await workbench.quickInput().locator('.monaco-list-row').filter({ hasText: row }).first().click();
  };
  const answer = async (title: string, row: RegExp): Promise<void> => {
    await workbench.quickInput().getByPlaceholder(title).waitFor();
    await choose(row);
  };

  test('is chosen in the Deployments view, and asks what it is compared with; that stands in slipway.yaml', async () => {
    const file = path.join(workbench.folder, 'slipway.yaml');
    writeFileSync(file, '# what belongs to us\ntrain:\n  fit: { command: python train.py }\n');
    csv = readFileSync(path.join(workbench.folder, 'train.csv'), 'utf8');
    await engine.serving.deploy({ model: 'iris', version: '1', root: workbench.folder, python: environmentValue('SLIPWAY_TEST_PYTHON'), env: {} });
    await workbench.treeRow(/^iris\s*127\.0\.0\.1:\d+/).waitFor({ timeout: 120_000 });
    url = (await engine.serving.deployment('iris')).url ?? '';
    await workbench.screenshot('monitors-empty', ['light', 'dark']);
    await workbench.contextAction(workbench.treeRow(/^iris\s*(127|[\d.]+ req)/), 'Watch This Deployment…');
    await answer('What is the traffic compared with?', /^train\.csv/);
    await answer('Which file has true answers', /^test\.csv/);
    await answer('Which column holds the true answer?', /^species/);
    await answer('How is the traffic cut', /^After 1,000 rows/);
    await panelOf(workbench).getByText('No window is over yet').waitFor();
    const written = readFileSync(file, 'utf8');
    expect(written).toContain('# what belongs to us');
    expect(written).toContain('monitors:\n  iris:\n    deployment: iris\n    reference: train.csv\n    window: { rows: 1000 }\n    quality: { data: test.csv, label: species }\n');
    await workbench.treeRow(/^iris\s*(no window is over yet|0 of 1000 rows)/).waitFor();
    await workbench.screenshot('drift-waits', ['light', 'dark']);
  }, 240_000);

  test('is seen to be like its training data, then not: it is told once, in the tree, the status bar and a message', async () => {
    for (let window = 0; window < 6; window += 1) {
      await ask(url, rowsLike(csv, ROWS, window));
      await windowsOf(engine, 'iris', window + 1);
    }
    await workbench.treeRow(/^iris\s*no drift/).waitFor();
    for (let window = 6; window < 9; window += 1) {
      await ask(url, widened(rowsLike(csv, ROWS, window)));
      await windowsOf(engine, 'iris', window + 1);
    }
    const message = workbench.notifications().filter({ hasText: /iris: .*of 4 columns drift: / }).first();
    await message.waitFor();
    await workbench.treeRow(/^iris\s*accuracy 0\.\d+ estimated · drift: 2 of 4 columns/).waitFor();
    await workbench.treeRow(/^petal width \(cm\)\s*\S.* · since /).waitFor();
    await workbench.page.locator('.statusbar-item').filter({ hasText: 'iris quality' }).waitFor();
    await workbench.screenshot('monitors-drift', themes);
    await message.getByRole('button', { name: 'Show', exact: true }).click();
    await panelOf(workbench).getByText('columns drift', { exact: true }).waitFor();
    await workbench.execute('notifications.clearAll');
    await workbench.execute('notifications.clearAll');
  }, 240_000);

  test('shows its windows, and a column with both distributions', async () => {
    const panel = panelOf(workbench);
    expect(await panel.locator('.headlines').innerText()).toMatch(/2 of 4\s*columns drift\s*data set: yes \(0\.5 ≥ 0\.5\)[\s\S]*estimated accuracy\s*below the limit 0\.\d+ · 0\.\d+ on the reference/);
    await panel.getByRole('button', { name: 'petal width (cm)' }).click();
    await panel.getByRole('figure', { name: 'Distributions of petal width (cm)' }).locator('path.outline').nth(1).waitFor({ state: 'attached' });
    await panel.getByText('scipy.stats', { exact: false }).first().waitFor();
    await workbench.screenshot('drift-panel', themes);
    await panel.getByRole('button', { name: 'Predictions' }).click();
    await panel.getByRole('figure', { name: 'Distributions of predictions' }).getByText('the label column species of train.csv', { exact: false }).waitFor();
    await workbench.screenshot('drift-predictions', ['light', 'dark']);
    expect((await seriousViolations(workbench)).map(({ id, nodes }) => `${id}: ${nodes.join(' | ')}`)).toEqual([]);
  });

  test('can be walked through by the keyboard, window by window', async () => {
    await tabTo(workbench, '.timeline');
    const timeline = panelOf(workbench).getByRole('slider', { name: 'Window' });
    await workbench.page.keyboard.press('Home');
    await panelOf(workbench).locator('.headlines .number').first().filter({ hasText: '0 of 4' }).waitFor();
    expect(await timeline.getAttribute('aria-valuetext')).toContain('no drift');
    await workbench.page.keyboard.press('End');
    await panelOf(workbench).locator('.headlines .number').first().filter({ hasText: '2 of 4' }).waitFor();
  });

  test('is compared once more by another method and with another file, and back', async () => {
    const panel = panelOf(workbench);
    await panel.getByRole('combobox', { name: 'Method' }).selectOption({ label: 'population stability index' });
    await panel.getByText('Compared once more by population stability index.').waitFor();
    await panel.locator('.columns td').filter({ hasText: 'PSI' }).first().waitFor();
    await panel.getByRole('button', { name: 'Reference' }).click();
    await panel.getByRole('menuitem', { name: 'Another file…' }).click();
    await choose(/^test\.csv/);
    await panel.getByText('Compared once more with test.csv by population stability index.').waitFor();
    await panel.locator('.columns td').filter({ hasText: 'PSI' }).first().waitFor();
    await workbench.screenshot('drift-compared', ['light', 'dark']);
    await panel.getByRole('button', { name: 'Back to what it found' }).click();
    await panel.locator('.columns td').filter({ hasText: 'PSI' }).first().waitFor({ state: 'detached' });
  });

  test('has its alerts seen to, with a note', async () => {
    const panel = panelOf(workbench);
    await panel.getByRole('button', { name: 'Add note…' }).first().click();
    await workbench.quickInput().locator('input').first().fill('the new ruler');
    await workbench.page.keyboard.press('Enter');
    await panel.locator('.alerts .note').filter({ hasText: 'the new ruler' }).waitFor();
    const acknowledge = panel.getByRole('button', { name: 'Acknowledge' });
    await acknowledge.first().click();
    await expect.poll(async () => (await engine.monitoring.alerts('iris')).filter(({ state }) => state === 'acknowledged').length).toBeGreaterThan(0);
    for (let left = await acknowledge.count(); left > 0; left = await acknowledge.count()) {
      await acknowledge.first().click();
      await expect.poll(() => acknowledge.count()).toBeLessThan(left);
    }
    await workbench.page.locator('.statusbar-item').filter({ hasText: /iris (quality|drift)/ }).waitFor({ state: 'detached' });
    await workbench.treeRow(/^iris\s*accuracy .* · acknowledged/).waitFor();
  });

  test('leaves a report that is one file', async () => {
    const html = await savedReport(workbench, path.join(workbench.folder, 'report.html'));
    const look = async (page: Page): Promise<void> => {
      await page.getByRole('figure', { name: 'Distributions of petal width (cm)' }).waitFor();
      await page.getByRole('figure', { name: 'Distributions of predictions' }).waitFor();
    };
    expect(await readReport(workbench, html, { width: 1000, name: 'drift-report', look })).toEqual([]);
  });

  test('is watched no more, and removed when that is confirmed', async () => {
    await workbench.contextAction(workbench.treeRow(/^iris\s*accuracy/), 'Stop Watching');
    await workbench.treeRow(/^iris\s*stopped/).waitFor();
    await workbench.contextAction(workbench.treeRow(/^iris\s*stopped/), 'Remove Monitor…');
    await workbench.page.locator('.monaco-dialog-box').getByRole('button', { name: 'Remove' }).click();
    await panelOf(workbench).getByText('This monitor is gone').waitFor();
    expect(await engine.monitoring.list()).toEqual([]);
  });
});

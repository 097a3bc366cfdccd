// The run panel with a hundred metrics, a thousand artifacts, and artifacts that are too large to be read whole.
import { describe, expect, test } from 'vitest';
import type { EngineClient } from '../../src/connection/engineClient';
import { artifact, chooseTab, panelOf } from './runPanel';
import { logWideRun } from './runProject';
import { shareProject } from './sharedWindow';
import type { Workbench } from './workbench';

describe('a run with very much in it', () => {
  let workbench: Workbench;
  let engine: EngineClient;

  shareProject({
    viewport: { width: 1440, height: 900 },
    log: async (own) => {
      engine = own;
      await logWideRun(engine);
    },
  }, async (opened) => {
    workbench = opened;
    await workbench.sideBar();
    await workbench.treeRow('wide').click();
    await panelOf(workbench).locator('h1').filter({ hasText: 'wide' }).waitFor();
  });

  test('finds among a hundred metrics, each with its range', async () => {
    const panel = panelOf(workbench);
    await panel.getByRole('searchbox', { name: 'Find a metric' }).fill('metric_97');
    const row = panel.locator('table.metrics tbody tr').filter({ hasText: 'metric_97' });
    await row.waitFor();
    await expect.poll(() => row.innerText(), { timeout: 20_000 }).toMatch(/0\.97\s+2\s+0\.1\s+0\.97/);
    await panel.getByRole('searchbox', { name: 'Find a metric' }).fill('');
    await workbench.screenshot('run-wide', ['dark', 'light']);
  });

  test('has a thousand artifacts in its tree', async () => {
    const panel = panelOf(workbench);
    await chooseTab(panel, 'Artifacts');
    await panel.getByRole('tab', { name: /Artifacts\s*1,0\d\d/ }).waitFor();
    await artifact(panel, 'checkpoints').click();
    await panel.getByRole('tree').press('End');
    await artifact(panel, 'huge.png').waitFor();
    expect(await panel.getByRole('treeitem').count()).toBeLessThan(100);
  });

  test('says the size of a large image and asks', async () => {
    const panel = panelOf(workbench);
    await artifact(panel, 'huge.png').click();
    await panel.locator('.middle').filter({ hasText: 'This image has 50 MB' }).waitFor();
    await workbench.screenshot('run-large-image', ['dark']);
    await panel.getByRole('button', { name: 'Show it' }).click();
    await panel.locator('.viewer-words').filter({ hasText: 'cannot be drawn' }).waitFor();
  });

  test('shows the beginning of a table of two million rows, and says so', async () => {
    const panel = panelOf(workbench);
    await artifact(panel, 'huge.csv').click();
    await panel.locator('.toolbar').filter({ hasText: /first 20,000 rows of about (1\.9|2|2\.1) million/ }).waitFor();
    await panel.getByRole('table', { name: 'Table' }).press('End');
    await panel.locator('.grid-row').filter({ hasText: 'customer 19999' }).waitFor();
    await workbench.screenshot('run-large-table', ['dark']);
  });
});

// The run panel in a real workbench.
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { EngineClient } from '../../src/connection/engineClient';
import { engineOf } from '../builders/engine';
import { artifact, chooseTab, panelOf, seriousViolations } from './runPanel';
import { logRunProject } from './runProject';
import { Workbench } from './workbench';

const themes = ['light', 'dark', 'hc', 'hc-light'] as const;

describe('the panel of a finished run', () => {
  let workbench: Workbench;
  let engine: EngineClient;

  beforeAll(async () => {
    workbench = await Workbench.open({
      viewport: { width: 1440, height: 900 },
      arrange: async (folder) => {
        engine = await engineOf(folder);
        await logRunProject(engine);
      },
    });
    await workbench.sideBar();
    await workbench.treeRow('calm-fox-3').click();
    await panelOf(workbench).locator('h1').filter({ hasText: 'calm-fox-3' }).waitFor();
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await workbench.screenshot(`failed ${task.name}`, [], { hover: true });
  });
  afterAll(async () => {
    engine?.close();
    await workbench?.close();
  });

  test('says first what it came to, against the baseline', async () => {
    const panel = panelOf(workbench);
    expect(await panel.locator('.headlines').innerText()).toMatch(/0\.9\d+\s+auc\s+▲0\.0\d+ vs tidy-wren-5/);
    expect(await panel.locator('.origin').innerText()).toMatch(/churn.*\d+ min ago.*4 min.*train\.py @ 3f2a91c \(\+2 −1 lines dirty\)/s);
    await workbench.screenshot('run-finished', themes);
    expect(await seriousViolations(workbench)).toEqual([]);
  });

  test('folds long params', async () => {
    const row = panelOf(workbench).getByRole('row').filter({ hasText: 'prompt' });
    await row.getByRole('button', { name: 'Show all 6,000 characters' }).click();
    expect((await row.locator('.value').innerText()).length).toBeGreaterThan(5900);
    await row.getByRole('button', { name: 'Fold' }).click();
  });

  for (const [tab, ready] of [['Curves', '.chart-plot canvas'], ['Code', '#changes-title'], ['Logs', '.line'], ['Data', '.schema'], ['System', '#machine-title']] as const) {
    test(`has ${tab.toLowerCase()}`, async () => {
      const panel = panelOf(workbench);
      await chooseTab(panel, tab);
      await panel.locator(ready).first().waitFor();
      await workbench.screenshot(`run-${tab.toLowerCase()}`, themes);
      expect(await seriousViolations(workbench)).toEqual([]);
    });
  }

  test('shows artifacts of every kind', async () => {
    const panel = panelOf(workbench);
    await chooseTab(panel, 'Artifacts');
    await artifact(panel, 'plots').click();
    await artifact(panel, 'confusion.svg').click();
    await panel.locator('.picture img').waitFor();
    await workbench.screenshot('run-artifact-image', ['dark', 'light']);
    await artifact(panel, 'table.csv').click();
    await panel.locator('.grid-row').nth(3).waitFor();
    await workbench.screenshot('run-artifact-table', ['dark', 'hc-light']);
    await artifact(panel, 'metrics.json').click();
    await panel.locator('.json-line').nth(3).waitFor();
    await workbench.screenshot('run-artifact-json', ['dark', 'light']);
    await artifact(panel, 'card.md').click();
    await panel.locator('.markdown h1').waitFor();
    await workbench.screenshot('run-artifact-markdown', ['dark', 'light']);
  });

  test('says of a failed and of an empty run why, and what to do', async () => {
    const panel = panelOf(workbench);
    await workbench.treeRow('brave-ant-8').click();
    await panel.locator('h1').filter({ hasText: 'brave-ant-8' }).waitFor();
    await workbench.screenshot('run-failed', themes);
    await workbench.treeRow('empty-reed-1').click();
    await panel.locator('h1').filter({ hasText: 'empty-reed-1' }).waitFor();
    await workbench.screenshot('run-empty', themes);
    await chooseTab(panel, 'Curves');
    await workbench.screenshot('run-empty-curves', ['dark']);
  });
});

// The run panel in a real workbench.
import type { FrameLocator } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { EngineClient } from '../../src/connection/engineClient';
import { engineOf } from '../builders/engine';
import { logChurnProject } from '../builders/runs';
import { Workbench } from './workbench';

const themes = ['light', 'dark', 'hc', 'hc-light'] as const;

/** The page of the panel whose tab is in front. */
function panelOf(workbench: Workbench): FrameLocator {
  return workbench.page.frameLocator('iframe.webview.ready:visible').frameLocator('#active-frame');
}

describe('the panel of a run', () => {
  let workbench: Workbench;
  let engine: EngineClient;

  beforeAll(async () => {
    workbench = await Workbench.open({
      arrange: async (folder) => {
        engine = await engineOf(folder);
        await logChurnProject(engine);
      },
    });
    await workbench.sideBar();
    await workbench.treeRow('wise-owl-12').waitFor();
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await workbench.screenshot(`failed ${task.name}`, [], { hover: true });
  });
  afterAll(async () => {
    engine?.close();
    await workbench?.close();
  });

  test('shows name, state, headline metrics, metrics and params', async () => {
    await workbench.treeRow('calm-fox-3').click();
    const panel = panelOf(workbench);
    await panel.locator('h1').filter({ hasText: 'calm-fox-3' }).waitFor();
    expect(await panel.locator('.headlines').innerText()).toMatch(/0\.9\d+\s+auc/);
    await panel.locator('table.pairs').first().filter({ hasText: 'max_depth' }).waitFor();
    await workbench.screenshot('run-finished', themes);
    await workbench.treeRow('wise-owl-12').click();
    await panel.locator('h1').filter({ hasText: 'wise-owl-12' }).waitFor();
    await workbench.screenshot('run-running', themes);
  });
});

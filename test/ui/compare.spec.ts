// The compare panel in the real workbench: opened from the tree, sorted, ticked, filtered, over a reload, by keyboard alone, live.
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { FrameLocator, Locator } from 'playwright-core';
import type { EngineClient } from '../../src/connection/engineClient';
import { engineOf } from '../builders/engine';
import { logChurnProject } from '../builders/runs';
import { Workbench } from './workbench';

const themes = ['light', 'dark', 'hc', 'hc-light'] as const;

/** The page of the panel in front. */
function panel(workbench: Workbench): FrameLocator {
  return workbench.page.frameLocator('iframe.webview.ready:visible').frameLocator('iframe#active-frame');
}
function rows(workbench: Workbench): Locator {
  return panel(workbench).locator('.grid-line');
}
/** Names of the runs on screen, from top to bottom. */
async function names(workbench: Workbench): Promise<string[]> {
  return panel(workbench).locator('.grid-line').evaluateAll((lines) => lines
    .map((line) => ({ index: Number(line.getAttribute('aria-rowindex')), name: line.querySelector('.run-name-text')?.textContent ?? '' }))
    .toSorted((a, b) => a.index - b.index).map(({ name }) => name));
}

describe('a dozen runs', () => {
  let workbench: Workbench;
  let engine: EngineClient;

  beforeAll(async () => {
    workbench = await Workbench.open({
      viewport: { width: 1440, height: 960 },
      arrange: async (folder) => {
        engine = await engineOf(folder);
        await logChurnProject(engine);
      },
    });
    await workbench.sideBar();
    await workbench.treeRow('calm-fox-3').click();
    await workbench.treeRow('quiet-heron-2').click({ modifiers: ['Control'] });
    await workbench.contextAction(workbench.treeRow('quiet-heron-2'), 'Compare Runs');
    await workbench.page.locator('.tab').filter({ hasText: 'Compare churn' }).waitFor();
    await rows(workbench).first().waitFor();
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await workbench.screenshot(`failed ${task.name}`, [], { hover: true });
  });
  afterAll(async () => {
    engine?.close();
    await workbench?.close();
  });

  test('shows all runs of the experiment, the best first, with those chosen in the tree ticked', async () => {
    expect((await names(workbench))[0]).toBe('sweep-7');
    expect(await panel(workbench).locator('.grid-line[aria-selected="true"]').count()).toBe(2);
    await workbench.screenshot('compare', themes);
  });
});

// A reload in the middle of a drag leaves nothing behind, and both panels are where they were after a reload.
import { describe, expect, test } from 'vitest';
import { curve, logChurnProject, logRun } from '../builders/runs';
import { compareExperiment, names, row, rows, selectedNames, title } from './comparePanel';
import { chooseTab, keptByWorkbench, panelOf } from './runPanel';
import { shareProject } from './sharedWindow';
import type { Workbench } from './workbench';

const MOST_COLUMNS = 3000;

describe('what is interrupted', () => {
  let workbench: Workbench;

  shareProject({
    viewport: { width: 1440, height: 960 },
    log: async (own) => {
      await logRun(own, { experiment: 'wide', name: 'broad-elk-1', params: Object.fromEntries(Array.from({ length: MOST_COLUMNS / 2 }, (_, index) => [`param_${index}`, index])), metrics: Object.fromEntries(Array.from({ length: MOST_COLUMNS / 2 }, (_, index) => [`metric_${index}`, index / 7])) });
      await logRun(own, { experiment: 'wide', name: 'slim-elk-2', params: { param_7: 8 }, metrics: { metric_0: 1, lonely: 0.5 } });
      await logRun(own, { experiment: 'churn', name: 'long-otter-1', minutesAgo: 900, metrics: Object.fromEntries(Array.from({ length: 9 }, (_, index) => [`metric_${index}`, curve(0, index, 40)])) });
      await logChurnProject(own);
    },
  }, async (opened) => {
    workbench = opened;
    await compareExperiment(workbench, 'churn');
    await rows(workbench).first().waitFor();
  });

  const columns = (): Promise<(string | null)[]> => panelOf(workbench).locator('.grid-title').evaluateAll((titles) => titles.map((one) => one.getAttribute('data-column')));
  const reload = async (): Promise<void> => {
    await workbench.page.reload();
    await panelOf(workbench).locator(':is(.grid-line, h1)').first().waitFor({ timeout: 60_000 });
  };
  /** Presses on an element and drags over to a share of its width, without letting go. */
  const drag = async (selector: string, from: number, to: number): Promise<void> => {
    const box = await panelOf(workbench).locator(selector).first().boundingBox();
    if (box === null) throw new Error(`${selector} is not there to be dragged.`);
    const y = box.y + box.height / 2;
    await workbench.page.mouse.move(box.x + box.width * from, y);
    await workbench.page.mouse.down();
    await workbench.page.mouse.move(box.x + box.width * (from + to) / 2, y, { steps: 3 });
    await workbench.page.mouse.move(box.x + box.width * to, y, { steps: 3 });
  };

  test('a reload in the middle of dragging a column leaves the columns as they were', async () => {
    await title(workbench, 'run:name').click();
    await keptByWorkbench(workbench, '"sort":[{"id":"run:name"');
    const before = await columns();
    await drag('.grid-title[data-column="param:learning_rate"]', 0.5, -3);
    await panelOf(workbench).locator('.grid-drop').waitFor();
    await workbench.screenshot('compare-column-drag', ['dark'], { hover: true });
    await reload();
    await workbench.page.mouse.up();
    expect(await columns()).toEqual(before);
    expect(await panelOf(workbench).locator('.grid-drop').count()).toBe(0);
    await drag('.grid-title[data-column="param:learning_rate"]', 0.5, -3);
    await workbench.page.mouse.up();
    await expect.poll(columns).not.toEqual(before);
  });

  test('a reload in the middle of zooming leaves the charts whole, and they can be zoomed again', async () => {
    await panelOf(workbench).locator('.chart-end-name').first().waitFor();
    await drag('.chart-surface', 0.3, 0.6);
    await reload();
    await workbench.page.mouse.up();
    await panelOf(workbench).locator('.chart-end-name').first().waitFor();
    expect(await panelOf(workbench).locator('.chart-zoom').count()).toBe(0);
    await drag('.chart-surface', 0.3, 0.6);
    await workbench.page.mouse.up();
    await panelOf(workbench).locator('.chart-zoom').filter({ hasText: /Zoomed to steps \d+ to \d+/ }).waitFor();
  });

  test('the compare panel is where it was after a reload: selection, order, columns, width, zoom, scroll', async () => {
    const panel = panelOf(workbench);
    await row(workbench, 'trial-1').locator('[data-column="run:selected"]').click();
    await title(workbench, 'param:model').press('Alt+Shift+ArrowRight');
    const zoom = await panel.locator('.chart-zoom').innerText();
    const [order, selected] = [await columns(), (await selectedNames(workbench)).toSorted()];
    const width = (await title(workbench, 'param:model').boundingBox())?.width;
    const grid = panel.locator('.grid');
    await panel.locator('.table-place').hover();
    await workbench.page.mouse.wheel(0, 90);
    await expect.poll(() => grid.evaluate((element) => element.scrollTop)).toBeGreaterThan(20);
    const top = await grid.evaluate((element) => element.scrollTop);
    await keptByWorkbench(workbench, `"top":${top}`);
    await keptByWorkbench(workbench, '"zooms":[[');
    await reload();
    await panel.locator('.chart-zoom').filter({ hasText: zoom.split('\n')[0] ?? '' }).waitFor();
    expect(await columns()).toEqual(order);
    expect((await selectedNames(workbench)).toSorted()).toEqual(selected);
    expect((await title(workbench, 'param:model').boundingBox())?.width).toBe(width);
    await expect.poll(() => grid.evaluate((element) => element.scrollTop)).toBe(top);
    expect(await title(workbench, 'run:name').getAttribute('aria-sort')).toBe('ascending');
    await workbench.screenshot('compare-reloaded', ['dark', 'light']);
  });

  test('the run panel is where it was after a reload: tab, zoom, scroll', async () => {
    await workbench.treeRow('long-otter-1').dblclick();
    const panel = panelOf(workbench);
    await panel.locator('h1').filter({ hasText: 'long-otter-1' }).waitFor();
    await chooseTab(panel, 'Curves');
    await panel.locator('.chart-end-name').first().waitFor();
    await drag('.chart-surface', 0.2, 0.5);
    await workbench.page.mouse.up();
    const zoom = (await panel.locator('.chart-zoom').innerText()).split('\n')[0] ?? '';
    await workbench.page.mouse.wheel(0, 240);
    await keptByWorkbench(workbench, '"scroll":{"curves":240');
    await keptByWorkbench(workbench, '"zooms":[[');
    await reload();
    await panel.locator('[role=tab][aria-selected=true]').filter({ hasText: 'Curves' }).waitFor();
    await panel.locator('.chart-zoom').filter({ hasText: zoom }).waitFor();
    await expect.poll(() => panel.locator('.chart-zoom').evaluate((element) => element.closest('[class*="scroll"]')?.scrollTop)).toBe(240);
    await workbench.screenshot('run-reloaded', ['dark', 'light']);
  });

  test('three thousand columns are compared, one point is a chart', async () => {
    await workbench.execute('workbench.action.closeAllEditors');
    await compareExperiment(workbench, 'wide');
    await row(workbench, 'slim-elk-2').waitFor();
    expect((await names(workbench)).toSorted()).toEqual(['broad-elk-1', 'slim-elk-2']);
    await panelOf(workbench).locator('.chart-end-value').first().waitFor();
    await workbench.screenshot('compare-wide', ['dark', 'light']);
    await title(workbench, 'run:name').focus();
    await workbench.page.keyboard.press('ArrowDown');
    await workbench.page.keyboard.press('End');
    await panelOf(workbench).locator('.grid-title[data-column="metric:lonely"], .grid-title[data-column^="metric:metric_"]').last().waitFor();
    expect(await panelOf(workbench).locator('.grid-title').count()).toBeLessThan(60);
  });
});

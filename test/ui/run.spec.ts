// The run panel in a real workbench.
import { describe, expect, test } from 'vitest';
import type { EngineClient } from '../../src/connection/engineClient';
import { engineOf } from '../builders/engine';
import { artifact, chooseTab, keptByWorkbench, panelOf, seriousViolations, tabTo } from './runPanel';
import { logRunProject } from './runProject';
import { shareProject } from './sharedWindow';
import type { Workbench } from './workbench';

const themes = ['light', 'dark', 'hc', 'hc-light'] as const;

describe('the panel of a finished run', () => {
  let workbench: Workbench;
  let engine: EngineClient;
  let ids: Record<string, string>;

  shareProject({
    viewport: { width: 1440, height: 900 },
    log: async (own) => {
      engine = own;
      ids = await logRunProject(engine);
    },
  }, async (opened) => {
    workbench = opened;
    await workbench.sideBar();
    await workbench.treeRow('calm-fox-3').click();
    await panelOf(workbench).locator('h1').filter({ hasText: 'calm-fox-3' }).waitFor();
  });

  test('says first what it came to, against the baseline', async () => {
    const panel = panelOf(workbench);
    expect(await panel.locator('.headlines').innerText()).toMatch(/0\.9\d+\s+auc\s+▲0\.0\d+ vs tidy-wren-5/);
    await panel.locator('.origin').filter({ hasText: /churn.*\d+ min ago.*4 min.*train\.py @ 3f2a91c \(\+2 −1 lines dirty\)/s }).waitFor();
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
    expect(await panel.locator('.markdown').innerHTML()).not.toContain('<img');
    await workbench.screenshot('run-artifact-markdown', ['dark', 'light']);
    await artifact(panel, 'notes').click();
    await panel.locator('.line').filter({ hasText: 'a file without an ending' }).waitFor();
    await artifact(panel, 'model').click();
    await artifact(panel, 'model.pkl').click();
    await panel.locator('.viewer-words').filter({ hasText: 'not shown here' }).waitFor();
    expect(await seriousViolations(workbench)).toEqual([]);
  });

  test('opens an artifact in an editor', async () => {
    const panel = panelOf(workbench);
    await artifact(panel, 'src').click();
    await artifact(panel, 'train.py').click();
    await panel.getByRole('button', { name: 'Open in editor' }).click();
    await workbench.page.locator('.view-line').filter({ hasText: 'mlflow.autolog()' }).waitFor();
    await workbench.execute('workbench.action.closeActiveEditor');
  });

  test('draws an HTML artifact apart from everything; its scripts run only when asked, and reach no network', async () => {
    const panel = panelOf(workbench);
    await artifact(panel, 'report.html').click();
    await panel.getByRole('button', { name: 'Open page' }).click();
    await workbench.page.locator('.tab.active').filter({ hasText: 'report.html' }).waitFor();
    const page = panelOf(workbench).frameLocator('iframe[title="report.html"]');
    await page.locator('#words').filter({ hasText: 'Report' }).waitFor();
    await workbench.screenshot('run-page', ['dark', 'light']);
    await panelOf(workbench).getByRole('link', { name: 'Run its scripts' }).click();
    await page.locator('#words').filter({ hasText: 'The script ran' }).waitFor();
    await page.locator('body[data-network=closed]').waitFor();
  });

  test('an HTML artifact comes back after a reload, with its scripts off again', async () => {
    // The tab, not the run panel, which has the same file chosen.
    await keptByWorkbench(workbench, '"viewType":"slipway.artifact"');
    await workbench.page.reload();
    const page = panelOf(workbench).frameLocator('iframe[title="report.html"]');
    await page.locator('#words').filter({ hasText: /^Report$/ }).waitFor({ timeout: 60_000 });
    await panelOf(workbench).getByRole('link', { name: 'Run its scripts' }).waitFor();
    await workbench.page.locator('.tab.active .action-label[aria-label^="Close"]').click();
    await panelOf(workbench).locator('h1').filter({ hasText: 'calm-fox-3' }).waitFor();
  });

  test('is where it was after a reload: tab, artifact, unfolded folders', async () => {
    await artifact(panelOf(workbench), 'wide.tsv').click();
    await keptByWorkbench(workbench, '"artifact":"wide.tsv"');
    await workbench.page.reload();
    const panel = panelOf(workbench);
    await panel.locator('.toolbar').filter({ hasText: '1 row' }).waitFor({ timeout: 60_000 });
    await panel.locator('[role=tab][aria-selected=true]').filter({ hasText: 'Artifacts' }).waitFor();
    await artifact(panel, 'confusion.svg').waitFor();
  });

  test('says that its run was deleted, and brings it back', async () => {
    const panel = panelOf(workbench);
    const id = ids['calm-fox-3'] ?? '';
    await engine.deleteRun(id);
    await panel.locator('.bar-notice').filter({ hasText: 'This run was deleted' }).waitFor();
    await workbench.screenshot('run-deleted', ['dark', 'light']);
    await panel.getByRole('button', { name: 'Restore' }).click();
    await panel.locator('.bar-notice').waitFor({ state: 'detached' });
    expect((await engine.run(id)).info.lifecycle_stage).toBe('active');
  });

  test('can be used with the keyboard alone', async () => {
    const { keyboard } = workbench.page;
    await keyboard.press('Control+1');
    await tabTo(workbench, '[role=tab][aria-selected=true]');
    await keyboard.press('Home');
    await tabTo(workbench, '[aria-label="Edit note"]');
    await keyboard.press('Enter');
    const panel = panelOf(workbench);
    await panel.locator('textarea:focus').waitFor();
    // Ctrl+A goes through the workbench and may come back after what is typed next.
    await keyboard.press('Control+Home');
    await keyboard.press('Control+Shift+End');
    await keyboard.type('Written by keys');
    await keyboard.press('Control+Enter');
    await panel.locator('.note').filter({ hasText: 'Written by keys' }).waitFor();
    await tabTo(workbench, '[role=tab][aria-selected=true]', 'Shift+Tab');
    await keyboard.press('ArrowRight');
    await keyboard.press('ArrowRight');
    await tabTo(workbench, '[role=tree]');
    await keyboard.press('Home');
    // Folded first, whatever an earlier visit left open.
    await keyboard.press('ArrowLeft');
    await panel.locator('[role=treeitem][aria-selected=true][aria-expanded=false]').waitFor();
    await keyboard.press('ArrowRight');
    await panel.locator('[role=treeitem][aria-selected=true][aria-expanded=true]').waitFor();
    await keyboard.press('ArrowDown');
    await panel.locator('[role=treeitem][aria-selected=true]').filter({ hasText: 'model.pkl' }).waitFor();
    await tabTo(workbench, '[aria-label="More actions"]', 'Shift+Tab');
    await keyboard.press('Enter');
    await panel.getByRole('menuitem', { name: 'Rename…' }).waitFor();
    await workbench.screenshot('run-menu', ['dark', 'hc'], { hover: true });
    await keyboard.press('Escape');
    await panel.locator('[aria-label="More actions"]:focus').waitFor();
  });

  test('outlives its engine', async () => {
    const panel = panelOf(workbench);
    process.kill(engine.address.pid, 'SIGKILL');
    engine.close();
    engine = await engineOf(workbench.folder);
    await engine.setTag(ids['calm-fox-3'] ?? '', 'mlflow.note.content', 'Said to the next engine');
    await chooseTab(panel, 'Overview');
    await panel.locator('.note').filter({ hasText: 'Said to the next engine' }).waitFor();
    // Moved, its page begins afresh, now while no engine is there.
    process.kill(engine.address.pid, 'SIGKILL');
    engine.close();
    await workbench.execute('workbench.action.moveEditorToNextGroup');
    await panelOf(workbench).locator('.note').filter({ hasText: 'Said to the next engine' }).waitFor();
  });

  test('says of a failed and of an empty run why, and what to do', async () => {
    const panel = panelOf(workbench);
    await workbench.treeRow('brave-ant-8').click();
    await panel.locator('h1').filter({ hasText: 'brave-ant-8' }).waitFor();
    await workbench.screenshot('run-failed', themes);
    // Nobody has used this panel: the next run comes into the page that is there.
    await panel.locator('body').evaluate((body) => body.setAttribute('data-seen', 'brave-ant-8'));
    await workbench.treeRow('empty-reed-1').click();
    await panel.locator('h1').filter({ hasText: 'empty-reed-1' }).waitFor();
    expect(await panel.locator('body').getAttribute('data-seen')).toBe('brave-ant-8');
    await workbench.page.locator('.tab.active').filter({ hasText: 'empty-reed-1' }).waitFor();
    expect(await workbench.page.locator('.tab').filter({ hasText: 'brave-ant-8' }).count()).toBe(0);
    await workbench.screenshot('run-empty', themes);
    await chooseTab(panel, 'Curves');
    await workbench.screenshot('run-empty-curves', ['dark']);
  });
});

// Named views of a comparison: saved, opened again from a fresh panel, the palette and a link, renamed, deleted, seen from elsewhere.
import { describe, expect, test } from 'vitest';
import type { EngineClient } from '../../src/connection/engineClient';
import { experimentNamed, logChurnProject } from '../builders/runs';
import { compareExperiment, names, row, rows, selectedNames, title } from './comparePanel';
import { chooseTab, panelOf } from './runPanel';
import { shareProject } from './sharedWindow';
import type { Workbench } from './workbench';

const FILTER = 'metrics.auc > 0.86';

describe('a view of a comparison', () => {
  let workbench: Workbench;
  let engine: EngineClient;

  shareProject({ viewport: { width: 1440, height: 960 }, log: logChurnProject }, async (opened, own) => {
    [workbench, engine] = [opened, own];
    await compareExperiment(workbench, 'churn');
    await rows(workbench).first().waitFor();
  });

  /** Chooses an entry of the list below "export". */
  const share = async (entry: string): Promise<void> => {
    await panelOf(workbench).getByRole('button', { name: 'export' }).click();
    await panelOf(workbench).getByRole('menuitem', { name: entry }).click();
  };
  const closePanels = async (): Promise<void> => {
    await workbench.execute('workbench.action.closeAllEditors');
    await workbench.page.locator('.tab').first().waitFor({ state: 'detached' });
  };
  const listed = (name: string) => workbench.quickInput().locator('.monaco-list-row').filter({ hasText: name });
  /** Presses a button of a view in the list. */
  const press = async (name: string, button: string): Promise<void> => {
    await listed(name).hover();
    await listed(name).locator(`.action-label[aria-label="${button}"]`).click();
  };
  const type = async (heading: string, text: string): Promise<void> => {
    const box = workbench.quickInput().filter({ hasText: heading });
    await box.waitFor();
    await box.locator('input').first().fill(text);
    await workbench.page.keyboard.press('Enter');
  };
  /** Everything that the view was saved with is on screen. */
  const isAsSaved = async (): Promise<void> => {
    const panel = panelOf(workbench);
    await panel.locator('.counts').filter({ hasText: '2 selected' }).waitFor();
    expect((await selectedNames(workbench)).toSorted()).toEqual(['bold-wren-4', 'calm-fox-3']);
    expect(await panel.locator('.filter input').inputValue()).toBe(FILTER);
    expect(await title(workbench, 'run:name').getAttribute('aria-sort')).toBe('ascending');
    expect((await names(workbench))[0]).toBe('amber-lynx-5');
    expect(await title(workbench, 'param:n_estimators').count()).toBe(0);
    await panel.locator('[role=tab][aria-selected=true]').filter({ hasText: 'Scatter' }).waitFor();
    await panel.locator('.chart').filter({ hasText: 'auc against max_depth' }).waitFor();
  };

  test('is saved with runs, columns, order, filter and charts', async () => {
    const panel = panelOf(workbench);
    await panel.locator('.filter input').fill(FILTER);
    await row(workbench, 'amber-lynx-5').waitFor();
    await row(workbench, 'brave-ant-8').waitFor({ state: 'detached' });
    await title(workbench, 'run:name').click();
    await row(workbench, 'calm-fox-3').locator('[data-column="run:selected"]').click();
    await panel.getByRole('button', { name: /selected$/ }).waitFor();
    for (const name of await selectedNames(workbench)) if (name !== 'calm-fox-3') await row(workbench, name).locator('[data-column="run:selected"]').click();
    if (!(await selectedNames(workbench)).includes('calm-fox-3')) await row(workbench, 'calm-fox-3').locator('[data-column="run:selected"]').click();
    await row(workbench, 'bold-wren-4').locator('[data-column="run:selected"]').click();
    await panel.getByRole('button', { name: 'columns' }).click();
    await workbench.page.keyboard.type('estimators');
    await workbench.page.keyboard.press('Enter');
    await workbench.page.keyboard.press('Escape');
    await chooseTab(panel, 'Scatter');
    await panel.getByRole('button', { name: /^x/ }).click();
    await workbench.page.keyboard.type('max_depth');
    await panel.getByRole('option', { name: /^max_depth/ }).click();
    await isAsSaved();
    await share('Save view…');
    await type('Save view', 'deep & good / 最良?');
    await workbench.page.locator('.statusbar').getByText('Saved view deep & good / 最良?').waitFor();
    expect((await engine.views()).map(({ name }) => name)).toEqual(['deep & good / 最良?']);
    await workbench.screenshot('compare-view', ['dark', 'light']);
  });

  test('comes back in the panel after everything was changed, and nothing of the change stays', async () => {
    const panel = panelOf(workbench);
    await panel.getByRole('button', { name: 'Clear the filter' }).click();
    await panel.getByRole('button', { name: 'group by' }).click();
    await panel.getByRole('option', { name: /^model/ }).click();
    await panel.locator('.grid-group-head').first().waitFor();
    await chooseTab(panel, 'Bars');
    await share('Open view…');
    await listed('deep & good').waitFor();
    await workbench.screenshot('compare-views', ['dark', 'light'], { hover: true });
    await listed('deep & good').click();
    await panel.locator('.grid-group-head').first().waitFor({ state: 'detached' });
    await isAsSaved();
  });

  test('opens from the palette where no panel is, and in two panels that live apart', async () => {
    await closePanels();
    for (const index of [0, 1]) {
      await workbench.runCommand('Slipway: Open View…');
      await listed('deep & good').click();
      await expect.poll(() => workbench.page.locator('.tab').filter({ hasText: 'deep & good' }).count()).toBe(index + 1);
      await isAsSaved();
      // A panel that takes the focus later would close the list that is opened next.
      await workbench.page.waitForFunction(() => document.activeElement?.tagName === 'IFRAME');
    }
    await panelOf(workbench).getByRole('button', { name: 'Clear the filter' }).click();
    await row(workbench, 'brave-ant-8').waitFor();
    await workbench.page.locator('.tab').filter({ hasText: 'deep & good' }).first().click();
    await row(workbench, 'brave-ant-8').waitFor({ state: 'detached' });
    await isAsSaved();
  });

  test('is opened by its link', async () => {
    await share('Copy link to this view…');
    const box = workbench.quickInput().filter({ hasText: 'Name the view that the link opens' });
    await box.waitFor();
    expect(await box.locator('input').first().inputValue()).toBe('deep & good / 最良?');
    await workbench.page.keyboard.press('Enter');
    await workbench.page.locator('.statusbar').getByText('Copied a link to deep & good').waitFor();
    await closePanels();
    await workbench.runCommand('Developer: Open URL');
    await workbench.quickInput().locator('input').first().press('Control+V');
    await expect.poll(() => workbench.quickInput().locator('input').first().inputValue()).toMatch(/^[a-z-]+:\/\/slipway\.slipway\/compare\?view%3Ddeep/);
    await workbench.page.keyboard.press('Enter');
    await workbench.page.locator('.monaco-dialog-box').getByRole('button', { name: 'Open' }).click();
    await workbench.page.locator('.tab').filter({ hasText: 'deep & good' }).waitFor();
    await isAsSaved();
  });

  test('is renamed and deleted in the list, and a deletion is taken back', async () => {
    await share('Open view…');
    await press('deep & good', 'Rename');
    await type('Rename deep & good', 'deep ones');
    await listed('deep ones').waitFor();
    await press('deep ones', 'Delete');
    await listed('deep ones').waitFor({ state: 'detached' });
    await workbench.screenshot('compare-views-empty', ['dark'], { hover: true });
    await workbench.notifications().filter({ hasText: 'Deleted view deep ones.' }).getByRole('button', { name: 'Undo' }).click();
    await expect.poll(async () => (await engine.views()).map(({ name }) => name)).toEqual(['deep ones']);
    await workbench.page.keyboard.press('Escape');
  });

  test('that another window saves is there without asking again, in the list and in the menu', async () => {
    const [view] = await engine.views();
    await panelOf(workbench).getByRole('button', { name: 'export' }).click();
    await panelOf(workbench).getByRole('menuitem', { name: /Open view….*1/ }).waitFor();
    await engine.saveView({ name: 'from elsewhere', state: view?.state });
    await panelOf(workbench).getByRole('menuitem', { name: /Open view….*2/ }).click();
    await listed('from elsewhere').waitFor();
    await engine.renameView('from elsewhere', 'from far away');
    await listed('from far away').click();
    await isAsSaved();
  });

  test('of runs that are gone shows what is left', async () => {
    const { runs } = (await engine.tableRuns({ experiment_ids: [await experimentNamed(engine, 'churn')] })).parse();
    await engine.deleteRun(runs.run_id[runs.name.indexOf('bold-wren-4')] ?? '');
    await row(workbench, 'bold-wren-4').waitFor({ state: 'detached' });
    await share('Open view…');
    await listed('deep ones').click();
    await panelOf(workbench).locator('.counts').filter({ hasText: '1 selected' }).waitFor();
  });
});

// The Experiments view as people see it: runs in every state, tooltip, filter, menu; pictures in light, dark and high contrast.
import { describe, expect, test } from 'vitest';
import type { EngineClient } from '../../src/connection/engineClient';
import { logChurnProject, logRun } from '../builders/runs';
import { shareProject } from './sharedWindow';
import { Workbench } from './workbench';

const themes = ['light', 'dark', 'hc', 'hc-light'] as const;

describe('a project with runs', () => {
  let workbench: Workbench;
  let engine: EngineClient;

  shareProject({
    log: async (own) => {
      // Stays connected: a run whose client is gone would be shown as lost.
      engine = own;
      await logRun(engine, { experiment: 'long names', name: 'a-run-whose-name-somebody-made-as-long-as-a-sentence-because-nothing-stops-them', metrics: { 'validation/weighted f1 at threshold 0.5': 0.123456789 }, minutesAgo: 3000 });
      await logChurnProject(engine);
    },
  }, async (opened) => {
    workbench = opened;
    await workbench.sideBar();
    await workbench.treeRow('wise-owl-12').waitFor();
  });

  test('shows each run with its number, its age and its state', async () => {
    expect(await workbench.treeRow('churn').innerText()).toMatch(/12 runs · best auc 0\.9\d+ · 1 running/);
    expect(await workbench.treeRow('wise-owl-12').innerText()).toMatch(/auc 0\.8\d+ ↑/);
    expect(await workbench.treeRow('brave-ant-8').locator('.codicon-error').count()).toBe(1);
    await workbench.screenshot('experiments', themes);
  });

  test('names every line for a screen reader', async () => {
    expect(await workbench.treeRow('wise-owl-12').getAttribute('aria-label')).toMatch(/^wise-owl-12, running, auc 0\.8\d+ ↑/);
  });

  test('tells params and metrics on hover', async () => {
    await workbench.setTheme('dark');
    await workbench.treeRow('calm-fox-3').hover();
    const hover = workbench.page.locator('.workbench-hover, .monaco-hover').filter({ hasText: 'max_depth' }).first();
    await hover.waitFor();
    expect(await hover.innerText()).toMatch(/auc/);
    // A change of theme would close it.
    await workbench.screenshot('experiments-tooltip', [], { hover: true });
  });

  test('opens a run as a panel', async () => {
    await workbench.treeRow('calm-fox-3').click();
    await workbench.page.locator('.tab').filter({ hasText: 'calm-fox-3' }).waitFor();
  });

  test('has the same menu for a row beside the selected ones, and it means that row', async () => {
    await workbench.treeRow('calm-fox-3').click();
    await workbench.treeRow('quiet-heron-2').click({ modifiers: ['Control'] });
    await workbench.treeRow('still-otter-9').click({ button: 'right' });
    const labels = workbench.page.locator('.monaco-menu .action-label');
    for (const entry of ['Open Run', 'Pin as Baseline', 'Rename…']) await labels.filter({ hasText: entry }).waitFor();
    await workbench.page.keyboard.press('Escape');
    await workbench.contextAction(workbench.treeRow('still-otter-9'), 'Rename…');
    expect(await workbench.quickInput().locator('input').first().inputValue()).toBe('still-otter-9');
    await workbench.page.keyboard.press('Escape');
  });

  test('opens all selected runs, each in a tab that stays', async () => {
    await workbench.treeRow('amber-lynx-5').click();
    await workbench.treeRow('bold-wren-4').click({ modifiers: ['Control'] });
    await workbench.contextAction(workbench.treeRow('bold-wren-4'), 'Open Run');
    for (const name of ['amber-lynx-5', 'bold-wren-4']) await workbench.page.locator('.tab').filter({ hasText: name }).waitFor();
    await workbench.execute('workbench.action.closeAllEditors');
  });

  test('has a context menu in the order open, compare, edit, reproduce, delete', async () => {
    await workbench.treeRow('still-otter-9').click();
    await workbench.treeRow('still-otter-9').click({ button: 'right' });
    const labels = workbench.page.locator('.monaco-menu .action-label');
    await labels.filter({ hasText: 'Open Run' }).waitFor();
    const texts = (await labels.allInnerTexts()).filter((text) => text.trim() !== '');
    expect(texts.slice(0, 5)).toEqual(['Open Run', 'Show Lineage', 'Compare Runs', 'Pin as Baseline', 'Rename…']);
    expect(texts.at(-1)).toBe('Delete');
    await workbench.screenshot('experiments-menu', [], { hover: true });
    await workbench.page.keyboard.press('Escape');
  });

  test('helps to write a filter, and says in the engine\'s words what it cannot read', async () => {
    await workbench.runCommand('Slipway: Filter Runs');
    const pick = workbench.quickInput();
    await pick.locator('.monaco-list-row').filter({ hasText: 'metrics.auc' }).first().waitFor();
    await workbench.screenshot('filter', themes);
    await pick.locator('input').first().fill('metrics.auc >');
    await workbench.page.keyboard.press('Enter');
    await pick.locator('.monaco-list-row').filter({ hasText: 'Position 14 cannot be read' }).waitFor();
    await workbench.screenshot('filter-problem', themes);
    await pick.locator('input').first().fill('metrics.auc > 0.9');
    await pick.locator('.monaco-list-row').filter({ hasText: 'Apply filter' }).waitFor();
    await workbench.page.keyboard.press('Enter');
    await workbench.treeRow('brave-ant-8').waitFor({ state: 'detached' });
    await workbench.screenshot('filtered', themes);
    await workbench.runCommand('Slipway: Clear Filter');
    await workbench.treeRow('brave-ant-8').waitFor();
  });

  test('takes a deletion back', async () => {
    await workbench.contextAction(workbench.treeRow('still-otter-9'), 'Delete');
    const message = workbench.notifications().filter({ hasText: 'Deleted still-otter-9.' });
    await message.waitFor();
    await workbench.screenshot('deleted', themes);
    await message.locator('.monaco-button').filter({ hasText: 'Undo' }).click();
    await workbench.treeRow('still-otter-9').waitFor();
  });
});

describe('without runs', () => {
  test('the view says how to begin', async () => {
    const workbench = await Workbench.open({ workspace: 'iris' });
    try {
      const sideBar = await workbench.sideBar();
      await sideBar.locator('.monaco-button').filter({ hasText: 'Train a Script' }).waitFor();
      await workbench.screenshot('welcome', themes);
    } finally {
      await workbench.close();
    }
  });

  test('a window without a folder offers to open one, or the example', async () => {
    const workbench = await Workbench.open({ workspace: 'none' });
    try {
      const sideBar = await workbench.sideBar();
      await sideBar.locator('.monaco-button').filter({ hasText: 'Open Folder' }).first().waitFor();
      await workbench.screenshot('welcome-no-folder', themes);
    } finally {
      await workbench.close();
    }
  });

  test('restricted mode says what trust is needed for', async () => {
    const workbench = await Workbench.open({ trusted: false, theme: 'light' });
    try {
      const sideBar = await workbench.sideBar();
      await sideBar.locator('.monaco-button').filter({ hasText: 'Manage Workspace Trust' }).waitFor();
      await workbench.screenshot('welcome-restricted', themes);
    } finally {
      await workbench.close();
    }
  });
});

// The Experiments view from the first key to the last without a mouse.
import { describe, expect, test } from 'vitest';
import type { EngineClient } from '../../src/connection/engineClient';
import { logChurnProject } from '../builders/runs';
import { shareProject } from './sharedWindow';
import type { Workbench } from './workbench';

describe('the Experiments view by keyboard alone', () => {
  let workbench: Workbench;
  let engine: EngineClient;

  const press = async (...keys: string[]): Promise<void> => {
    for (const key of keys) await workbench.page.keyboard.press(key);
  };
  /** Runs a command from the palette by Enter. */
  const run = async (title: string): Promise<void> => {
    await press('F1');
    const pick = workbench.quickInput();
    await pick.locator('input').first().fill(`>${title}`);
    await pick.locator('.monaco-list-row.focused').filter({ hasText: title }).waitFor();
    await press('Enter');
  };
  /** Moves with `key` until the focus is on the row that shows `text`. */
  const moveTo = async (text: string, key: 'ArrowDown' | 'ArrowUp' = 'ArrowDown'): Promise<void> => {
    const focused = workbench.page.locator('.part.sidebar .monaco-list-row.focused');
    for (let step = 0; step < 30; step += 1) {
      if ((await focused.count()) > 0 && (await focused.first().innerText()).includes(text)) return;
      await press(key);
    }
    throw new Error(`No row with "${text}" was reached.`);
  };
  const tab = (name: string) => workbench.page.locator('.tab').filter({ hasText: name });

  shareProject({
    log: async (own) => {
      engine = own;
      await logChurnProject(engine);
    },
  }, (opened) => {
    workbench = opened;
  });

  test('is reached from the palette, and moved through', async () => {
    await run('Slipway: Focus on Experiments View');
    await workbench.treeRow('wise-owl-12').waitFor();
    // While it was still empty there was nothing to put the focus on.
    await run('Slipway: Focus on Experiments View');
    await press('Home');
    await moveTo('sweep-7');
    await press('ArrowRight');
    await workbench.treeRow('trial-4').waitFor();
    await press('ArrowLeft');
    await workbench.treeRow('trial-4').waitFor({ state: 'detached' });
  });

  test('opens a run with Enter and leaves the focus in the list', async () => {
    await moveTo('calm-fox-3', 'ArrowUp');
    await press('Enter');
    await tab('calm-fox-3').waitFor();
    await moveTo('bold-wren-4');
  });

  test('opens the menu of the row in focus, and chooses from it', async () => {
    await press('Shift+F10');
    await workbench.page.locator('.monaco-menu .action-label').filter({ hasText: 'Pin as Baseline' }).waitFor();
    await workbench.screenshot('keyboard-menu', [], { hover: true });
    await press('ArrowDown', 'Enter');
    await tab('bold-wren-4').waitFor();
  });

  test('compares what Shift and the arrows have selected', async () => {
    await run('Slipway: Focus on Experiments View');
    await moveTo('calm-fox-3', 'ArrowUp');
    await press('Enter', 'Shift+ArrowDown');
    await run('Slipway: Compare Runs');
    await tab('Compare churn').waitFor();
    const panel = workbench.page.frameLocator('iframe.webview.ready:visible').frameLocator('#active-frame');
    for (const name of ['calm-fox-3', 'bold-wren-4']) await panel.locator('.grid-line[aria-selected="true"]').filter({ hasText: name }).waitFor();
  });

  test('filters, and shows all again', async () => {
    await run('Slipway: Filter Runs…');
    const pick = workbench.quickInput();
    await pick.locator('input').first().fill('metrics.auc > 0.9');
    await pick.locator('.monaco-list-row').filter({ hasText: 'Apply filter' }).waitFor();
    await press('Enter');
    await workbench.treeRow('brave-ant-8').waitFor({ state: 'detached' });
    await run('Slipway: Clear Filter');
    await workbench.treeRow('brave-ant-8').waitFor();
  });

  test('renames the row in focus with F2, whatever is selected', async () => {
    await run('Slipway: Focus on Experiments View');
    await press('Home');
    await moveTo('calm-fox-3');
    await press('Enter');
    await moveTo('quiet-heron-2');
    await press('F2');
    const input = workbench.quickInput().locator('input').first();
    await input.waitFor();
    expect(await input.inputValue()).toBe('quiet-heron-2');
    await input.fill('quiet-heron-3');
    await press('Enter');
    await workbench.treeRow('quiet-heron-3').waitFor();
    await workbench.treeRow('calm-fox-3').waitFor();
  });

  test('deletes the row in focus with Delete, and takes it back', async () => {
    await run('Slipway: Focus on Experiments View');
    await moveTo('quiet-heron-3');
    await press('Delete');
    await workbench.notifications().filter({ hasText: 'Deleted quiet-heron-3.' }).waitFor();
    await workbench.treeRow('quiet-heron-3').waitFor({ state: 'detached' });
    expect(await workbench.treeRow('calm-fox-3').count()).toBe(1);
    await run('Notifications: Accept Notification Primary Action');
    await workbench.treeRow('quiet-heron-3').waitFor();
  });

  test('deletes all that are selected when the focus is among them', async () => {
    await run('Slipway: Focus on Experiments View');
    await press('Home');
    await moveTo('calm-fox-3');
    await press('Enter', 'Shift+ArrowDown', 'Delete');
    await workbench.notifications().filter({ hasText: 'Deleted 2 runs.' }).waitFor();
    await workbench.treeRow('bold-wren-4').waitFor({ state: 'detached' });
    await run('Notifications: Accept Notification Primary Action');
    await workbench.treeRow('calm-fox-3').waitFor();
    await workbench.treeRow('bold-wren-4').waitFor();
  });
});

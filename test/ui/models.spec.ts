// The Models view as people see it: models, versions, facts; registering, aliases, renaming, deleting; live changes; keys; pictures.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { EngineClient } from '../../src/connection/engineClient';
import { registerChurn, registerRun } from '../builders/models';
import { shareProject, shareWindow } from './sharedWindow';
import type { Workbench } from './workbench';

const themes = ['light', 'dark', 'hc', 'hc-light'] as const;

describe('registered models', () => {
  let workbench: Workbench;
  let engine: EngineClient;

  shareProject({
    log: async (own) => {
      engine = own;
      await registerChurn(engine);
    },
  }, async (opened) => {
    workbench = opened;
    await workbench.sideBar();
    await workbench.treeRow('@champion v1').waitFor();
  });

  const menuOf = async (row: string | RegExp, picture: string): Promise<string[]> => {
    await workbench.treeRow(row).click({ button: 'right' });
    const entries = workbench.page.locator('.monaco-menu .action-label[aria-label]');
    await entries.first().waitFor();
    const names = await entries.allInnerTexts();
    await workbench.screenshot(picture, ['dark'], { hover: true });
    await workbench.page.keyboard.press('Escape');
    await entries.first().waitFor({ state: 'detached' });
    return names.map((name) => name.trim()).filter((name) => name !== '');
  };

  test('say their champion, and their versions how they compare with it', async () => {
    expect(await workbench.treeRow('@champion v1').innerText()).toMatch(/churn\s*@champion v1 · 3 versions/);
    expect(await workbench.treeRow('v3').innerText()).toMatch(/v3\s*@challenger {2}auc 0\.921 ▲/);
    expect(await workbench.treeRow('v2').innerText()).toMatch(/auc 0\.897 ▼/);
    await workbench.treeRow('v3').locator('.monaco-tl-twistie').click();
    await workbench.treeRow('signature').waitFor();
    await workbench.screenshot('models', themes);
    await workbench.treeRow('v3').locator('.monaco-tl-twistie').click();
  });

  test('have menus in the order open, compare, edit, reproduce, delete', async () => {
    expect(await menuOf('v2', 'models-menu-version')).toEqual(['Open Version', 'Open Source Run', 'Show Lineage', 'Compare Versions', 'Deploy Locally', 'Promote…', 'Set Alias…', 'Move to Stage…', 'Describe Version…', 'Version Tags…', 'Copy Code That Loads It', 'Delete Version…']);
    expect(await menuOf(/^iris\s*1 version/, 'models-menu-model')).toEqual(['Show Lineage', 'Describe Model…', 'Model Tags…', 'Rename Model…', 'Copy Model Name', 'Delete Model…']);
  });

  test('give an alias that is picked, and take it away again with an undo', async () => {
    await workbench.contextAction(workbench.treeRow('v2'), 'Set Alias…');
    await workbench.quickInput().getByText('v3 has it now').waitFor();
    await workbench.page.keyboard.press('Enter');
    await workbench.treeRow(/v2\s*@challenger/).waitFor();
    await workbench.contextAction(workbench.treeRow('v2'), 'Set Alias…');
    await workbench.quickInput().getByText('Another alias…').click();
    await workbench.quickInput().locator('input').fill('v7');
    await workbench.quickInput().getByText('v7 would read as a version.').waitFor();
    await workbench.page.keyboard.press('Escape');
    await workbench.contextAction(workbench.treeRow('v2'), 'Remove Alias');
    await workbench.notifications().filter({ hasText: 'churn/2 is no longer @challenger.' }).getByRole('button', { name: 'Undo' }).click();
    await workbench.treeRow(/v2\s*@challenger/).waitFor();
    await engine.registry.setAlias('churn', 'challenger', '3');
    await workbench.treeRow(/v3\s*@challenger/).waitFor();
  });

  test('are renamed, and refuse a name that code could not load', async () => {
    await workbench.contextAction(workbench.treeRow(/^iris\s*1 version/), 'Rename Model…');
    const field = workbench.quickInput().locator('input');
    await field.fill('iris/2');
    await workbench.quickInput().getByText('A name has no / and no :').waitFor();
    await field.fill('flowers');
    await workbench.page.keyboard.press('Enter');
    await workbench.treeRow('flowers').waitFor();
    expect((await engine.registry.model('flowers')).name).toBe('flowers');
  });

  test('are deleted only after the consequence was read', async () => {
    await workbench.contextAction(workbench.treeRow('flowers'), 'Delete Model…');
    const dialog = workbench.page.locator('.monaco-dialog-box');
    await dialog.getByText('Its version goes with it; the run and files that it came from stay.').waitFor();
    await workbench.screenshot('models-delete', ['dark', 'light'], { hover: true });
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await dialog.waitFor({ state: 'detached' });
    expect(await workbench.treeRow('flowers').isVisible()).toBe(true);
    await workbench.contextAction(workbench.treeRow('flowers'), 'Delete Model…');
    await dialog.getByRole('button', { name: 'Delete' }).click();
    await workbench.treeRow('flowers').waitFor({ state: 'detached' });
  });

  test('show a new version and a moved alias at once', async () => {
    await registerRun(engine, 'churn', { experiment: 'churn', name: 'quiet-heron-2', metrics: { auc: 0.93 } });
    await workbench.treeRow('v4').waitFor();
    await engine.registry.setAlias('churn', 'champion', '4');
    await workbench.treeRow('@champion v4').waitFor();
    expect(await workbench.treeRow('v3').innerText()).toMatch(/auc 0\.921 ▼/);
  });

  test('are promoted without a gate where slipway.yaml has none, and it is said that nothing was checked', async () => {
    await workbench.contextAction(workbench.treeRow('v3'), 'Promote…');
    await workbench.quickInput().getByText('in place of v4').waitFor();
    await workbench.page.keyboard.press('Enter');
    const done = workbench.notifications().filter({ hasText: 'churn/3 is champion now, in place of v4. slipway.yaml has no gate for it, so nothing was checked.' });
    await done.getByRole('button', { name: 'Undo' }).click();
    await workbench.treeRow('@champion v4').waitFor();
  });

  test('are not promoted over the head of somebody who was faster', async () => {
    await workbench.contextAction(workbench.treeRow('v3'), 'Promote…');
    await workbench.quickInput().getByText('in place of v4').waitFor();
    await engine.registry.setAlias('churn', 'champion', '2');
    await workbench.treeRow('@champion v2').waitFor();
    await workbench.page.keyboard.press('Enter');
    await workbench.notifications().getByRole('button', { name: 'Look again' }).waitFor();
    expect((await engine.registry.model('churn')).aliases?.find(({ alias }) => alias === 'champion')?.version).toBe('2');
    await workbench.execute('notifications.clearAll');
    await engine.registry.setAlias('churn', 'champion', '4');
    await workbench.treeRow('@champion v4').waitFor();
  });

  test('are walked through and opened with keys alone', async () => {
    await workbench.treeRow(/v4\s*@champion/).click();
    await workbench.page.locator('.tab').filter({ hasText: 'churn v4' }).waitFor();
    for (const key of ['ArrowDown', 'Enter']) await workbench.page.keyboard.press(key);
    await workbench.page.locator('.tab').filter({ hasText: 'churn v3' }).waitFor();
  });

  test('take a version from a run by its context menu', async () => {
    await workbench.contextAction(workbench.treeRow('quiet-heron-2'), 'Register Model…');
    await workbench.quickInput().getByText('4 versions, this becomes v5 or later').waitFor();
    await workbench.page.keyboard.press('Enter');
    await workbench.notifications().filter({ hasText: 'Registered churn/5.' }).waitFor();
    await workbench.treeRow('v5').waitFor();
  });
});

describe('a project without models', () => {
  let workbench: Workbench;

  shareWindow({
    workspace: 'empty',
    arrange: (folder) => {
      // The engine starts by itself where there is Python.
      writeFileSync(path.join(folder, 'train.py'), 'import mlflow\n');
      writeFileSync(path.join(folder, 'tiny.onnx'), Buffer.from([8, 8, 18, 0]));
      mkdirSync(path.join(folder, 'saved'));
      writeFileSync(path.join(folder, 'saved', 'MLmodel'), 'flavors:\n  sklearn: { pickled_model: model.pkl }\n');
      writeFileSync(path.join(folder, 'saved', 'model.pkl'), Buffer.from([128, 4, 46]));
      mkdirSync(path.join(folder, 'data'));
    },
  }, async (opened) => {
    workbench = opened;
    await workbench.sideBar();
  });

  /** Registers under the name that is proposed. @returns once that is chosen; `done` when the command has ended */
  const register = async (file: string): Promise<{ done: Promise<unknown> }> => {
    const done = workbench.execute('slipway.model.registerFile', { fsPath: path.join(workbench.folder, file) });
    await workbench.quickInput().getByText(`New model ${file.replace('.onnx', '')}`).waitFor();
    await workbench.page.keyboard.press('Enter');
    return { done };
  };

  test('says how one comes by a name', async () => {
    await workbench.page.getByText('A model has no name yet.').waitFor();
    await workbench.page.getByRole('button', { name: 'Register a Model File…' }).waitFor();
    await workbench.screenshot('models-empty', themes);
  });

  test('registers an .onnx file and a saved folder, and says why another folder is none', async () => {
    await (await register('tiny.onnx')).done;
    await workbench.notifications().filter({ hasText: 'Registered tiny/1.' }).waitFor();
    await workbench.treeRow(/^tiny\s*1 version/).waitFor();
    await workbench.execute('notifications.clearAll');
    await (await register('saved')).done;
    await workbench.treeRow(/^saved\s*1 version/).waitFor();
    const { done: refused } = await register('data');
    // So many messages in a second are kept in the list, and not shown by themselves.
    await workbench.execute('notifications.showList');
    await workbench.page.locator('.notifications-center .notification-list-item').filter({ hasText: 'data holds no MLmodel file' }).waitFor();
    await workbench.execute('notifications.clearAll');
    await refused;
  });
});

// The iris example out of the packed extension: copied where a person says, opened, and left alone when it is there already.
import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { shareWindow } from './sharedWindow';
import type { Workbench } from './workbench';

const INSIDE = 'other projects';
let workbench: Workbench;

shareWindow({ workspace: 'none' }, (opened) => {
  workbench = opened;
});

/** Names the folder in the editor's own file dialog. */
async function chooseFolder(folder: string): Promise<void> {
  await workbench.runCommand('Slipway: Open the Iris Example');
  const dialog = workbench.quickInput().filter({ hasText: 'Where should the iris example go' });
  await dialog.waitFor();
  // It begins by writing a folder of its own choice into the field.
  await dialog.locator('.monaco-list-row').filter({ hasText: '..' }).waitFor();
  await dialog.locator('input').first().fill(`${folder}/`);
  // The dialog takes what it lists, and lists a while after it was told.
  await dialog.locator('.monaco-list-row').filter({ hasText: INSIDE }).waitFor();
  await dialog.locator('.monaco-button').filter({ hasText: 'Copy the example here' }).click();
}

test('is copied, and its folder opens', async () => {
  const folder = workbench.newFolder('examples');
  mkdirSync(path.join(folder, INSIDE));
  await chooseFolder(folder);
  await workbench.page.locator('.explorer-folders-view .monaco-list-row').filter({ hasText: 'train.py' }).first().waitFor();
  expect(existsSync(path.join(folder, 'slipway-iris', 'train.py'))).toBe(true);
  await chooseFolder(folder);
  await workbench.notifications().filter({ hasText: 'is there already, and stays as it is' }).waitFor();
});

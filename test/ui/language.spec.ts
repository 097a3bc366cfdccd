// slipway.yaml as it is written by a person: what exists completes while typing, a fault is underlined and mended, a hover explains.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Locator } from 'playwright-core';
import { engineOf } from '../builders/engine';
import { registerChurn } from '../builders/models';
import { Workbench } from './workbench';

const START = 'train:\n  iris:\n    command: python train.py --trees 200\n';
const themes = ['light', 'dark'] as const;

describe('slipway.yaml', () => {
  let workbench: Workbench;

  beforeAll(async () => {
    workbench = await Workbench.open({
      viewport: { width: 1180, height: 720 },
      arrange: async (folder) => {
        const engine = await engineOf(folder);
        await registerChurn(engine);
        engine.close();
        writeFileSync(path.join(folder, 'slipway.yaml'), START);
      },
    });
    await workbench.page.locator('.explorer-folders-view .monaco-list-row').filter({ hasText: 'slipway.yaml' }).dblclick();
    await lines().filter({ hasText: 'command' }).waitFor();
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await workbench.screenshot(`failed ${task.name}`, [], { hover: true });
  });
  afterAll(async () => workbench?.close());

  function lines(): Locator {
    return workbench.page.locator('.editor-instance .view-line');
  }
  function suggestion(label: string): Locator {
    return workbench.page.locator('.suggest-widget.visible .monaco-list-row').filter({ hasText: label }).first();
  }
  /** Types at the end of the file, on a line of its own. */
  async function typeBelow(text: string): Promise<void> {
    await workbench.page.keyboard.press('Control+End');
    await workbench.page.keyboard.type(text, { delay: 20 });
  }

  test('completes a registered model while its name is typed', async () => {
    await lines().first().click();
    await typeBelow('gates:\n');
    await typeBelow('  ch');
    await suggestion('churn').waitFor();
    await workbench.screenshot('slipway yaml model', themes, { hover: true });
    await workbench.page.keyboard.press('Enter');
    // What can stand in a gate is offered at once.
    await suggestion('evaluation').waitFor();
    await workbench.screenshot('slipway yaml gate', themes, { hover: true });
    await workbench.page.keyboard.type('metrics');
    await suggestion('metrics').waitFor();
    await workbench.page.keyboard.press('Enter');
    await suggestion('auc').waitFor();
    await workbench.screenshot('slipway yaml metric', themes, { hover: true });
    await workbench.page.keyboard.press('Enter');
    await suggestion('min').waitFor();
    await workbench.page.keyboard.press('Enter');
    await workbench.page.keyboard.type('0.9');
    await workbench.page.keyboard.press('Escape');
    await workbench.page.keyboard.press('Control+S');
    await expect.poll(() => readFileSync(path.join(workbench.folder, 'slipway.yaml'), 'utf8').trimEnd()).toBe(`${START}gates:\n  churn:\n    metrics:\n      auc:\n        min: 0.9`);
  });

  test('underlines a fault and mends it', async () => {
    await typeBelow('\n');
    await workbench.page.keyboard.press('Home');
    await workbench.page.keyboard.press('Home');
    await typeBelow('');
    await workbench.execute('editor.action.insertLineAfter');
    await workbench.page.keyboard.press('Shift+Home');
    await workbench.page.keyboard.type('    pickel: fail');
    await workbench.page.keyboard.press('Escape');
    await workbench.page.locator('.squiggly-error').first().waitFor();
    await workbench.execute('editor.action.marker.next');
    await workbench.page.locator('.zone-widget .marker-widget, .marker-widget').first().waitFor();
    await workbench.screenshot('slipway yaml fault', themes, { hover: true });
    await workbench.page.keyboard.press('Escape');
    await workbench.execute('editor.action.quickFix');
    const fix = workbench.page.locator('.action-widget .monaco-list-row').filter({ hasText: 'Change to "pickle"' });
    await fix.waitFor();
    await workbench.screenshot('slipway yaml fix', themes, { hover: true });
    await workbench.page.keyboard.press('Enter');
    await lines().filter({ hasText: /pickle:\s*fail/ }).waitFor();
    await workbench.page.locator('.squiggly-error').waitFor({ state: 'detached' });
  });

  test('explains a name under the mouse', async () => {
    await lines().filter({ hasText: 'pickle' }).locator('span', { hasText: 'pickle' }).last().hover();
    const hover = workbench.page.locator('.monaco-hover').filter({ hasText: 'runs code when it is loaded' });
    await hover.first().waitFor();
    await workbench.screenshot('slipway yaml hover', themes, { hover: true });
  });

  test('is offered to Train… with its targets, before the scripts', async () => {
    await workbench.runCommand('Slipway: Train…');
    const rows = workbench.quickInput().locator('.monaco-list-row');
    await rows.filter({ hasText: 'train_autolog.py' }).first().waitFor();
    expect(await rows.first().innerText()).toMatch(/iris\s*python train\.py --trees 200/);
    await workbench.screenshot('slipway yaml train', themes);
    await workbench.page.keyboard.press('Escape');
  });
});

// The packed extension shows itself in a real workbench.
import { describe, expect, test } from 'vitest';
import { shareWindow } from './sharedWindow';
import type { Workbench } from './workbench';

describe('Slipway in the workbench', () => {
  let workbench: Workbench;

  shareWindow({}, (opened) => {
    workbench = opened;
  });

  test('has an icon in the activity bar', async () => {
    expect(await workbench.container().getAttribute('aria-label')).toMatch(/^Slipway/);
  });

  test('opens its views when the icon is pressed', async () => {
    const sideBar = await workbench.sideBar();
    expect(await sideBar.innerText()).toMatch(/experiments/i);
    await workbench.screenshot('workbench', ['light', 'dark', 'hc']);
  });
});

// The packed extension shows itself in a real workbench.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Workbench } from './workbench';

describe('Slipway in the workbench', () => {
  let workbench: Workbench;

  beforeAll(async () => {
    workbench = await Workbench.open();
  });
  afterAll(() => workbench?.close());

  test('has an icon in the activity bar', async () => {
    expect(await workbench.container().getAttribute('aria-label')).toMatch(/^Slipway/);
  });

  test('opens its views when the icon is pressed', async () => {
    const sideBar = await workbench.sideBar();
    expect(await sideBar.innerText()).toMatch(/experiments/i);
    await workbench.screenshot('workbench', ['light', 'dark', 'hc']);
  });
});

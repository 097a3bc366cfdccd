// The drift panel with what a wide model leaves behind: 200 windows, 500 columns, names of any length, in a wide place and in a narrow one.
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { readReport, savedReport } from './driftReport';
import { panelOf } from './runPanel';
import { shareProject } from './sharedWindow';
import { storeMonitors } from './storedMonitors';
import type { Workbench } from './workbench';

const themes = ['light', 'dark'] as const;
const WIDE = { width: 1440, height: 900 };
/** The panel is 400 px wide then. */
const NARROW = { width: 750, height: 900 };
const COLUMNS = 500;
/** In the page: px that it is wider than what can be seen of it. */
const BEYOND = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';
const LONG = 'days_since_the_customer_last_changed_anything_in_the_settings_of_a_contract_that_is_not_a_trial';
const LONG_MONITOR = `contracts-of-${LONG}`.slice(0, 90);

describe('a monitor with a long past', () => {
  let workbench: Workbench;

  shareProject({
    workspace: 'empty', viewport: WIDE, log: () => Promise.resolve(), settings: { 'slipway.monitoring.notify': false },
    arrange: (folder) => storeMonitors(folder, [
      { name: 'wide', deployment: 'churn-api', wanted: 'stopped', windows: 200, columns: Array.from({ length: COLUMNS }, (_, at) => `feature_${String(at).padStart(3, '0')}`) },
      { name: LONG_MONITOR, deployment: LONG_MONITOR.slice(0, 63), wanted: 'stopped', windows: 12, columns: [LONG, 'age', 'x', 'Vertragslaufzeit in Monaten, gerundet', `${LONG}_2`, '列_数'] },
      { name: 'waiting', deployment: 'churn-api', wanted: 'stopped', windows: 0, columns: [] },
      { name: 'broken', deployment: 'no-such-deployment', wanted: 'watching', windows: 30, columns: ['age', 'plan', 'tenure'] },
    ]),
  }, async (opened) => {
    workbench = opened;
    // By its icon it can't be opened as long as the number of alerts lies over it.
    await workbench.execute('workbench.view.extension.slipway');
    await workbench.sideBar();
  });

  const open = async (row: RegExp): Promise<void> => workbench.treeRow(row).click();
  /** How many px stand out of the panel to the right. */
  const overflow = async (): Promise<number> => {
    const page = await (await panelOf(workbench).locator('main').elementHandle())?.ownerFrame();
    return page?.evaluate<number>(BEYOND) ?? NaN;
  };

  test('stands with 200 windows of 500 columns, those that drift first, and goes to the last one', async () => {
    await open(/^wide\s*stopped/);
    const panel = panelOf(workbench);
    const rows = panel.locator('.columns tbody tr');
    await panel.locator('.headlines').getByText('42 of 500').waitFor();
    expect(await rows.count()).toBeLessThan(COLUMNS);
    await workbench.screenshot('drift-wide', [...themes, 'hc']);
    const pressed = Date.now();
    await panel.getByRole('button', { name: `Show all ${COLUMNS} columns` }).click();
    await rows.nth(COLUMNS - 1).scrollIntoViewIfNeeded();
    await rows.nth(COLUMNS - 1).getByText('no drift').waitFor();
    console.log(`all there and at the end after ${Date.now() - pressed} ms`);
    await workbench.screenshot('drift-wide-end', ['dark']);
    await panel.getByRole('searchbox', { name: 'Find columns' }).fill('feature_499');
    await expect.poll(() => rows.count()).toBe(1);
  });

  test('has room in 400 px', async () => {
    await workbench.page.setViewportSize(NARROW);
    await panelOf(workbench).locator('.headlines').scrollIntoViewIfNeeded();
    expect(await overflow()).toBe(0);
    await workbench.screenshot('drift-narrow', themes);
    await panelOf(workbench).getByRole('searchbox', { name: 'Find columns' }).fill('');
    await panelOf(workbench).locator('.columns tbody tr').nth(12).scrollIntoViewIfNeeded();
    await workbench.screenshot('drift-narrow-columns', ['dark']);
    await open(/^contracts-/);
    await panelOf(workbench).getByRole('heading', { name: LONG_MONITOR }).waitFor();
    expect(await overflow()).toBe(0);
    await workbench.screenshot('drift-long-narrow', themes);
    await workbench.page.setViewportSize(WIDE);
    await workbench.screenshot('drift-long', themes);
  });

  test('says what it waits for before a window is over, and why it can\'t watch', async () => {
    await open(/^waiting\s*stopped/);
    await panelOf(workbench).getByText('No window is over yet').waitFor();
    await workbench.screenshot('drift-none', themes);
    await open(/^broken\s*Nothing is deployed/);
    await panelOf(workbench).getByText('Nothing is deployed as "no-such-deployment".').first().waitFor();
    await panelOf(workbench).locator('.headlines').getByText('1 of 3').waitFor();
    await workbench.screenshot('drift-broken', themes);
  });

  test('leaves a report that is read in any width, also when its traffic is gone', async () => {
    for (const [row, name] of [[/^wide\s*stopped/, 'wide'], [/^contracts-/, 'long']] as const) {
      await open(row);
      await panelOf(workbench).locator('.headlines').waitFor();
      const html = await savedReport(workbench, path.join(workbench.folder, `${name}.html`));
      for (const width of [900, 1400]) {
        await readReport(workbench, html, {
          width, name: `drift-report-${name}-${width}`,
          look: async (page) => {
            await page.getByText('Distributions are not drawn: Nothing is deployed as').waitFor();
            expect(await page.evaluate<number>(BEYOND)).toBe(0);
          },
        });
      }
    }
  });
});

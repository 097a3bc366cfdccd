// The drift panel, its report and the Monitors view on a monitor that has found all that one can find.
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { readReport, savedReport } from './driftReport';
import { panelOf, seriousViolations } from './runPanel';
import { shareProject } from './sharedWindow';
import { BASELINE_REASON, storeFindings } from './storedFindings';
import type { Workbench } from './workbench';

const SIZE = { width: 1440, height: 1500 } as const;
const themes = ['light', 'dark', 'hc', 'hc-light'] as const;

describe('a monitor that has found all there is', () => {
  let workbench: Workbench;

  shareProject({ workspace: 'empty', viewport: SIZE, log: () => Promise.resolve(), settings: { 'slipway.monitoring.notify': false }, arrange: storeFindings }, async (opened) => {
    workbench = opened;
    // By its icon it can't be opened as long as the number of alerts lies over it.
    await workbench.execute('workbench.view.extension.slipway');
    await workbench.sideBar();
  });

  test('says below it what drifts beside columns and whose answers lie too far apart; a line opens what it is about', async () => {
    await workbench.treeRow(/^churn\s*stopped/).waitFor();
    await workbench.treeRow(/^sex\s*groups 0\.210 apart: M 0\.610, F 0\.400 · since /).waitFor();
    await workbench.treeRow(/^predictions\s*χ² p .* < 0\.05, against the answers to the first rows of the traffic · since /).click();
    const beside = panelOf(workbench).locator('.beside');
    await beside.locator('tr.opened').getByText('chi-square', { exact: false }).waitFor();
    expect(await beside.getByRole('button', { name: 'Predictions' }).getAttribute('aria-expanded')).toBe('true');
  });

  test('draws predictions, truths and all columns together above the columns, and why the baseline is no data set', async () => {
    const panel = panelOf(workbench);
    const rows = panel.locator('.beside tbody tr:not(.opened)');
    await panel.getByText(BASELINE_REASON).waitFor();
    expect(await panel.locator('.headlines').innerText()).toMatch(/0 of 3\s*columns drift[\s\S]*1\s*drifts beside columns\s*predictions/);
    expect((await rows.allInnerTexts()).map((text) => text.replaceAll(/\s+/g, ' ').trim())).toEqual([
      expect.stringMatching(/^Predictions χ² p \S+ < 0\.05 drifting since .*, against the answers to the first rows of the traffic$/),
    ]);
    await workbench.screenshot('drift-beside', themes);
    expect((await seriousViolations(workbench)).map(({ id, nodes }) => `${id}: ${nodes.join(' | ')}`)).toEqual([]);
    await panel.getByRole('button', { name: 'Window before' }).click();
    await rows.filter({ hasText: /^Columns together/ }).getByText(/^drifting since /).waitFor();
    await panel.getByRole('button', { name: 'Columns together' }).click();
    await panel.getByText('a model learns to tell', { exact: false }).waitFor();
    await workbench.screenshot('drift-together', ['light', 'dark']);
  });

  test('comes to its groups from the line that tells of them', async () => {
    // So low that the part lies far below what is shown first.
    await workbench.page.setViewportSize({ width: 1440, height: 800 });
    await workbench.treeRow(/^sex\s*groups 0\.210 apart/).click();
    const groups = panelOf(workbench).getByRole('region', { name: 'By group' });
    await groups.waitFor();
    await expect.poll(async () => groups.evaluate((section) => {
      const scroller = section.closest('.scroller') ?? section;
      const [shown, around] = [section.getBoundingClientRect(), scroller.getBoundingClientRect()];
      return scroller.scrollTop > 0 && shown.top >= around.top - 1 && shown.top < around.bottom - 50;
    })).toBe(true);
    await workbench.page.setViewportSize(SIZE);
  });

  test('leaves all of it in the report', async () => {
    const html = await savedReport(workbench, path.join(workbench.folder, 'findings.html'));
    const fetched = await readReport(workbench, html, {
      width: 1000, name: 'drift-report-beside',
      look: async (page) => {
        for (const heading of ['Answers and all columns', 'Schema', 'By group', 'Retraining']) {
          await page.getByRole('heading', { name: heading, exact: true }).waitFor();
        }
        await page.getByText('churn/8 is less accurate than the champion: 0.871 against 0.902.').waitFor();
        await page.getByText(BASELINE_REASON.slice(0, 40), { exact: false }).first().waitFor();
      },
    });
    expect(fetched).toEqual([]);
  });
});

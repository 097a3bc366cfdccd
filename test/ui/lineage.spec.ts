// The lineage panel in a real workbench: from either end of the chain, by keyboard alone, live, after a reload.
import type { Locator } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import type { EngineClient } from '../../src/connection/engineClient';
import { shortenInside } from '../../src/wording/textWidth';
import { logLineage } from './lineageProject';
import { keptByWorkbench, panelOf, seriousViolations, tabTo } from './runPanel';
import { shareProject } from './sharedWindow';
import type { Workbench } from './workbench';

/** A name as a card has room for it. */
const onCard = (name: string): string => shortenInside(name, 15);

const themes = ['light', 'dark', 'hc', 'hc-light'] as const;

describe('lineage', () => {
  let workbench: Workbench;
  let engine: EngineClient;
  /** of the iris example: its run, the commit of its code, and everything between its data and its alias */
  let run: string;
  let commit: string;
  let chain: readonly string[];

  shareProject({ viewport: { width: 1440, height: 900 }, log: logLineage }, async (opened, own) => {
    workbench = opened;
    engine = own;
    await workbench.sideBar();
    const { run_id: id = '' } = await engine.registry.version('iris', '1');
    const { info, data } = await engine.run(id);
    run = info.run_name;
    commit = (data.tags ?? []).find(({ key }) => key === 'mlflow.source.git.commit')?.value.slice(0, 7) ?? '';
    chain = ['dataset', commit, 'train_autolog.py', run, 'model', 'iris/1', '@champion'].map(onCard);
    await workbench.treeRow(run).waitFor();
  });

  const card = (name: string | RegExp): Locator => panelOf(workbench).getByRole('button', { name });
  const names = async (): Promise<string[]> => panelOf(workbench).locator('.card:not(.group) .name').allInnerTexts();
  const heading = async (name: string): Promise<void> => panelOf(workbench).locator('h1').filter({ hasText: name }).waitFor();

  test('of a run leads from its data and code to the alias', async () => {
    await workbench.contextAction(workbench.treeRow(run), 'Show Lineage');
    await heading(run);
    await card(/^Alias @champion/).waitFor();
    expect((await names()).toSorted()).toEqual(chain.toSorted());
    expect(await panelOf(workbench).locator('.columns span').allInnerTexts()).toEqual(['Data', 'Code', 'Runs', 'Logged models', 'Versions', 'Aliases']);
    await workbench.screenshot('lineage-run', themes);
    expect(await seriousViolations(workbench)).toEqual([]);
  });

  test('lights the whole way through what the pointer is on, and tells about what is clicked', async () => {
    await card(/^Dataset dataset/).hover();
    await panelOf(workbench).locator('.card[data-lit]').nth(4).waitFor();
    expect(await panelOf(workbench).locator('.card:not([data-lit]) .name').allInnerTexts()).toEqual([commit, onCard('train_autolog.py')]);
    await workbench.screenshot('lineage-hover', ['dark', 'light'], { hover: true });
    await card(/^Alias @champion/).click();
    expect(await panelOf(workbench).locator('.details').innerText()).toMatch(/because\s+first that beat the rule of thumb/);
  });

  test('shows what happens to models at once', async () => {
    await engine.registry.setAlias('iris', 'shadow', '1');
    await card(/^Alias @shadow/).waitFor();
    await engine.registry.deleteAlias('iris', 'shadow');
    await card(/^Alias @shadow/).waitFor({ state: 'detached' });
  });

  test('is walked by keyboard alone, and Enter opens', async () => {
    await tabTo(workbench, '.switch button');
    await tabTo(workbench, '.card');
    const focused = async (): Promise<string> => panelOf(workbench).locator('.card:focus .name').innerText();
    for (const [key, name] of [['Home', run], ['ArrowRight', 'model'], ['ArrowRight', 'iris/1'], ['ArrowRight', '@champion'], ['ArrowRight', '@champion'], ['ArrowLeft', 'iris/1'], ['Home', run]] as const) {
      await workbench.page.keyboard.press(key);
      await expect.poll(focused).toBe(onCard(name));
    }
    await workbench.page.keyboard.press('Enter');
    await panelOf(workbench).locator('.tabs').waitFor();
    await heading(run);
  });

  test('opens from the menu of the run panel, and from a model to its champion', async () => {
    await panelOf(workbench).getByRole('button', { name: 'More actions' }).click();
    await panelOf(workbench).getByRole('menuitem', { name: 'Show lineage' }).click();
    await card(/^Dataset dataset/).waitFor();
    await workbench.contextAction(workbench.treeRow(/^iris\s*@champion/), 'Show Lineage');
    await heading('@champion');
    expect((await names()).toSorted()).toEqual(chain.toSorted());
    await card(/^Version iris\/1/).dblclick();
    await panelOf(workbench).locator('h1').filter({ hasText: 'iris' }).waitFor();
    await panelOf(workbench).locator('.card').waitFor({ state: 'detached' });
  });

  test('has a list that says the same', async () => {
    await workbench.contextAction(workbench.treeRow(/^sweep\s*@champion/), 'Show Lineage');
    await heading('@champion');
    await card('Show its lineage').waitFor({ state: 'detached' });
    await card(/^Run sweep-7/).click();
    await card('Show its lineage').click();
    await heading('sweep-7');
    await card(/^Version sweep\/14/).waitFor();
    expect((await names()).length).toBe(1 + 3 + 14 * 3 + 2);
    await workbench.screenshot('lineage-many', themes);
    expect(await seriousViolations(workbench)).toEqual([]);
    await card('List').click();
    await panelOf(workbench).getByRole('row').nth(48).waitFor();
    await workbench.screenshot('lineage-list', themes);
    expect(await seriousViolations(workbench)).toEqual([]);
  });

  test('comes back after a reload as it was', async () => {
    await card('Graph').click();
    await card(/^Version sweep\/14/).click();
    await keptByWorkbench(workbench, '"selected":"version:sweep/14"');
    await workbench.page.reload();
    await workbench.container().waitFor();
    await panelOf(workbench).locator('.details h2').filter({ hasText: 'sweep/14' }).waitFor();
    await heading('sweep-7');
  });

  test('folds a crowd, and unfolds it', async () => {
    await workbench.sideBar();
    await workbench.treeRow(/^crowd\s*60 runs/).click();
    await workbench.contextAction(workbench.treeRow('crowd-59'), 'Show Lineage');
    await heading('crowd-59');
    await card(/^Dataset crowd/).click();
    await card('Show its lineage').click();
    await heading('crowd');
    await card('And 10 more runs').waitFor();
    await workbench.screenshot('lineage-crowd', ['dark', 'light']);
    await card('And 10 more runs').focus();
    await workbench.page.keyboard.press('Enter');
    await card(/^Run crowd-0,/).waitFor();
    expect(await panelOf(workbench).locator('.card.group').count()).toBe(0);
  });

  test('tells what is gone, in a narrow window too', async () => {
    await workbench.contextAction(workbench.treeRow(/^lost\s*1 version/), 'Show Lineage');
    await heading('lost/1');
    await card(/^Run ffffffff, gone/).waitFor();
    await workbench.contextAction(workbench.treeRow(/^gone\s*1 version/), 'Show Lineage');
    await heading('gone/1');
    await card(/^Run brave-ant-8.*deleted/).waitFor();
    await workbench.screenshot('lineage-gone', themes);
    await workbench.page.setViewportSize({ width: 760, height: 800 });
    await workbench.screenshot('lineage-narrow', ['dark', 'hc-light']);
    expect(await seriousViolations(workbench)).toEqual([]);
  });
});

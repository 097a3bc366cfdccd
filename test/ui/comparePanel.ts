// The compare panel inside a workbench: its page, its rows, its numbers.
import type { Locator } from 'playwright-core';
import { panelOf } from './runPanel';
import type { Workbench } from './workbench';

/** Rows on screen. */
export function rows(workbench: Workbench): Locator {
  return panelOf(workbench).locator('.grid-line');
}

export function row(workbench: Workbench, name: string): Locator {
  return rows(workbench).filter({ has: panelOf(workbench).locator('.run-name-text', { hasText: new RegExp(`^${name}$`) }) });
}

/** The cell of a row in a column (`metric:auc`). */
export function cell(workbench: Workbench, name: string, column: string): Locator {
  return row(workbench, name).locator(`[data-column="${column}"]`);
}

export function title(workbench: Workbench, column: string): Locator {
  return panelOf(workbench).locator(`.grid-title[data-column="${column}"]`);
}

/** Names of the runs on screen, from top to bottom. */
export async function names(workbench: Workbench): Promise<string[]> {
  const lines = await rows(workbench).evaluateAll((all) => all.map((line) => ({ index: Number(line.getAttribute('aria-rowindex')), name: line.querySelector('.run-name-text')?.textContent ?? '' })));
  return lines.toSorted((a, b) => a.index - b.index).map(({ name }) => name);
}

export async function selectedNames(workbench: Workbench): Promise<string[]> {
  return panelOf(workbench).locator('.grid-line[aria-selected="true"] .run-name-text').allInnerTexts();
}

/** Compares the runs of an experiment by the button on its line. */
export async function compareExperiment(workbench: Workbench, name: string): Promise<void> {
  await workbench.sideBar();
  const line = workbench.treeRow(name);
  await line.hover();
  await line.locator('.action-label[aria-label^="Compare"]').click();
  await workbench.page.locator('.tab').filter({ hasText: `Compare ${name}` }).waitFor();
}

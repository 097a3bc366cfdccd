// The run panel inside a workbench: its page, its tabs.
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import type { Frame, FrameLocator, Locator } from 'playwright-core';
import { checkout } from '../builders/engine';
import type { Workbench } from './workbench';

/** The page of the panel in front. */
export function panelOf(workbench: Workbench): FrameLocator {
  return workbench.page.frameLocator('iframe.webview.ready:visible').frameLocator('#active-frame');
}

/** Chooses a tab of the panel and waits until it is shown. */
export async function chooseTab(panel: FrameLocator, name: string): Promise<void> {
  const tab = panel.getByRole('tab', { name: new RegExp(`^${name}`) });
  await tab.click();
  await panel.locator(`[role=tab][aria-selected=true]:has-text("${name}")`).waitFor();
}

/** The row of an artifact in the tree. */
export function artifact(panel: FrameLocator, name: string): Locator {
  return panel.getByRole('treeitem', { name: new RegExp(`^${name.replaceAll('.', String.raw`\.`)},`) });
}

export interface Violation { readonly id: string; readonly impact: string; readonly nodes: readonly string[] }

/** What axe-core finds serious or critical in the panel in front. */
export async function seriousViolations(workbench: Workbench): Promise<Violation[]> {
  const handle = await panelOf(workbench).locator('body').elementHandle();
  const frame = await handle?.ownerFrame() as Frame;
  const source = readFileSync(createRequire(`${checkout}/package.json`).resolve('axe-core/axe.min.js'), 'utf8');
  await frame.evaluate(source);
  // As text: these tests are checked without the types of a page.
  return frame.evaluate<Violation[]>(`axe.run(document).then(({ violations }) => violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, impact, nodes }) => ({ id, impact, nodes: nodes.map(({ html, failureSummary }) => html.slice(0, 160) + ' ' + failureSummary) })))`);
}

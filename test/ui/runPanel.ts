// The run panel inside a workbench: its page, its tabs.
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import type { Frame, FrameLocator, Locator } from 'playwright-core';
import { checkout } from '../builders/engine';
import { expect } from 'vitest';
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
  return panel.getByRole('treeitem', { name: new RegExp(`^${name.replaceAll('.', String.raw`\.`)} `) });
}

/** Waits until the workbench has written down `text`, as part of an editor's state or of what `key` names: it does so every few seconds only. */
export async function keptByWorkbench(workbench: Workbench, text: string, key = 'memento/workbench.parts.editor'): Promise<void> {
  const isKept = `(async () => {
    for (const { name } of await indexedDB.databases()) {
      const database = await new Promise((resolve, reject) => { const open = indexedDB.open(name); open.onsuccess = () => resolve(open.result); open.onerror = () => reject(open.error); });
      try {
        if (!database.objectStoreNames.contains('ItemTable')) continue;
        const kept = await new Promise((resolve, reject) => { const one = database.transaction('ItemTable').objectStore('ItemTable').get(${JSON.stringify(key)}); one.onsuccess = () => resolve(one.result); one.onerror = () => reject(one.error); });
        // The state stands in it as JSON within JSON.
        if (String(kept).replaceAll('\\\\', '').includes(${JSON.stringify(text)})) return true;
      } finally {
        database.close();
      }
    }
    return false;
  })()`;
  // Not waitForFunction: a promise is true to it before it is settled.
  await expect.poll(() => workbench.page.evaluate(isKept), { timeout: 40_000, interval: 250 }).toBe(true);
}

/** Moves the focus on with Tab until it is on what `selector` names in the panel; says so when it never comes there. */
export async function tabTo(workbench: Workbench, selector: string, key = 'Tab'): Promise<void> {
  const wanted = panelOf(workbench).locator(selector).first();
  await wanted.waitFor();
  for (let presses = 0; presses < 60; presses += 1) {
    if (await panelOf(workbench).locator(`:is(${selector}):focus`).count() > 0) return;
    await workbench.page.keyboard.press(key);
  }
  throw new Error(`${key} never came to ${selector}.`);
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

// The report of the drift panel: saved as a person does it, and looked at in a browser that has never heard of Slipway.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { environmentValue } from './environmentValue';
import { panelOf } from './runPanel';
import type { Workbench } from './workbench';

/** Presses Report, and names the file in the editor's dialog. @returns what stands in it */
export async function savedReport(workbench: Workbench, file: string): Promise<string> {
  await panelOf(workbench).getByRole('button', { name: 'Report' }).click();
  const save = workbench.quickInput().filter({ hasText: 'Where to save it' });
  const name = save.locator('input').first();
  // It begins by writing a name of its own choice into the field.
  await expect.poll(() => name.inputValue()).toMatch(/-drift\.html$/);
  await name.fill(file);
  await save.locator('.monaco-button').filter({ hasText: /^(OK|Save)$/ }).click();
  await expect.poll(() => existsSync(file)).toBe(true);
  await expect.poll(() => readFileSync(file, 'utf8')).toContain('</html>');
  return readFileSync(file, 'utf8');
}

/** Shows HTML in a page of its own, photographs it whole, and closes it. @param look is given the page first @returns the addresses that it asked the network for */
export async function readReport(workbench: Workbench, html: string, { width, name, look }: { readonly width: number; readonly name: string; readonly look: (page: Page) => Promise<void> }): Promise<string[]> {
  const browser = workbench.page.context().browser();
  if (browser === null) throw new Error('The workbench has no browser.');
  const page = await browser.newPage({ viewport: { width, height: 800 } });
  const fetched: string[] = [];
  page.on('request', (request) => fetched.push(request.url()));
  await page.setContent(html);
  await look(page);
  await page.screenshot({ path: path.join(environmentValue('SLIPWAY_TEST_PICTURES'), `${name}.png`), fullPage: true });
  await page.close();
  return fetched.filter((address) => /^https?:/.test(address));
}

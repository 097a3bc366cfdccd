/** The window's page as a person sees it. Where the workbench is a desktop program there is no page to ask: then there is no message to see either. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';

interface Message { readonly text: string; readonly buttons: readonly string[] }

/** What a message says, once one that contains `text` is there. Under test a window shows its list of messages, no toasts, and closes it when it is empty. */
export async function message(text: string): Promise<Message | undefined> {
  for (let tries = 0; tries < (hasPage ? 20 : 0); tries += 1) {
    await vscode.commands.executeCommand('notifications.showList');
    const found = await onPage<Message | null>(`
      const found = page.locator('.notifications-center .notification-list-item').filter({ hasText: ${JSON.stringify(text)} }).first();
      const there = await found.waitFor({ timeout: 1000 }).then(() => true, () => false);
      return there ? { text: await found.locator('.notification-list-item-message').innerText(), buttons: await found.locator('.notification-list-item-buttons-container .monaco-button').allInnerTexts() } : null;`);
    if (found !== undefined && found !== null) {
      return found;
    }
  }
  return undefined;
}

/** Clicks a button of a message. */
export async function clickButton(text: string, button: string): Promise<void> {
  await onPage(`await page.locator('.notifications-center .notification-list-item').filter({ hasText: ${JSON.stringify(text)} }).first().getByRole('button', { name: ${JSON.stringify(button)}, exact: true }).click();`);
}

/** Whether messages can be looked at here. */
export const hasPage = process.env['SLIPWAY_TEST_PAGE'] !== undefined;

async function onPage<T>(code: string): Promise<T | undefined> {
  const address = process.env['SLIPWAY_TEST_PAGE'];
  if (address === undefined) {
    return undefined;
  }
  const answer = await fetch(address, { method: 'POST', body: code });
  const body = await answer.json() as { value?: T; error?: string };
  assert.equal(body.error, undefined);
  return body.value;
}

// What test/ui needs of browser.mjs, for the type checker.
import type { Browser } from 'playwright-core';

export const browserArguments: string[];
export function launchBrowser(executable: string): Promise<Browser>;

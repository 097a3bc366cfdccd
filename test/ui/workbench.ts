// A real workbench in a real browser, with the packed extension installed and everything of its own: settings, workspace, engine.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { launchBrowser } from '../../scripts/browser.mjs';
import { startWorkbenchServer, type WorkbenchServer } from '../../scripts/workbenchServer.mjs';
import { copyWorkspace } from '../../scripts/workspaceCopy.mjs';
import { Companion } from './companion';
import { endEngines } from './endEngines';
import { environmentValue } from './environmentValue';
import { installExtension } from './installedExtension';

export type Theme = 'light' | 'dark' | 'hc' | 'hc-light';

const themes: Record<Theme, { name: string; body: string }> = {
  light: { name: 'Light Modern', body: '.monaco-workbench.vs:not(.vs-dark)' },
  dark: { name: 'Dark Modern', body: '.monaco-workbench.vs-dark' },
  hc: { name: 'Default High Contrast', body: '.monaco-workbench.hc-black' },
  'hc-light': { name: 'Default High Contrast Light', body: '.monaco-workbench.hc-light' },
};

export interface WorkbenchOptions {
  /** Which example the window opens a copy of; `empty` is an empty folder, `none` a window without a folder. */
  workspace?: 'iris' | 'digits' | 'story' | 'empty' | 'none';
  /** `false` opens the window in restricted mode. */
  trusted?: boolean;
  theme?: Theme;
  settings?: Record<string, unknown>;
  env?: Record<string, string>;
  viewport?: { width: number; height: number };
  /** Fills the copied folder before the window opens it, for instance with runs through `engineOf(folder)` of test/builders. */
  arrange?: (folder: string) => void | Promise<void>;
}

/** One open window; `close` ends everything that belongs to it. */
export class Workbench {
  private constructor(
    readonly page: Page,
    /** The folder that is open; empty without one. */
    readonly folder: string,
    private readonly home: string,
    private readonly browser: Browser,
    private readonly server: WorkbenchServer,
    private readonly companion: Companion,
  ) {}

  /** Opens a window and waits until it is drawn. */
  static async open(options: WorkbenchOptions = {}): Promise<Workbench> {
    const home = mkdtempSync(path.join(tmpdir(), 'slipway-ui-'));
    const folder = copyWorkspace(home, options.workspace ?? 'iris');
    if (folder && options.arrange) await options.arrange(folder);
    await installExtension(path.join(home, 'extensions'), path.join(home, 'user'));
    const companion = new Companion(home);
    companion.install(path.join(home, 'extensions'));
    const server = await startWorkbenchServer({
      home,
      env: { ...companion.environment(), ...options.env },
      settings: { 'workbench.colorTheme': themes[options.theme ?? 'dark'].name, 'remote.autoForwardPorts': false, ...options.settings },
      trusted: options.trusted ?? true,
      // Under VS Code's own test driver messages go to the bell and never come up.
      automation: false,
    });
    let browser: Browser | undefined;
    try {
      browser = await launchBrowser(environmentValue('SLIPWAY_TEST_CHROMIUM'));
      const page = await browser.newPage({ viewport: options.viewport ?? { width: 1280, height: 800 } });
      const workbench = new Workbench(page, folder ?? '', home, browser, server, companion);
      // Shorter than a test's limit: the step that waits in vain is named, not only the test.
      page.setDefaultTimeout(30_000);
      await page.goto(server.address({ folder, payload: [['skipWelcome', 'true']] }));
      // The icon comes with the extension's contributions: until then neither palette nor views know us.
      await workbench.container().waitFor({ timeout: 60_000 });
      await companion.ready();
      await page.locator(themes[options.theme ?? 'dark'].body).waitFor();
      return workbench;
    } catch (error) {
      await browser?.close();
      await server.close();
      throw error;
    }
  }

  /** Slipway's icon in the activity bar. */
  container(): Locator {
    return this.page.locator('.activitybar a[aria-label^="Slipway"]');
  }

  /** Shows Slipway's views and returns the side bar. */
  async sideBar(): Promise<Locator> {
    const sideBar = this.page.locator('.part.sidebar');
    const shown = sideBar.locator('.composite.title').filter({ hasText: /slipway/i });
    if (!(await shown.isVisible())) await this.container().click();
    await shown.waitFor();
    return sideBar;
  }

  /** One row per element of Slipway's trees, in the order on screen. */
  treeRows(): Locator {
    return this.page.locator('.part.sidebar .monaco-list-row');
  }

  /** The row whose text contains `text`. */
  treeRow(text: string | RegExp): Locator {
    return this.treeRows().filter({ hasText: text }).first();
  }

  /** Opens the context menu of a row and chooses an entry of it. A menu closes when something else takes the focus, as a panel does that is shown late: it is opened again then. */
  async contextAction(row: Locator, action: string): Promise<void> {
    for (let chosen = false; !chosen;) {
      await this.leaveRows();
      await row.click({ button: 'right' });
      const menu = this.page.locator('.monaco-menu').filter({ visible: true });
      const entry = menu.locator('.action-label').filter({ hasText: action }).first();
      // A menu takes no clicks in its first 100 ms, so that the press that opened it chooses nothing; keys it takes at once.
      const hovered = await entry.hover({ timeout: 10_000 }).then(() => true, async (error: unknown) => {
        if (await menu.count() > 0) throw error;
        return false;
      });
      chosen = hovered && await this.pressedIn('Enter', '.monaco-menu');
      await entry.waitFor({ state: 'detached' });
    }
    await this.leaveRows();
  }

  /** Presses a key. @returns whether what has the focus lay within `place` */
  private async pressedIn(key: string, place: string): Promise<boolean> {
    const pressed = await this.page.evaluateHandle((within) => {
      const seen = { in: false };
      addEventListener('keydown', (event) => {
        seen.in = event.composedPath().some((node) => node instanceof Element && node.matches(within));
      }, { capture: true, once: true });
      return seen;
    }, place);
    await this.page.keyboard.press(key);
    return (await pressed.jsonValue()).in;
  }

  /** Takes the pointer from the rows: where a menu was, another row lies under it, whose tooltip would cover those that are pressed next. */
  private async leaveRows(): Promise<void> {
    const { width, height } = this.page.viewportSize() ?? { width: 0, height: 0 };
    await this.page.mouse.move(width / 2, height - 2);
    await this.page.locator('.workbench-hover-container').filter({ visible: true }).first().waitFor({ state: 'hidden' });
  }

  /** Runs a command by its title, through the palette as a person would. */
  async runCommand(title: string): Promise<void> {
    await this.page.keyboard.press('F1');
    const input = this.page.locator('.quick-input-widget input');
    await input.waitFor();
    await input.fill(`>${title}`);
    const entry = this.page.locator('.quick-input-list .monaco-list-row').filter({ hasText: title }).first();
    await entry.waitFor();
    await entry.click();
  }

  /** The quick pick or input box that is open. */
  quickInput(): Locator {
    return this.page.locator('.quick-input-widget').filter({ visible: true });
  }

  /** What stands in the window, for people who can't see it: rows of the side bar, tabs, messages, also those that went to the bell. */
  async words(): Promise<string> {
    const line = async (name: string, found: Locator): Promise<string> => `${name}: ${(await found.allInnerTexts()).map((text) => text.replaceAll(/\s+/g, ' ').trim()).join(' | ')}`;
    const shown = [
      await line('side bar', this.page.locator('.part.sidebar :is(.pane-header, .monaco-list-row)')), await line('tabs', this.page.locator('.tabs-container .tab')), await line('messages', this.notifications()),
      await line('question', this.quickInput()),
    ];
    await this.execute('notifications.showList');
    shown.push(await line('bell', this.page.locator('.notifications-center .notification-list-item')));
    await this.execute('notifications.hideList');
    return shown.join('\n');
  }

  /** The messages on screen. */
  notifications(): Locator {
    return this.page.locator('.notifications-toasts .notification-list-item');
  }

  /** Changes a user setting while the window is open. */
  async setting(name: string, value: unknown): Promise<void> {
    await this.companion.setting(name, value);
  }

  /** Runs a command by its id without touching the page, and returns what it returns. */
  execute(command: string, ...parameters: unknown[]): Promise<unknown> {
    return this.companion.command(command, ...parameters);
  }

  /** Changes the colour theme and waits until it is drawn; what is open stays open. */
  async setTheme(theme: Theme): Promise<void> {
    await this.setting('workbench.colorTheme', themes[theme].name);
    await this.page.locator(themes[theme].body).waitFor();
  }

  /** Writes out/screenshots/<name>-<theme>.png; with several themes one picture of each. The mouse is moved out of the way unless `hover`. */
  async screenshot(name: string, wanted: readonly Theme[] = [], { hover = false } = {}): Promise<void> {
    const folder = environmentValue('SLIPWAY_TEST_PICTURES');
    mkdirSync(folder, { recursive: true });
    if (!hover) await this.page.mouse.move(900, 500);
    if (wanted.length === 0) await this.page.screenshot({ path: path.join(folder, `${name}.png`), animations: 'disabled' });
    for (const theme of wanted) {
      await this.setTheme(theme);
      await this.page.screenshot({ path: path.join(folder, `${name}-${theme}.png`), animations: 'disabled' });
    }
  }

  /** An empty folder that goes with the window. */
  newFolder(name: string): string {
    const folder = path.join(this.home, name);
    mkdirSync(folder);
    return folder;
  }

  /** Ends browser, server, extension hosts and the engines that they started, and removes the folders. */
  async close(): Promise<void> {
    await this.browser.close();
    await this.server.close();
    await endEngines(this.home);
    if (!process.env.SLIPWAY_KEEP) rmSync(this.home, { recursive: true, force: true, maxRetries: 3 });
  }
}

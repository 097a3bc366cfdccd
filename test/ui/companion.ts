// Talks to the companion extension inside the window (test/ui/companion/).
import { cpSync, existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** The companion of one window, whose address file is `<home>/companion`. */
export class Companion {
  private readonly file: string;

  constructor(home: string) {
    this.file = path.join(home, 'companion');
  }

  /** Environment that the window's server needs. */
  environment(): Record<string, string> {
    return { SLIPWAY_TEST_COMPANION: this.file };
  }

  /** Puts it beside the extension under test; a plain folder is enough for VS Code. */
  install(extensions: string): void {
    cpSync(path.join(__dirname, 'companion'), path.join(extensions, 'slipway-test.companion-1.0.0'), { recursive: true });
  }

  /** Waits until it runs, which is when the window has started up. */
  async ready(): Promise<void> {
    const end = Date.now() + 60_000;
    while (!existsSync(this.file)) {
      if (Date.now() > end) throw new Error('The companion extension did not start within 60 s.');
      await new Promise((resolve) => {
        setTimeout(resolve, 50);
      });
    }
  }

  /** Changes a user setting. */
  async setting(name: string, value: unknown): Promise<void> {
    await this.ask({ setting: name, value });
  }

  /** Runs a command by its id and returns what it returns. */
  command(id: string, ...parameters: unknown[]): Promise<unknown> {
    return this.ask({ command: id, parameters });
  }

  private async ask(question: unknown): Promise<unknown> {
    const response = await fetch(readFileSync(this.file, 'utf8'), { method: 'POST', body: JSON.stringify(question) });
    const answer = (await response.json()) as { value?: unknown; error?: string };
    if (answer.error !== undefined) throw new Error(answer.error);
    return answer.value;
  }
}

// How the story is told: in the terminal of `npm start`, and in a window that has scripts/opener in it, by a file that this one follows.
import { appendFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const look = 250;

export class Telling {
  /** lines for the window, each `{ when, text }` as JSON */
  #lines;
  /** there as soon as the window is */
  #window;

  /** @param folder the story's project */
  constructor(folder) {
    const own = path.join(folder, '.story');
    mkdirSync(own, { recursive: true });
    [this.#lines, this.#window] = [path.join(own, 'telling.jsonl'), path.join(own, 'window')];
    writeFileSync(this.#lines, '');
  }

  /** What is told, as a line of its own. @param when a word or two for the margin */
  tell(when, text) {
    process.stdout.write(`${when.startsWith('ACT') ? '\n' : ''}${when.padEnd(12)}  ${text}\n`);
    appendFileSync(this.#lines, `${JSON.stringify({ when, text })}\n`);
  }

  /** Waits for the window, so that nothing is told to nobody. */
  async untilSeen() {
    while (!existsSync(this.#window)) await pause(look);
  }
}

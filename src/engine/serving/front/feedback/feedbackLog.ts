/** Truths that were sent, as JSON lines: on the disk before they are acknowledged. What comes while a write runs goes together with the next. */
import { LineFiles } from '../lineFiles';

interface Waiting { readonly text: string; readonly resolve: () => void; readonly reject: (error: Error) => void }

export class FeedbackLog {
  #waiting: Waiting[] = [];
  #writing: Promise<void> | undefined;
  readonly #files: LineFiles;

  /** @param folder made with the first line */
  constructor(folder: string) {
    this.#files = new LineFiles(folder);
  }

  /** @param lines JSON objects @throws Error when they could not be written; then none of them counts */
  append(lines: readonly string[]): Promise<void> {
    if (lines.length === 0) {
      return Promise.resolve();
    }
    return new Promise((resolve, reject) => {
      this.#waiting.push({ text: lines.map((line) => `${line}\n`).join(''), resolve, reject });
      this.#writing ??= this.#writeAll();
    });
  }

  async close(): Promise<void> {
    await this.#writing;
    await this.#files.close();
  }

  async #writeAll(): Promise<void> {
    while (this.#waiting.length > 0) {
      const taken = this.#waiting;
      this.#waiting = [];
      try {
        await this.#write(Buffer.from(taken.map(({ text }) => text).join('')));
        taken.forEach(({ resolve }) => resolve());
      } catch (error) {
        taken.forEach(({ reject }) => reject(error instanceof Error ? error : new Error(String(error))));
      }
    }
    this.#writing = undefined;
  }

  async #write(bytes: Buffer): Promise<void> {
    const file = await this.#files.current();
    const before = file.bytes;
    try {
      await file.write(bytes);
      await file.sync();
    } catch (error) {
      // What a full disk took of it was acknowledged to nobody.
      await file.truncate(before);
      throw error;
    }
  }
}

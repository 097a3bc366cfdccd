/** Truths that were sent, as JSON lines: on the disk before they are acknowledged. What comes while a write runs goes together with the next. */
import { mkdir, open, type FileHandle } from 'node:fs/promises';
import path from 'node:path';

/** A new file after this much, or a day: removed in parts, when they are old. */
const FILE_BYTES = 64 * 1024 * 1024;
const FILE_MS = 86_400_000;

interface Waiting { readonly text: string; readonly resolve: () => void; readonly reject: (error: Error) => void }

export class FeedbackLog {
  #waiting: Waiting[] = [];
  #writing: Promise<void> | undefined;
  #file: { readonly handle: FileHandle; readonly opened: number; bytes: number } | undefined;
  #files = 0;
  readonly #started = Date.now();

  /** @param folder made with the first line */
  constructor(private readonly folder: string) {}

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
    await this.#file?.handle.close();
    this.#file = undefined;
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
    const file = await this.#current();
    try {
      let written = 0;
      while (written < bytes.length) {
        written += (await file.handle.write(bytes, written, bytes.length - written, file.bytes + written)).bytesWritten;
      }
      await file.handle.datasync();
      file.bytes += bytes.length;
    } catch (error) {
      // What a full disk took of it was acknowledged to nobody.
      await file.handle.truncate(file.bytes);
      throw error;
    }
  }

  async #current(): Promise<{ readonly handle: FileHandle; readonly opened: number; bytes: number }> {
    if (this.#file !== undefined && (this.#file.bytes >= FILE_BYTES || Date.now() - this.#file.opened > FILE_MS)) {
      await this.#file.handle.close();
      this.#file = undefined;
    }
    if (this.#file === undefined) {
      await mkdir(this.folder, { recursive: true, mode: 0o700 });
      this.#files += 1;
      this.#file = { handle: await open(path.join(this.folder, `${this.#started}-${process.pid}-${String(this.#files).padStart(5, '0')}.jsonl`), 'wx', 0o600), opened: Date.now(), bytes: 0 };
    }
    return this.#file;
  }
}

/**
 * The traffic of a deployment as JSON lines, appended to a file of this process. Lines gather in memory and are written together, off the
 * path of the answer: a crash loses at most what the last quarter of a second brought. A line is written once: what a write has taken is
 * never given to another write.
 */
import { open, mkdir, type FileHandle } from 'node:fs/promises';
import path from 'node:path';

const FLUSH_MS = 250;
/** Written at once when this much has gathered, so that no flush takes long. */
const FLUSH_CHARACTERS = 512 * 1024;
/** A new file after this much: small enough to be sealed in one go. */
const FILE_BYTES = 64 * 1024 * 1024;
/** When the disk takes nothing, traffic is dropped and counted, rather than the process grows until it is killed. */
const MOST_WAITING_CHARACTERS = 64 * 1024 * 1024;

export class TrafficLog {
  /** lines that could not be kept, since the start of this process */
  dropped = 0;
  #waiting: string[] = [];
  #characters = 0;
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> | undefined;
  #file: { readonly handle: FileHandle; bytes: number } | undefined;
  #files = 0;
  readonly #started = Date.now();

  /**
   * @param folder made when the first line is written; its files sort by name in the order of their lines
   * @param trouble told when a write fails
   */
  constructor(private readonly folder: string, private readonly trouble: (why: string) => void) {}

  /** Takes one line, without its end. Costs no more than keeping a string. */
  append(line: string): void {
    if (this.#characters > MOST_WAITING_CHARACTERS) {
      this.dropped += 1;
      return;
    }
    this.#waiting.push(line);
    this.#characters += line.length;
    if (this.#characters >= FLUSH_CHARACTERS) {
      this.#flush();
    } else {
      this.#timer ??= setTimeout(() => this.#flush(), FLUSH_MS);
    }
  }

  /** Writes all that was taken and lets go of the file. */
  async close(): Promise<void> {
    this.#flush();
    while (this.#writing !== undefined) {
      await this.#writing;
      this.#flush();
    }
    await this.#file?.handle.close();
    this.#file = undefined;
  }

  #flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    // One write at a time: lines stay in order, and what comes meanwhile goes with the next.
    if (this.#writing !== undefined || this.#waiting.length === 0) {
      return;
    }
    const lines = this.#waiting;
    this.#waiting = [];
    this.#characters = 0;
    this.#writing = this.#write(lines).finally(() => {
      this.#writing = undefined;
      if (this.#waiting.length > 0) {
        this.#timer ??= setTimeout(() => this.#flush(), FLUSH_MS);
      }
    });
  }

  async #write(lines: readonly string[]): Promise<void> {
    const bytes = Buffer.from(`${lines.join('\n')}\n`);
    let written = 0;
    try {
      const file = await this.#current();
      while (written < bytes.length) {
        const { bytesWritten } = await file.handle.write(bytes, written);
        written += bytesWritten;
        file.bytes += bytesWritten;
      }
    } catch (error) {
      // A disk that was full took a part. What follows starts a file of its own, so that it never joins half a line.
      this.dropped += lines.length - newlines(bytes, written);
      this.trouble(`traffic could not be written (${error instanceof Error ? error.message : String(error)}): ${this.dropped} requests are missing from the log so far. Free some space.`);
      await this.#file?.handle.close().catch((closing: unknown) => this.trouble(`the traffic file could not be closed: ${String(closing)}`));
      this.#file = undefined;
    }
  }

  async #current(): Promise<{ readonly handle: FileHandle; bytes: number }> {
    if (this.#file !== undefined && this.#file.bytes >= FILE_BYTES) {
      await this.#file.handle.close();
      this.#file = undefined;
    }
    if (this.#file === undefined) {
      await mkdir(this.folder, { recursive: true, mode: 0o700 });
      this.#files += 1;
      this.#file = { handle: await open(path.join(this.folder, `${this.#started}-${process.pid}-${String(this.#files).padStart(5, '0')}.jsonl`), 'ax', 0o600), bytes: 0 };
    }
    return this.#file;
  }
}

function newlines(bytes: Buffer, end: number): number {
  let count = 0;
  for (let at = bytes.indexOf(10); at >= 0 && at < end; at = bytes.indexOf(10, at + 1)) {
    count += 1;
  }
  return count;
}

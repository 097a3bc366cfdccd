/**
 * The traffic of a deployment as JSON lines, appended to a file of this process. Lines gather in memory and are written together, off the
 * path of the answer: a crash loses at most what the last quarter of a second brought. A line is written once: what a write has taken is
 * never given to another write.
 */
import { type LineFile, LineFiles } from '../lineFiles';

const FLUSH_MS = 250;
/** Written at once when this much has gathered, so that no flush takes long. */
const CHUNK_BYTES = 256 * 1024;
const MOST_SPARE = 4;
/** When the disk takes nothing, traffic is dropped and counted, rather than the process grows until it is killed. */
const MOST_WAITING_BYTES = 64 * 1024 * 1024;

/** Lines that are written together. */
interface Chunk {
  readonly bytes: Buffer;
  readonly lines: number;
}

export class TrafficLog {
  /** lines that could not be kept, since the start of this process */
  dropped = 0;
  /** filled from the start; lines go here at once, since text that is kept for long costs the collector more than copying it */
  #filling: Buffer = Buffer.allocUnsafeSlow(CHUNK_BYTES);
  /** written, and to be filled again: a new one each time would be work for the collector */
  readonly #spare: Buffer[] = [];
  #filled = 0;
  #lines = 0;
  #waiting: Chunk[] = [];
  #waitingBytes = 0;
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> | undefined;
  readonly #files: LineFiles;

  /**
   * @param folder made when the first line is written; its files sort by name in the order of their lines
   * @param trouble told when a write fails
   */
  constructor(folder: string, private readonly trouble: (why: string) => void) {
    this.#files = new LineFiles(folder);
  }

  /** Takes one line, without its end. Costs no more than copying it. */
  append(line: string): void {
    if (this.#waitingBytes > MOST_WAITING_BYTES) {
      this.dropped += 1;
      return;
    }
    // UTF-8 has at most three bytes for each unit of a string; they are counted only where so many would not fit.
    const bytes = line.length * 3 < CHUNK_BYTES - this.#filled ? line.length * 3 : Buffer.byteLength(line);
    if (bytes >= CHUNK_BYTES - this.#filled) {
      this.#seal();
    }
    if (bytes >= CHUNK_BYTES) {
      this.#wait({ bytes: Buffer.from(`${line}\n`), lines: 1 });
    } else {
      this.#filled += this.#filling.write(line, this.#filled);
      this.#filling[this.#filled] = NEWLINE;
      this.#filled += 1;
      this.#lines += 1;
    }
    if (this.#waiting.length > 0) {
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
    await this.#files.close();
  }

  /** Ends the chunk that is filled. */
  #seal(): void {
    if (this.#filled > 0) {
      this.#wait({ bytes: this.#filling.subarray(0, this.#filled), lines: this.#lines });
      this.#filling = this.#spare.pop() ?? Buffer.allocUnsafeSlow(CHUNK_BYTES);
      this.#filled = 0;
      this.#lines = 0;
    }
  }

  #wait(chunk: Chunk): void {
    this.#waiting.push(chunk);
    this.#waitingBytes += chunk.bytes.length;
  }

  #flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    // One write at a time: lines stay in order, and what comes meanwhile goes with the next.
    if (this.#writing !== undefined) {
      return;
    }
    this.#seal();
    if (this.#waiting.length === 0) {
      return;
    }
    const chunks = this.#waiting;
    this.#waiting = [];
    this.#waitingBytes = 0;
    this.#writing = this.#writeAll(chunks).finally(() => {
      this.#writing = undefined;
      if (this.#filled > 0 || this.#waiting.length > 0) {
        this.#timer ??= setTimeout(() => this.#flush(), FLUSH_MS);
      }
    });
  }

  async #writeAll(chunks: readonly Chunk[]): Promise<void> {
    for (const chunk of chunks) {
      await this.#write(chunk);
      if (chunk.bytes.buffer.byteLength === CHUNK_BYTES && this.#spare.length < MOST_SPARE) {
        this.#spare.push(Buffer.from(chunk.bytes.buffer));
      }
    }
  }

  async #write({ bytes, lines }: Chunk): Promise<void> {
    let file: LineFile | undefined;
    let before = 0;
    try {
      file = await this.#files.current();
      before = file.bytes;
      await file.write(bytes);
    } catch (error) {
      // A disk that was full took a part. What follows starts a file of its own, so that it never joins half a line.
      this.dropped += lines - newlines(bytes, (file?.bytes ?? 0) - before);
      this.trouble(`traffic could not be written (${error instanceof Error ? error.message : String(error)}): ${this.dropped} requests are missing from the log so far. Free some space.`);
      await this.#files.close().catch((closing: unknown) => this.trouble(`the traffic file could not be closed: ${String(closing)}`));
    }
  }
}

const NEWLINE = 10;

function newlines(bytes: Buffer, end: number): number {
  let count = 0;
  for (let at = bytes.indexOf(NEWLINE); at >= 0 && at < end; at = bytes.indexOf(NEWLINE, at + 1)) {
    count += 1;
  }
  return count;
}

/** Lines of one process, appended to files of its own: a new one when the last is large or a day old, so that they are sealed and removed in parts. */
import { mkdir, open, type FileHandle } from 'node:fs/promises';
import path from 'node:path';

/** Small enough to be sealed in one go. */
const FILE_BYTES = 64 * 1024 * 1024;
/** What is older can be sealed although the process goes on (traffic/trafficFiles.ts counts on it). */
const FILE_MS = 86_400_000;

/** A file that is written. */
export class LineFile {
  #bytes = 0;

  /** @param opened Unix ms */
  constructor(private readonly handle: FileHandle, readonly opened: number) {}

  /** What has been written. */
  get bytes(): number {
    return this.#bytes;
  }

  /** @throws Error where the disk takes no more; `bytes` says how much it took */
  async write(bytes: Buffer): Promise<void> {
    for (let written = 0; written < bytes.length;) {
      const { bytesWritten } = await this.handle.write(bytes, written, bytes.length - written, this.#bytes);
      written += bytesWritten;
      this.#bytes += bytesWritten;
    }
  }

  /** Resolves when what was written is on the disk. */
  sync(): Promise<void> {
    return this.handle.datasync();
  }

  /** Takes back what stands behind so many bytes. */
  async truncate(bytes: number): Promise<void> {
    this.#bytes = bytes;
    await this.handle.truncate(bytes);
  }

  close(): Promise<void> {
    return this.handle.close();
  }
}

export class LineFiles {
  #file: LineFile | undefined;
  #count = 0;
  readonly #started = Date.now();

  /** @param folder made with the first file; names in it sort in the order of their lines (traffic/trafficFiles.ts) */
  constructor(private readonly folder: string) {}

  /** The file that the next lines belong to. @throws Error when it can't be made */
  async current(): Promise<LineFile> {
    if (this.#file !== undefined && (this.#file.bytes >= FILE_BYTES || Date.now() - this.#file.opened >= FILE_MS)) {
      await this.close();
    }
    if (this.#file === undefined) {
      await mkdir(this.folder, { recursive: true, mode: 0o700 });
      this.#count += 1;
      const name = `${this.#started}-${process.pid}-${String(this.#count).padStart(5, '0')}.jsonl`;
      this.#file = new LineFile(await open(path.join(this.folder, name), 'wx', 0o600), Date.now());
    }
    return this.#file;
  }

  /** Lets go of the file: what comes next stands in another one. */
  async close(): Promise<void> {
    const file = this.#file;
    this.#file = undefined;
    await file?.close();
  }
}

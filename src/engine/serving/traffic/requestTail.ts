/** The last requests of a file of JSON lines, read from its end: a file of 64 MB is not read for its last hundred lines. */
import { open } from 'node:fs/promises';

const CHUNK_BYTES = 64 * 1024;
const NEWLINE = 10;

/**
 * Lines of a file, the last first. Half a line at the end, which is being written, is left out.
 * @param file that may grow meanwhile: what comes later is not told
 */
export async function* linesFromEnd(file: string): AsyncGenerator<string> {
  const handle = await open(file, 'r');
  try {
    let end = (await handle.stat()).size;
    /** what stands before the first line that was told, in the order of the file */
    let parts: Buffer[] = [];
    let whole = false;
    while (end > 0) {
      const from = Math.max(0, end - CHUNK_BYTES);
      const chunk = await readAll(handle, from, end - from);
      let upTo = chunk.length;
      for (let at = chunk.lastIndexOf(NEWLINE); at >= 0; at = at === 0 ? -1 : chunk.lastIndexOf(NEWLINE, at - 1)) {
        const line = Buffer.concat([chunk.subarray(at + 1, upTo), ...parts]);
        parts = [];
        upTo = at;
        if (whole && line.length > 0) {
          yield line.toString('utf8');
        }
        whole = true;
      }
      parts = [chunk.subarray(0, upTo), ...parts];
      end = from;
    }
    const first = Buffer.concat(parts);
    if (whole && first.length > 0) {
      yield first.toString('utf8');
    }
  } finally {
    await handle.close();
  }
}

async function readAll(handle: Awaited<ReturnType<typeof open>>, from: number, length: number): Promise<Buffer> {
  const bytes = Buffer.allocUnsafe(length);
  let read = 0;
  while (read < length) {
    const { bytesRead } = await handle.read(bytes, read, length - read, from + read);
    if (bytesRead === 0) {
      break;
    }
    read += bytesRead;
  }
  return bytes.subarray(0, read);
}

/** What must not be lost to a disk that is full for a while: it is written as soon as there is room. */
import { setTimeout as pause } from 'node:timers/promises';
import { writeFileAtomic } from '../../../connection/atomicFile';

const AGAIN_MS = 1_000;
/** No space, no quota, over the limit on the size of files. */
const FULL = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);

/** Writes the whole file, however long that takes; silently, since the log of whoever waits lies on the same disk. @throws what is no matter of room, such as a folder that is gone */
export async function writeWhenThereIsRoom(file: string, content: string): Promise<void> {
  for (;;) {
    try {
      writeFileAtomic(file, content);
      return;
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && FULL.has(String(error.code)))) {
        throw error;
      }
    }
    await pause(AGAIN_MS);
  }
}

/** Being told that something in a folder changed: by the system where it can, by a look each second where it can't. */
import { watch, type FSWatcher } from 'node:fs';

const LOOK_MS = 1_000;

/**
 * Calls `look` soon after each change in the folder, and once a second in any case: watches fail without a word on network disks,
 * and where the system has run out of them.
 * @returns a function that ends it
 */
export function watchFolder(folder: string, look: () => void): () => void {
  const timer = setInterval(look, LOOK_MS);
  let watcher: FSWatcher | undefined;
  try {
    watcher = watch(folder, { persistent: false }, look);
    watcher.once('error', () => watcher?.close());
  } catch (error) {
    // ENOSPC, EMFILE: no watch left; the timer does it.
    if (!(error instanceof Error && 'code' in error)) {
      clearInterval(timer);
      throw error;
    }
  }
  return () => {
    clearInterval(timer);
    watcher?.close();
  };
}

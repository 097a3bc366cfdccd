/** Waiting for the next change of a folder. */
import { watch } from 'node:fs';

export interface FolderChanges {
  /** Resolves when something has changed since the last call, or since the start, and when the signal has aborted. */
  next(): Promise<void>;
  end(): void;
}

/**
 * Watches from now on: what changes before the first `next` is not missed.
 * @param folder absolute path
 * @param besides what else counts as a change: is given what to call at one, and gives back what ends it
 * @throws Error of node:fs where there is no such folder, or it can't be watched
 */
export function folderChanges(folder: string, signal: AbortSignal, besides: (tell: () => void) => readonly { dispose(): unknown }[] = () => []): FolderChanges {
  let changed = false;
  let wake: () => void = () => undefined;
  const tell = (): void => {
    changed = true;
    wake();
  };
  const watcher = watch(folder, tell);
  watcher.on('error', tell);
  const listeners = besides(tell);
  signal.addEventListener('abort', tell, { once: true });
  return {
    next: async () => {
      if (!changed) {
        await new Promise<void>((resolve) => { wake = resolve; });
      }
      changed = false;
    },
    end: () => {
      watcher.close();
      listeners.forEach((listener) => listener.dispose());
      signal.removeEventListener('abort', tell);
    },
  };
}

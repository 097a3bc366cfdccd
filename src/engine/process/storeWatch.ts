/** A project that is deleted or moved takes its engine with it: else the engine would write into a file that nobody can see. */
import { statSync } from 'node:fs';

const LOOK_MS = 2_000;

/** Calls `gone` once when `file` is missing or has become another file, seen twice in a row. @returns a function that ends the watch */
export function watchStoreFile(file: string, gone: () => void, lookMs = LOOK_MS): () => void {
  const born = statSync(file).ino;
  let misses = 0;
  const timer = setInterval(() => {
    misses = statSync(file, { throwIfNoEntry: false })?.ino === born ? 0 : misses + 1;
    if (misses >= 2) {
      clearInterval(timer);
      gone();
    }
  }, lookMs);
  timer.unref();
  return () => clearInterval(timer);
}

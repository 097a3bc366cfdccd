/** A folder that DuckDB may use in place of memory: profiles are of whole files, which may be larger than it. */
import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const SIGNALS = { SIGINT: 2, SIGTERM: 15, SIGHUP: 1 } as const;

/**
 * Drift and the engine's asks fail rather than fill the disk beside training; a file that somebody wants to see is read whole, and what
 * is spilled is gone with the command, also when that is interrupted. The folder appears only where it is needed.
 */
export async function spilling<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = path.join(tmpdir(), `slipway-data-${process.pid}`);
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  const interrupted = (signal: keyof typeof SIGNALS): void => {
    remove();
    process.exit(128 + SIGNALS[signal]);
  };
  const names = Object.keys(SIGNALS) as (keyof typeof SIGNALS)[];
  names.forEach((name) => process.once(name, interrupted));
  try {
    return await work(folder);
  } finally {
    names.forEach((name) => process.off(name, interrupted));
    remove();
  }
}

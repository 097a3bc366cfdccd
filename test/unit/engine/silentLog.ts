/** A log that keeps what it was told, for tests that ask. */
import type { EngineLog } from '../../../src/engine/engineLog';

export interface KeptLog extends EngineLog { readonly lines: string[] }

export function keptLog(): KeptLog {
  const lines: string[] = [];
  const keep = (message: string): void => {
    lines.push(message);
  };
  return { lines, info: keep, warn: keep, error: keep };
}

/** The engine's log: a file that never grows past its limit, with the last few kept beside it. */
import { closeSync, fstatSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import path from 'node:path';
import type { EngineLog } from '../engineLog';

const MAX_BYTES = 4 * 1024 * 1024;
const KEPT = 3;

export interface LogFile extends EngineLog {
  readonly file: string;
  close(): void;
}

/**
 * Opens `file` for appending. Past `maxBytes` it becomes `file.1`, that one `file.2`, and so on; the oldest goes.
 * Lines are written at once, so that the last word before a crash is there.
 * @param echo gets every line too, for an engine in the foreground
 */
export function openLogFile(file: string, echo?: (line: string) => void, maxBytes = MAX_BYTES, kept = KEPT): LogFile {
  mkdirSync(path.dirname(file), { recursive: true });
  let descriptor = openSync(file, 'a', 0o600);
  let size = fstatSync(descriptor).size;

  function rotate(): void {
    closeSync(descriptor);
    rmSync(`${file}.${kept}`, { force: true });
    for (let i = kept - 1; i >= 0; i -= 1) {
      const from = i === 0 ? file : `${file}.${i}`;
      renameIfThere(from, `${file}.${i + 1}`);
    }
    descriptor = openSync(file, 'a', 0o600);
    size = 0;
  }

  function write(level: string, message: string): void {
    const line = `${new Date().toISOString()} ${level} ${message}\n`;
    echo?.(line);
    try {
      if (size >= maxBytes) {
        rotate();
      }
      size += writeSync(descriptor, line);
    } catch (error) {
      // A full disk must not end the engine: what it acknowledged is safe, and the line still went to the foreground if there is one.
      if (!(error instanceof Error)) {
        throw error;
      }
    }
  }

  return {
    file,
    info: (message) => write('info ', message),
    warn: (message) => write('warn ', message),
    error: (message) => write('error', message),
    close: () => closeSync(descriptor),
  };
}

function renameIfThere(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) {
      throw error;
    }
  }
}

/** Why a script failed, in one line that a person can read in a tree. */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { stripVTControlCharacters } from 'node:util';
import { withoutCredentials } from '../credentials';

const TAIL_BYTES = 64 * 1024;
const LONGEST = 300;

export interface Ending {
  readonly exitCode: number | null;
  readonly signal: string | null;
}

/** The last exception line of a Python traceback in the log, else what the exit says. */
export function failureLine(logFile: string, ending: Ending): string {
  return withoutCredentials(lastException(tail(logFile)) ?? exitLine(ending)).slice(0, LONGEST);
}

/** @returns `KeyError: 'tenure'`; undefined when the text holds no traceback */
export function lastException(text: string): string | undefined {
  const lines = stripVTControlCharacters(text.replaceAll('\r\n', '\n')).split('\n');
  const start = lines.findLastIndex((line) => /^\s*(\+ )?(Exception Group )?Traceback \(most recent call last\):/.test(line));
  if (start >= 0) {
    const line = lines.slice(start + 1).find((candidate) => candidate !== '' && !/^[\s|+]/.test(candidate));
    if (line !== undefined && /^[\w.]+(:|$)/.test(line)) {
      return line.trim();
    }
  }
  // A syntax error in the script itself comes without the header.
  return lines.findLast((line) => /^([A-Za-z_]\w*\.)*[A-Z]\w*(Error|Exception|Interrupt|Exit|Iteration)(: .*)?$/.test(line))?.trim();
}

function exitLine(ending: Ending): string {
  if (ending.signal === 'SIGKILL') {
    return 'killed from outside (SIGKILL): the system may have run out of memory';
  }
  if (ending.signal !== null) {
    return `ended by ${ending.signal}`;
  }
  return ending.exitCode === 137 ? 'exit code 137: killed, the system may have run out of memory' : `exit code ${ending.exitCode}`;
}

function tail(file: string): string {
  const descriptor = openSync(file, 'r');
  try {
    const { size } = fstatSync(descriptor);
    const buffer = Buffer.alloc(Math.min(size, TAIL_BYTES));
    const read = readSync(descriptor, buffer, 0, buffer.length, size - buffer.length);
    return buffer.toString('utf8', 0, read);
  } finally {
    closeSync(descriptor);
  }
}

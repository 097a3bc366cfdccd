/** The output of a process as lines: what a terminal would show of it, without colours and cursor movements. */

/** So many lines are kept; of a longer log the end. */
const MOST_LINES = 200_000;

// Escape sequences begin with control characters by their nature (ECMA-48: CSI, OSC, and two-character escapes).
// eslint-disable-next-line no-control-regex
const ESCAPES = /\u001B(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001B]*(?:\u0007|\u001B\\)|[@-Z\\-_])/g;

export interface LogLines {
  readonly lines: readonly string[];
  /** lines before the first that is kept */
  readonly dropped: number;
  /** what came after the last line break, as it came: a part of an escape sequence may stand at its end */
  readonly rest: string;
}

export const NO_LINES: LogLines = { lines: [], dropped: 0, rest: '' };

/** `before` and what came next. A progress bar that is written over and over with `\r` is one line: its last. */
export function appended(before: LogLines, text: string): LogLines {
  if (text === '') {
    return before;
  }
  const parts = (before.rest + text).split('\n');
  const open = parts.pop() ?? '';
  // What a progress bar has written over is gone for good.
  const over = open.lastIndexOf('\r', open.length - 2);
  const rest = over > 0 ? open.slice(over) : open;
  const lines = [...before.lines];
  parts.forEach((part) => lines.push(shownLine(part)));
  const tooMany = Math.max(0, lines.length - MOST_LINES);
  return { lines: tooMany > 0 ? lines.slice(tooMany) : lines, dropped: before.dropped + tooMany, rest };
}

/** All lines, the unfinished last one too. */
export function allLines({ lines, rest }: LogLines): readonly string[] {
  return rest === '' ? lines : [...lines, shownLine(rest)];
}

function shownLine(line: string): string {
  const plain = line.replaceAll(ESCAPES, '').replace(/\r+$/, '');
  const last = plain.lastIndexOf('\r');
  return last < 0 ? plain : plain.slice(last + 1);
}

/**
 * The files of a deployment's traffic, in `traffic/`: JSON lines as fronts write them, and what has been sealed of them. A segment has the name
 * of the lines that it was made from and appears in one rename, so where both stand the lines are done with: nothing is counted twice.
 */
import { readdirSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { isRunning } from '../../../connection/processIdentity';

/** Name of a file of lines: start of its front in ms, process id of the front, a count. */
const LINES = /^(\d+-(\d+))-(\d+)\.jsonl$/;
const SEGMENT = /^\d+-\d+-\d+\.parquet$/;
const DRAFT = /\.parquet\.tmp$/;
export const DAY_MS = 86_400_000;
/** A front that nobody knows any more has answered what it had after this long. */
const DRAIN_MS = 60_000;

export interface TrafficFiles {
  /** names of JSON lines that are not sealed, oldest first */
  readonly lines: readonly string[];
  /** names of Parquet files, oldest first */
  readonly segments: readonly string[];
  /** names of what a crash has left: lines that are sealed, segments that never were whole */
  readonly leftover: readonly string[];
}

/** @param folder absolute path of `traffic/`, which need not be there */
export function listTraffic(folder: string): TrafficFiles {
  const names = namesIn(folder);
  const segments = names.filter((name) => SEGMENT.test(name));
  const sealed = new Set(segments.map((name) => name.replace(/parquet$/, 'jsonl')));
  const all = names.filter((name) => LINES.test(name));
  return { segments, lines: all.filter((name) => !sealed.has(name)), leftover: [...all.filter((name) => sealed.has(name)), ...names.filter((name) => DRAFT.test(name))] };
}

/** Absolute paths. */
export interface TrafficPaths {
  readonly segments: readonly string[];
  /** JSON lines */
  readonly lines: readonly string[];
  readonly feedback: readonly string[];
}

/** @param folder absolute path of the deployment's folder */
export function trafficPaths(folder: string): TrafficPaths {
  const traffic = path.join(folder, 'traffic');
  const { lines, segments } = listTraffic(traffic);
  return {
    segments: segments.map((name) => path.join(traffic, name)), lines: lines.map((name) => path.join(traffic, name)),
    feedback: namesIn(path.join(folder, 'feedback')).filter((name) => name.endsWith('.jsonl')).map((name) => path.join(folder, 'feedback', name)),
  };
}

/** No line is longer than its file; how long they are is not counted for each question. @param lines absolute paths @returns bytes; 0 of none */
export async function longestOf(lines: readonly string[]): Promise<number> {
  return Math.max(0, ...await Promise.all(lines.map(async (file) => (await stat(file)).size)));
}

/** Name of the segment that lines become. */
export function segmentOf(lines: string): string {
  return lines.replace(/jsonl$/, 'parquet');
}

/** Who may write lines now. */
export interface Writing {
  /** a supervisor brings up a front when one ends: it reads the last lines of the one before, so they stay a while */
  readonly supervised: boolean;
  /** process id of the front; undefined while none runs */
  readonly front: number | undefined;
}

/**
 * @param lines what `listTraffic` found before the front was looked up
 * @returns those of the lines that no process will add to any more
 */
export async function closedLines(folder: string, lines: readonly string[], { supervised, front }: Writing, now: number): Promise<string[]> {
  const closed: string[] = [];
  for (const name of lines) {
    const [, process, pid] = LINES.exec(name) ?? [];
    const later = lines.some((other) => other > name && LINES.exec(other)?.[1] === process);
    const quiet = now - (await stat(path.join(folder, name))).mtimeMs;
    // A front writes to no file that it opened more than a day ago, whoever it is.
    if (later || quiet > DAY_MS + DRAIN_MS || (Number(pid) !== front && (quiet > DRAIN_MS || (!supervised && !isRunning(Number(pid)))))) {
      closed.push(name);
    }
  }
  return closed;
}

/** Names in a folder, in order; none where there is no folder. */
export function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).toSorted();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
      return [];
    }
    throw error;
  }
}

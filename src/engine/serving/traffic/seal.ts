/** Seals files of JSON lines: one Parquet file each, a row for every scored row, and one without inputs for a request that scored none. */
import { createReadStream } from 'node:fs';
import { readdir, rename, rm, stat, utimes } from 'node:fs/promises';
import path from 'node:path';
import type { ModelSignature } from '../../../protocol/modelContents';
import type { AnalysisWorker } from '../../analysis/analysisWorker';
import { linesSource, rowsQuery, shapeOf, shapeQuery } from './lineRows';
import { segmentOf } from './trafficFiles';

/** What a sealing reads and changes; a test ends it at each step. */
export interface SealingDisk {
  readonly analysis: Pick<AnalysisWorker, 'rows' | 'parquet'>;
  /** gives the segment the time of its lines, by which it ages */
  readonly date: (file: string, time: Date) => Promise<void>;
  readonly remove: (file: string) => Promise<void>;
  readonly setAside: (file: string, to: string) => Promise<void>;
}

export function sealingDisk(analysis: AnalysisWorker): SealingDisk {
  return { analysis, date: (file, time) => utimes(file, time, time), remove: (file) => rm(file, { force: true }), setAside: rename };
}

/** Version of what stands in a segment, in its footer under `slipway.traffic`. */
const FORMAT = '1';
export interface LineCount { readonly lines: number; readonly longest: number }

/**
 * Seals one file. When it ends at any step, `tidy` and another try bring it to its end: nothing is lost, and nothing is there twice.
 * @param folder absolute path of `traffic/`
 * @param lines a name that `closedLines` gave
 * @param signatures of the versions that this deployment has served, as far as they are known
 * @returns a sentence for the log when something could not be kept as it is, else undefined
 * @throws AnalysisError
 */
export async function seal(folder: string, lines: string, signatures: readonly (ModelSignature | null)[], disk: SealingDisk): Promise<string | undefined> {
  const file = path.join(folder, lines);
  const counted = await countLines(file);
  if (counted.lines === 0) {
    await disk.remove(file);
    return undefined;
  }
  const source = linesSource([file], counted.longest);
  const found = await disk.analysis.rows({ sql: shapeQuery(source), files: [file] });
  const { requests, rows, ...shape } = shapeOf(found.rows[0] ?? []);
  if (requests !== counted.lines) {
    const aside = `${lines}.unreadable`;
    await disk.setAside(file, path.join(folder, aside));
    return `${counted.lines - requests} of the ${counted.lines} requests in ${lines} can't be read. The file is kept as ${aside}, and is left out of all that is counted.`;
  }
  const long = `${shape.inputs}${shape.outputs}`.includes('UBIGINT') && await holdsLongNumbers(source, file, disk);
  const to = path.join(folder, segmentOf(lines));
  await disk.analysis.parquet({
    sql: rowsQuery(source, { ...shape, long, signatures }),
    files: [file],
  }, to, rows, { 'slipway.traffic': FORMAT });
  await disk.date(to, (await stat(file)).mtime);
  await disk.remove(file);
  return undefined;
}

/** Whether any whole number has 19 digits or more: it may be too large for a signed one. */
async function holdsLongNumbers(source: string, file: string, { analysis }: SealingDisk): Promise<boolean> {
  const found = await analysis.rows({ sql: `SELECT coalesce(bool_or(regexp_matches(concat(inputs, outputs), '[\\[,]\\d{19}')), false) FROM ${source}`, files: [file] });
  return found.rows[0]?.[0] === true;
}

/** Removes what a crash has left. @param leftover as `listTraffic` found them, of files that nobody writes */
export async function tidy(folder: string, leftover: readonly string[]): Promise<void> {
  for (const name of leftover) {
    await rm(path.join(folder, name), { force: true });
  }
}

/** Whole lines of a file, and the bytes of the longest. */
export async function countLines(file: string): Promise<LineCount> {
  let lines = 0;
  let longest = 0;
  let length = 0;
  for await (const chunk of createReadStream(file, { highWaterMark: 1024 * 1024 })) {
    const bytes = chunk as Buffer;
    let from = 0;
    for (let end = bytes.indexOf(NEWLINE); end >= 0; end = bytes.indexOf(NEWLINE, from)) {
      lines += 1;
      longest = Math.max(longest, length + end - from);
      length = 0;
      from = end + 1;
    }
    length += bytes.length - from;
  }
  return { lines, longest };
}

/** Bytes of a folder's files, by name; those that are gone meanwhile are left out. */
export async function sizesIn(folder: string, names: readonly string[]): Promise<ReadonlyMap<string, { readonly bytes: number; readonly time: number }>> {
  const present = new Set(await readdir(folder));
  const found = await Promise.all(names.filter((name) => present.has(name)).map(async (name) => {
    const { size, mtimeMs } = await stat(path.join(folder, name));
    return [name, { bytes: size, time: mtimeMs }] as const;
  }));
  return new Map(found);
}

const NEWLINE = 10;

/** Seals files of JSON lines: one Parquet file each, a row for every scored row, and one without inputs for a request that scored none. */
import { createReadStream } from 'node:fs';
import { readdir, rename, rm, stat, utimes } from 'node:fs/promises';
import path from 'node:path';
import type { ModelSignature } from '../../../protocol/modelContents';
import type { AnalysisWorker } from '../../analysis/analysisWorker';
import { literal } from '../../analysis/sqlText';
import { columnsOf, predictionsOf, unnested, type Structure } from './columns';
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
/** Of every line; those of `key` and `role` may be missing. */
const FIELDS = "id: 'VARCHAR', time: 'BIGINT', protocol: 'VARCHAR', model: 'VARCHAR', version: 'VARCHAR', role: 'VARCHAR', key: 'VARCHAR', rows: 'BIGINT', inputs: 'JSON', outputs: 'JSON', latency_ms: 'DOUBLE', status: 'SMALLINT', outcome: 'VARCHAR', error: 'VARCHAR'";
const LEAST_OBJECT_BYTES = 16 * 1024 * 1024;

/** Names of columns that are not the model's. */
export const OWN_COLUMNS = ['id', 'row', 'time', 'protocol', 'model', 'version', 'role', 'key', 'rows', 'latency_ms', 'status', 'outcome', 'error', 'prediction'] as const;

/** SQL: the requests in files of lines; half a line, which a crash has left, is none. @param longest bytes of the longest line */
export function linesSource(files: readonly string[], longest: number): string {
  return `(SELECT * FROM read_json([${files.map(literal).join(', ')}], format = 'newline_delimited', ignore_errors = true, maximum_object_size = ${Math.max(LEAST_OBJECT_BYTES, longest + 1)}, columns = {${FIELDS}}) WHERE id IS NOT NULL)`;
}

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
  const found = await disk.analysis.rows({
    sql: `SELECT count(*), coalesce(sum(greatest(rows, 1)), 0)::BIGINT, json_group_structure(inputs), json_group_structure(outputs), list(DISTINCT json_keys(outputs)[1]) FROM ${source}`,
    files: [file],
  });
  const [requests, rows, inputs, outputs, firsts] = found.rows[0] ?? [];
  if (Number(requests) !== counted.lines) {
    const aside = `${lines}.unreadable`;
    await disk.setAside(file, path.join(folder, aside));
    return `${counted.lines - Number(requests)} of the ${counted.lines} requests in ${lines} can't be read. The file is kept as ${aside}, and is left out of all that is counted.`;
  }
  const taken = new Set<string>(OWN_COLUMNS);
  const long = `${String(inputs)}${String(outputs)}`.includes('UBIGINT') && await holdsLongNumbers(source, file, disk);
  const columns = [
    ...columnsOf('input', structure(inputs), long, signatures, taken),
    ...columnsOf('output', structure(outputs), long, signatures, taken),
  ];
  const predictions = predictionsOf((firsts as readonly (string | null)[]).filter((name) => name !== null));
  const to = path.join(folder, segmentOf(lines));
  await disk.analysis.parquet({
    sql: `SELECT id, unnest(CASE WHEN rows > 0 THEN range(rows)::INTEGER[] ELSE [NULL] END) AS "row", make_timestamp_ms(time)::TIMESTAMP_MS AS time, protocol, model, version, role, key, rows::INTEGER AS rows,
      latency_ms, status, outcome, error, unnest(${predictions}::VARCHAR[]) AS prediction${unnested(columns).map((one) => `, ${one}`).join('')} FROM ${source}`,
    files: [file],
  }, to, Number(rows), { 'slipway.traffic': FORMAT });
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

function structure(text: unknown): Readonly<Record<string, Structure>> {
  return typeof text === 'string' ? (JSON.parse(text) as Readonly<Record<string, Structure>>) : {};
}

/** The latest requests of a deployment, newest first: of files that are written, then of lines that wait to be sealed, then of segments. */
import path from 'node:path';
import { parseExactJson } from '../../../connection/exactJson';
import { MOST_TOLD_ROWS, type LoggedRequest } from '../../../protocol/deploymentTraffic';
import type { AnalysisWorker } from '../../analysis/analysisWorker';
import type { Table } from '../../analysis/ask';
import { literal, literals } from '../../analysis/sqlText';
import { linesFromEnd } from './requestTail';
import { listTraffic } from './trafficFiles';

/** Where an earlier answer ended: requests up to a time, without the first ones of exactly that time. */
export interface Before { readonly time: number; readonly skip: number }

/** @param text a time in ms (what came before it), or what `next` of an answer said @returns undefined for anything else */
export function readBefore(text: string): Before | undefined {
  const [, time, skip] = /^(\d{1,15})(?:\.(\d{1,9}))?$/.exec(text) ?? [];
  return time === undefined ? undefined : skip === undefined ? { time: Number(time) - 1, skip: 0 } : { time: Number(time), skip: Number(skip) };
}

/** Where an answer ends that began after `before`. */
export function nextOf(requests: readonly LoggedRequest[], before: Before | undefined): string | null {
  const last = requests.at(-1);
  if (last === undefined) {
    return null;
  }
  const same = requests.filter(({ time }) => time === last.time).length;
  return `${last.time}.${same + (before?.time === last.time ? before.skip : 0)}`;
}

/**
 * @param folder `traffic/` of the deployment
 * @returns at most `limit`, newest first
 */
export async function latestRequests(folder: string, limit: number, before: Before | undefined, analysis: Pick<AnalysisWorker, 'rows'>): Promise<LoggedRequest[]> {
  for (;;) {
    try {
      return await readLatest(folder, limit, before, analysis);
    } catch (error) {
      // Sealed while it was read: it stands under its other name.
      if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) {
        throw error;
      }
    }
  }
}

async function readLatest(folder: string, limit: number, before: Before | undefined, analysis: Pick<AnalysisWorker, 'rows'>): Promise<LoggedRequest[]> {
  const { lines, segments } = listTraffic(folder);
  const found: LoggedRequest[] = [];
  let skip = before?.skip ?? 0;
  const wanted = ({ time }: LoggedRequest): boolean => {
    if (before === undefined || time < before.time) {
      return true;
    }
    if (time === before.time && skip > 0) {
      skip -= 1;
      return false;
    }
    return time === before.time;
  };
  for (const name of lines.toReversed()) {
    if (found.length === limit) {
      return found;
    }
    for await (const line of linesFromEnd(path.join(folder, name))) {
      const request = requestOf(line);
      if (request !== undefined && wanted(request)) {
        found.push(request);
        if (found.length === limit) {
          return found;
        }
      }
    }
  }
  if (segments.length === 0) {
    return found;
  }
  const sealed = await sealedRequests(segments.map((name) => path.join(folder, name)), limit - found.length + skip, before, analysis);
  return [...found, ...sealed.filter(wanted)].slice(0, limit);
}

/** @returns undefined for what is no request: a line that a crash has cut */
function requestOf(line: string): LoggedRequest | undefined {
  let said: Partial<Record<string, unknown>>;
  try {
    said = parseExactJson(line) as Partial<Record<string, unknown>>;
  } catch (error) {
    if (error instanceof SyntaxError) {
      return undefined;
    }
    throw error;
  }
  return {
    id: String(said.id), time: Number(said.time), protocol: String(said.protocol), model: String(said.model), version: String(said.version), role: textOf(said.role), key: textOf(said.key), rows: Number(said.rows ?? 0),
    inputs: firstRows(said.inputs), outputs: firstRows(said.outputs), latency_ms: Number(said.latency_ms), status: Number(said.status), outcome: String(said.outcome), error: textOf(said.error),
  };
}

function firstRows(columns: unknown): Record<string, readonly unknown[]> {
  return Object.fromEntries(Object.entries((columns ?? {}) as Record<string, readonly unknown[]>).map(([name, values]) => [name, values.slice(0, MOST_TOLD_ROWS).map(plain)]));
}

async function sealedRequests(files: readonly string[], limit: number, before: Before | undefined, analysis: Pick<AnalysisWorker, 'rows'>): Promise<LoggedRequest[]> {
  const latest = await analysis.rows({
    sql: `SELECT filename, file_row_number, least(greatest(coalesce(rows, 1), 1), ${MOST_TOLD_ROWS}) FROM read_parquet(${literals(files)}, union_by_name = true, filename = true, file_row_number = true)
      WHERE coalesce("row", 0) = 0 ${before === undefined ? '' : `AND time <= make_timestamp_ms(${before.time})`} ORDER BY time DESC, filename DESC, file_row_number DESC LIMIT ${limit}`,
    files,
  });
  if (latest.rows.length === 0) {
    return [];
  }
  const places = latest.rows.map(([file, at, count]) => ({ file: String(file), from: Number(at), to: Number(at) + Number(count) - 1 }));
  const within = [...new Set(places.map(({ file }) => file))];
  const table = await analysis.rows({
    sql: `SELECT * EXCLUDE (prediction), epoch_ms(time) AS time_ms FROM read_parquet(${literals(within)}, union_by_name = true, filename = true, file_row_number = true)
      WHERE ${places.map(({ file, from, to }) => `(filename = ${literal(file)} AND file_row_number BETWEEN ${from} AND ${to})`).join(' OR ')} ORDER BY filename, file_row_number`,
    files: within,
  });
  const order = new Map(places.map(({ file, from }, index) => [`${file} ${from}`, index]));
  return groupRows(table).toSorted((a, b) => (order.get(a.place) ?? 0) - (order.get(b.place) ?? 0)).map(({ request }) => request);
}

interface Grouped { readonly place: string; readonly request: LoggedRequest }

/** Rows of one request stand together. */
function groupRows({ columns, rows }: Table): Grouped[] {
  const grouped: { readonly first: ReadonlyMap<string, unknown>; readonly inputs: Record<string, unknown[]>; readonly outputs: Record<string, unknown[]> }[] = [];
  for (const values of rows) {
    const row = new Map(columns.map((name, at) => [name, values[at]]));
    if ((row.get('row') ?? 0) === 0) {
      grouped.push({ first: row, inputs: {}, outputs: {} });
    }
    for (const [name, value] of row.get('row') === null ? [] : row) {
      const [, side, of] = /^(input|output)_(.*)$/s.exec(name) ?? [];
      const lists = side === 'input' ? grouped.at(-1)?.inputs : grouped.at(-1)?.outputs;
      if (of !== undefined && lists !== undefined) {
        (lists[of] ??= []).push(plain(value));
      }
    }
  }
  return grouped.map(({ first, inputs, outputs }) => ({
    place: `${String(first.get('filename'))} ${String(first.get('file_row_number'))}`,
    request: {
      id: String(first.get('id')), time: Number(first.get('time_ms')), protocol: String(first.get('protocol')), model: String(first.get('model')), version: String(first.get('version')), role: textOf(first.get('role')), key: textOf(first.get('key')),
      rows: Number(first.get('rows') ?? 0), inputs: withoutEmpty(inputs), outputs: withoutEmpty(outputs), latency_ms: Number(first.get('latency_ms')), status: Number(first.get('status')), outcome: String(first.get('outcome')), error: textOf(first.get('error')),
    },
  }));
}

/** Columns of other versions are there for all, and empty. */
function withoutEmpty(columns: Readonly<Record<string, readonly unknown[]>>): Record<string, readonly unknown[]> {
  return Object.fromEntries(Object.entries(columns).filter(([, values]) => values.some((value) => value !== null)).map(([name, values]) => [name.replace(/_list$/, ''), values]));
}

/** A value as JSON can say it: whole numbers beyond 2^53 as text. */
function plain(value: unknown): unknown {
  return typeof value === 'bigint' ? (Number.isSafeInteger(Number(value)) ? Number(value) : String(value)) : Array.isArray(value) ? value.map(plain) : value;
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

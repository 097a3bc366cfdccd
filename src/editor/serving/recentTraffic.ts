/** The latest requests of a deployment, from the end of its traffic log. */
import { open, readdir } from 'node:fs/promises';
import * as path from 'node:path';
import { MOST_TOLD_ROWS, type LoggedRequest, type LoggedRequests } from '../../protocol/deploymentTraffic';

/** Bytes of the log's end that are looked at: rows of a thousand columns are long. */
const TAIL = 1024 * 1024;
const MOST = 1000;

/** Newest first. @param folder of the deployment */
export async function recentTraffic(folder: string): Promise<LoggedRequests> {
  const traffic = path.join(folder, 'traffic');
  const files = (await readdir(traffic).catch(absentFolder)).filter((file) => file.endsWith('.jsonl')).toSorted().toReversed();
  const requests: LoggedRequest[] = [];
  let bytes = TAIL;
  for (const file of files) {
    if (requests.length > MOST || bytes <= 0) {
      break;
    }
    const text = await endOf(path.join(traffic, file), bytes);
    bytes -= text.length;
    requests.push(...text.split('\n').slice(-MOST - 2).flatMap(requestOf).toReversed());
  }
  const ordered = requests.toSorted((a, b) => b.time - a.time);
  return { requests: ordered.slice(0, MOST), next: null };
}

/** Whole lines only: of what is under way the rest comes later. */
async function endOf(file: string, most: number): Promise<string> {
  const handle = await open(file);
  try {
    const { size } = await handle.stat();
    const from = Math.max(0, size - most);
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(size - from), 0, size - from, from);
    const text = buffer.toString('utf8', 0, bytesRead);
    return from === 0 ? text : text.slice(text.indexOf('\n') + 1);
  } finally {
    await handle.close();
  }
}

function requestOf(line: string): LoggedRequest[] {
  const parsed = jsonOf(line);
  if (parsed === undefined) {
    return [];
  }
  const { id, time, protocol, model, version, role, key, rows, latency_ms: latency, status, outcome, error, inputs, outputs } = parsed;
  return [{
    id: String(id), time: Number(time), protocol: String(protocol), model: String(model), version: String(version), role: textOrNull(role), key: textOrNull(key), rows: Number(rows), latency_ms: Number(latency),
    status: Number(status), outcome: String(outcome), error: textOrNull(error), inputs: firstRows(inputs), outputs: firstRows(outputs),
  }];
}

function firstRows(columns: unknown): Record<string, unknown[]> {
  return Object.fromEntries(Object.entries(isObject(columns) ? columns : {}).map(([name, values]) => [name, Array.isArray(values) ? values.slice(0, MOST_TOLD_ROWS) : [values]]));
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

/** @returns undefined for a line that is half written */
function jsonOf(line: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const parsed: unknown = line === '' ? undefined : JSON.parse(line);
    return isObject(parsed) ? parsed : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) {
      return undefined;
    }
    throw error;
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function absentFolder(error: NodeJS.ErrnoException): string[] {
  // Nobody has asked the deployment yet.
  if (error.code === 'ENOENT') {
    return [];
  }
  throw error;
}

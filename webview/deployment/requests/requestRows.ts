/** What a line of the Requests tab says, from what the traffic log has. */
import type { LoggedRequest } from '../../../src/protocol/deploymentTraffic';
import { formatNumber } from '../../../src/wording/formatNumber';

/** Wider tables than this are read as JSON. */
const MOST_COLUMNS = 40;

/** `12:05:09.123` in the reader's own zone */
export function clock(time: number): string {
  const date = new Date(time);
  return `${[date.getHours(), date.getMinutes(), date.getSeconds()].map((part) => String(part).padStart(2, '0')).join(':')}.${String(date.getMilliseconds()).padStart(3, '0')}`;
}

/** Names of the columns that any request has, in the order in which they came. */
export function columnNames(requests: readonly LoggedRequest[], of: (request: LoggedRequest) => LoggedRequest['inputs']): readonly string[] {
  const names = new Set<string>();
  for (const request of requests) {
    for (const name of Object.keys(of(request))) {
      if (names.size < MOST_COLUMNS) {
        names.add(name);
      }
    }
  }
  return [...names];
}

/** The value of the first row; of a batch it stands for all. */
export function valueText(values: readonly unknown[] | undefined, rows: number): string {
  return values === undefined || values.length === 0 ? '' : `${said(values[0])}${rows > 1 ? ', …' : ''}`;
}

/** `5.1`, `0.9, 0.1, 0` */
export function said(value: unknown): string {
  if (Array.isArray(value)) {
    return value.map(said).join(', ');
  }
  return typeof value === 'number' ? formatNumber(value) : value === null || value === undefined ? 'missing' : typeof value === 'string' ? value : JSON.stringify(value);
}

/** What a search looks in. */
export function searched(request: LoggedRequest): string {
  const values = [request.inputs, request.outputs].flatMap((columns) => Object.entries(columns).map(([name, own]) => `${name} ${valueText(own, request.rows)}`));
  return [request.id, request.key ?? '', `v${request.version}`, request.role ?? '', request.outcome, request.protocol, String(request.status), request.error ?? '', ...values].join(' ');
}

/** Older ones behind those that are known, each once. */
export function withOlder(known: readonly LoggedRequest[], older: readonly LoggedRequest[]): readonly LoggedRequest[] {
  const marks = new Set(known.map(markOf));
  return [...known, ...older.filter((request) => !marks.has(markOf(request)))];
}

function markOf({ id, time, role }: LoggedRequest): string {
  return `${time} ${role ?? ''} ${id}`;
}

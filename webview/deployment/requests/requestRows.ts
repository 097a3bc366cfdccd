/** What a line of the Requests tab says, from what the traffic log has. */
import type { RecentRequest } from '../../../src/protocol/panels/deploymentPanel';
import { formatNumber } from '../../../src/wording/formatNumber';

/** Of a batch the first rows stand for all. */
const ROWS = 3;

/** `12:05:09.123` in the reader's own zone */
export function clock(time: number): string {
  const date = new Date(time);
  return `${[date.getHours(), date.getMinutes(), date.getSeconds()].map((part) => String(part).padStart(2, '0')).join(':')}.${String(date.getMilliseconds()).padStart(3, '0')}`;
}

/** `sepal length 5.1, sepal width 3.5`; of many rows the first. */
export function valuesText(columns: Readonly<Record<string, unknown>> | null, rows: number): string {
  const entries = Object.entries(columns ?? {});
  return Array.from({ length: Math.min(rows, ROWS) }, (_, row) => entries.map(([name, values]) => `${entries.length === 1 ? '' : `${name} `}${said(Array.isArray(values) ? values[row] : values)}`).join(', ')).join(' | ') + (rows > ROWS ? ` | … ${rows.toLocaleString('en-US')} rows` : '');
}

/** The prediction alone: of a classifier its label, without its probabilities. */
export function predictionText(outputs: Readonly<Record<string, unknown>> | null, rows: number): string {
  const [first] = Object.entries(outputs ?? {});
  return first === undefined ? '' : valuesText(Object.fromEntries([first]), rows);
}

/** What a search looks in. */
export function searched(request: RecentRequest): string {
  return [request.id, request.version, request.role ?? '', request.outcome, request.protocol, String(request.status), request.error ?? '', valuesText(request.inputs, request.rows), predictionText(request.outputs, request.rows)].join(' ');
}

export function said(value: unknown): string {
  return typeof value === 'number' ? formatNumber(value) : value === null || value === undefined ? 'missing' : typeof value === 'string' ? value : JSON.stringify(value);
}

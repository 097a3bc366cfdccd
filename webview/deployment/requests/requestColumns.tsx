/** Columns of the Requests table: the request, what went in, what came out, what was true. */
import type { JSX } from 'preact';
import type { DeploymentArm } from '../../../src/protocol/deployments';
import type { LoggedRequest } from '../../../src/protocol/deploymentTraffic';
import { formatExact } from '../../../src/wording/formatTime';
import { formatMs } from '../../../src/wording/formatTraffic';
import type { GridColumn } from '../../ui/table/gridColumn';
import { armName } from '../live/liveCurves';
import { clock, columnNames, said, valueText } from './requestRows';

const PADDING = 28;
const CHARACTER = 7;

export function requestColumns(requests: readonly LoggedRequest[], arms: readonly DeploymentArm[]): GridColumn[] {
  const column = (id: string, title: string, group: string, width: number, text: (request: LoggedRequest) => string, more: Partial<GridColumn> = {}): GridColumn => {
    const cell = (row: number): string => { const request = requests[row]; return request === undefined ? '' : text(request); };
    return { id, title, group, align: 'start', width, cell, text: cell, ...more };
  };
  const full = (text: (request: LoggedRequest) => unknown) => (row: number): string => { const request = requests[row]; return request === undefined ? '' : JSON.stringify(text(request)) ?? ''; };
  const values = (group: string, of: (request: LoggedRequest) => LoggedRequest['inputs']): GridColumn[] => columnNames(requests, of).map((name) => column(
    `${group} ${name}`, name, group, Math.min(220, Math.max(90, name.length * CHARACTER + PADDING)), (request) => valueText(of(request)[name], request.rows),
    { align: 'end', text: full((request) => (request.rows === 1 ? of(request)[name]?.[0] : of(request)[name])) },
  ));
  return [
    column('time', 'time', 'request', 112, ({ time }) => clock(time), {
      pinned: true, rowHeader: true, text: (row) => formatExact(requests[row]?.time ?? 0), cell: (row) => <button type="button" class="link" tabIndex={-1}>{clock(requests[row]?.time ?? 0)}</button>,
    }),
    column('outcome', 'outcome', '', 108, ({ outcome }) => outcome, { text: (row) => requests[row]?.error ?? requests[row]?.outcome ?? '', cell: (row) => <Outcome request={requests[row]} /> }),
    column('version', 'version', '', 122, (request) => (request.role === null ? `v${request.version}` : armName({ ...request, role: request.role }, arms))),
    column('latency', 'latency', '', 84, ({ latency_ms: latency }) => formatMs(latency), { align: 'end', text: (row) => `${requests[row]?.latency_ms} ms` }),
    column('rows', 'rows', '', 64, ({ rows }) => rows.toLocaleString('en-US'), { align: 'end' }),
    // What came out is looked at first, and inputs may be hundreds.
    ...values('outputs', ({ outputs }) => outputs),
    ...(requests.some(({ truth }) => truth !== undefined) ? [column('truth', 'truth', 'outputs', 100, ({ truth, rows }) => (truth === undefined ? '' : rows > 1 ? `${truth.filter((one) => one !== null).length} of ${rows}` : said(truth[0] ?? '')), { align: 'end', text: full(({ truth }) => truth) })] : []),
    ...values('inputs', ({ inputs }) => inputs),
    ...(requests.some(({ error }) => error !== null) ? [column('error', 'error', 'origin', 320, ({ error }) => error ?? '')] : []),
    column('protocol', 'protocol', 'origin', 92, ({ protocol }) => protocol, { muted: true }),
    ...(requests.some(({ key }) => key !== null) ? [column('key', 'key', 'origin', 120, ({ key }) => key ?? '')] : []),
    column('id', 'id', 'origin', 160, ({ id }) => id, { muted: true }),
  ];
}

function Outcome({ request }: { readonly request: LoggedRequest | undefined }): JSX.Element {
  const outcome = request?.outcome ?? '';
  return <span class={`outcome ${outcome}`}><span class={`codicon codicon-${outcome === 'answered' ? 'pass' : outcome === 'failed' ? 'error' : 'warning'}`} aria-hidden="true" />{outcome.replace('_', ' ')}</span>;
}

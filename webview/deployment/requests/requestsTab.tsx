/** The Requests tab: the latest requests as the traffic log has them, newest first. */
import type { JSX } from 'preact';
import { useCallback, useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Deployment } from '../../../src/protocol/deployments';
import type { DeploymentPanelState, RecentRequest, RecentRequests } from '../../../src/protocol/panels/deploymentPanel';
import { countOf } from '../../../src/wording/formatNumber';
import { formatExact } from '../../../src/wording/formatTime';
import { SearchField } from '../../run/overview/searchField';
import { Checkbox } from '../../ui/controls';
import { Empty, Failed } from '../../ui/empty';
import { useLive } from '../../ui/live';
import { Loading } from '../../ui/loading';
import { matches } from '../../ui/matches';
import { layoutColumns } from '../../ui/table/columnLayout';
import { Grid, type GridActs } from '../../ui/table/grid';
import { type GridColumn, untouched } from '../../ui/table/gridColumn';
import type { DeploymentHost, Keep } from '../deploymentHost';
import { formatMs } from '../figures';
import { armName } from '../live/liveCurves';
import type { LiveSeries } from '../live/liveSeries';
import { clock, predictionText, said, searched, valuesText } from './requestRows';

/** The log is read again at most so often while requests come, ms. */
const PAUSE = 2000;

export interface RequestsTabProps { readonly host: DeploymentHost; readonly deployment: Deployment; readonly series: LiveSeries | undefined; readonly state: DeploymentPanelState; readonly keep: Keep }

export function RequestsTab({ host, deployment, series }: RequestsTabProps): JSX.Element {
  const { value, problem, refresh } = useLive<RecentRequests>(host, useCallback(async (signal) => host.ask('requests', {}, signal), [host]), false);
  const [follow, setFollow] = useState(true);
  const [search, setSearch] = useState('');
  useRefresh(refresh, follow, series);
  const shown = useMemo(() => (value?.requests ?? []).filter((request) => matches(search, searched(request))), [value, search]);
  if (value === undefined) {
    return problem === undefined ? <Loading /> : <Failed message={problem.message} onRetry={refresh} />;
  }
  if (value.requests.length === 0) {
    return <Empty icon="inbox" title="No requests yet">{deployment.state === 'healthy' ? 'Each request stands here with what went in and what came out, a quarter of a second after it was answered. Try it sends one.' : `It is ${deployment.state}. Its requests stand here once it answers.`}</Empty>;
  }
  return (
    <>
      <div class="toolbar">
        <span class="quiet">{search === '' ? countOf(value.requests.length, 'request') : `${shown.length.toLocaleString('en-US')} of ${countOf(value.requests.length, 'request')}`}{value.more ? ', the latest' : ''}</span>
        <SearchField label="Find in requests" text={search} onChange={setSearch} />
        <Checkbox checked={follow} onChange={setFollow}>live</Checkbox>
      </div>
      <RequestTable host={host} requests={shown} deployment={deployment} />
      {shown.length === 0 && <p class="middle quiet">No request has “{search}” in it.</p>}
    </>
  );
}

/** Reads again when requests came, and once more when they have been written. */
function useRefresh(refresh: () => void, follow: boolean, series: LiveSeries | undefined): void {
  const mark = series === undefined ? '' : `${series.process} ${series.arms.map(({ requests }) => requests.reduce((sum, count, at) => sum + count * (series.from + at), 0)).join(' ')}`;
  const waits = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useEffect(() => {
    if (follow && mark !== '') {
      waits.current ??= setTimeout(() => {
        waits.current = undefined;
        refresh();
      }, PAUSE);
    }
  }, [mark, follow, refresh]);
  useEffect(() => () => clearTimeout(waits.current), []);
}

function RequestTable({ host, requests, deployment }: { readonly host: DeploymentHost; readonly requests: readonly RecentRequest[]; readonly deployment: Deployment }): JSX.Element {
  const open = (row: number): void => {
    const request = requests[row];
    if (request !== undefined) {
      void host.ask('openRequest', { id: request.id, time: request.time, role: request.role });
    }
  };
  const opening = useRef(open);
  opening.current = open;
  const columns = useMemo(() => columnsOf(requests, deployment), [requests, deployment.arms]);
  const layout = useMemo(() => layoutColumns(columns, untouched, new Set()), [columns]);
  const lines = useMemo(() => Int32Array.from(requests, (_, row) => row), [requests]);
  const acts = useMemo((): GridActs => {
    const nothing = (): void => undefined;
    return { sort: nothing, move: nothing, resize: nothing, toggle: nothing, selectRows: nothing, selectAll: nothing, selectNone: nothing, toggleGroup: nothing, menu: nothing, hover: nothing, shows: nothing, scrolled: nothing, open: (row) => opening.current(row), copy: (text) => { void host.ask('copy', { text }); } };
  }, [host]);
  return (
    <Grid label="Requests" layout={layout} lines={lines} version={0} sort={[]} acts={acts} selected={() => false} rowClass={(row) => (requests[row]?.outcome === 'answered' ? '' : 'faulty')} lit={undefined}
      groupLabel={() => ''} groupHead={() => ''} groupOpen={() => true} scroll={{ top: 0, left: 0 }} />
  );
}

function columnsOf(requests: readonly RecentRequest[], { arms }: Deployment): GridColumn[] {
  const of = (row: number): RecentRequest | undefined => requests[row];
  const plain = (id: string, title: string, width: number, text: (request: RecentRequest) => string, more: Partial<GridColumn> = {}): GridColumn => {
    const cell = (row: number): string => { const request = of(row); return request === undefined ? '' : text(request); };
    return { id, title, group: '', align: 'start', width, cell, text: cell, ...more };
  };
  return [
    plain('time', 'time', 110, ({ time }) => clock(time), {
      pinned: true, rowHeader: true, text: (row) => formatExact(of(row)?.time ?? 0),
      cell: (row) => <button type="button" class="link" tabIndex={-1}>{clock(of(row)?.time ?? 0)}</button>,
    }),
    plain('outcome', 'outcome', 110, ({ outcome }) => outcome.replace('_', ' '), {
      text: (row) => of(row)?.error ?? of(row)?.outcome ?? '',
      cell: (row) => <span class={`outcome ${of(row)?.outcome}`}><span class={`codicon codicon-${of(row)?.outcome === 'answered' ? 'pass' : of(row)?.outcome === 'failed' ? 'error' : 'warning'}`} aria-hidden="true" />{of(row)?.outcome.replace('_', ' ')}</span>,
    }),
    plain('version', 'version', 120, (request) => (request.role === null ? `v${request.version}` : armName({ ...request, role: request.role }, arms))),
    plain('latency', 'latency', 80, ({ latency }) => formatMs(latency), { align: 'end', text: (row) => `${of(row)?.latency} ms` }),
    plain('rows', 'rows', 60, ({ rows }) => rows.toLocaleString('en-US'), { align: 'end' }),
    plain('inputs', 'inputs', 380, (request) => (request.inputs === null ? request.error ?? '' : valuesText(request.inputs, request.rows)), { text: (row) => JSON.stringify(of(row)?.inputs ?? of(row)?.error ?? '') }),
    plain('outputs', '→ prediction', 160, (request) => predictionText(request.outputs, request.rows), { text: (row) => JSON.stringify(of(row)?.outputs ?? '') }),
    ...(requests.some(({ truth }) => truth !== null) ? [plain('truth', 'truth', 100, ({ truth }) => (truth === null ? '' : said(truth)))] : []),
    plain('protocol', 'protocol', 90, ({ protocol }) => protocol, { muted: true }),
    plain('id', 'id', 170, ({ id }) => id, { muted: true }),
  ];
}

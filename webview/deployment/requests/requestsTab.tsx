/** The Requests tab: the latest requests as the traffic log has them, newest first. */
import type { JSX } from 'preact';
import { useCallback, useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Deployment } from '../../../src/protocol/deployments';
import type { LoggedRequest, LoggedRequests } from '../../../src/protocol/deploymentTraffic';
import { countOf } from '../../../src/wording/formatNumber';
import { SearchField } from '../../run/overview/searchField';
import { Checkbox } from '../../ui/controls';
import { Empty, Failed } from '../../ui/empty';
import { useLive } from '../../ui/live';
import { Loading } from '../../ui/loading';
import { matches } from '../../ui/matches';
import { layoutColumns, movedColumn } from '../../ui/table/columnLayout';
import { Grid, type GridActs } from '../../ui/table/grid';
import { untouched } from '../../ui/table/gridColumn';
import type { DeploymentHost } from '../deploymentHost';
import type { LiveSeries } from '../live/liveSeries';
import { requestColumns } from './requestColumns';
import { searched, withOlder } from './requestRows';

/** The log is read again at most so often while requests come, ms. */
const PAUSE = 2000;

export interface RequestsTabProps { readonly host: DeploymentHost; readonly deployment: Deployment; readonly series: LiveSeries | undefined }

export function RequestsTab({ host, deployment, series }: RequestsTabProps): JSX.Element {
  const latest = useLive<LoggedRequests>(host, useCallback(async (signal) => host.ask('requests', {}, signal), [host]), false);
  const [older, setOlder] = useState<LoggedRequests>();
  const [problem, setProblem] = useState('');
  const [follow, setFollow] = useState(true);
  const [search, setSearch] = useState('');
  useRefresh(latest.refresh, follow, series);
  const all = useMemo(() => withOlder(latest.value?.requests ?? [], older?.requests ?? []), [latest.value, older]);
  const shown = useMemo(() => all.filter((request) => matches(search, searched(request))), [all, search]);
  if (latest.value === undefined) {
    return latest.problem === undefined ? <Loading /> : <Failed message={latest.problem.message} onRetry={latest.refresh} />;
  }
  if (all.length === 0) {
    return <Empty icon="inbox" title="No requests yet">{deployment.state === 'healthy' ? 'Each request stands here soon after it was answered, with what went in and what came out. Try it sends one.' : `It is ${deployment.state}. Its requests stand here once it answers.`}</Empty>;
  }
  const next = older === undefined ? latest.value.next : older.next;
  const readOlder = async (before: string): Promise<void> => {
    // What is read further back would be torn from what comes anew.
    setFollow(false);
    try {
      const page = await host.ask('requests', { before });
      setOlder((known) => ({ requests: withOlder(known?.requests ?? [], page.requests), next: page.next }));
      setProblem('');
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
    }
  };
  return (
    <>
      <div class="toolbar">
        <span class="quiet">{search === '' ? countOf(all.length, 'request') : `${shown.length.toLocaleString('en-US')} of ${countOf(all.length, 'request')}`}{next === null ? '' : ', the latest'}</span>
        <SearchField label="Find in requests" text={search} onChange={setSearch} />
        <Checkbox checked={follow} onChange={setFollow}>live</Checkbox>
        {next !== null && <button type="button" class="link" onClick={() => { void readOlder(next); }}>Show older</button>}
        {problem !== '' && <span class="wrong" role="alert">{problem}</span>}
      </div>
      <RequestTable host={host} requests={shown} deployment={deployment} />
      {shown.length === 0 && <p class="middle quiet">No request has “{search}” in it.</p>}
    </>
  );
}

/** Reads again when requests came, once they have been written. */
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

function RequestTable({ host, requests, deployment: { arms } }: { readonly host: DeploymentHost; readonly requests: readonly LoggedRequest[]; readonly deployment: Deployment }): JSX.Element {
  const [arrangement, setArrangement] = useState(untouched);
  const columns = useMemo(() => requestColumns(requests, arms), [requests, arms]);
  const layout = useMemo(() => layoutColumns(columns, arrangement, new Set()), [columns, arrangement]);
  const lines = useMemo(() => Int32Array.from(requests, (_, row) => row), [requests]);
  const now = useRef({ requests, layout });
  now.current = { requests, layout };
  const acts = useMemo((): GridActs => {
    const nothing = (): void => undefined;
    return {
      sort: nothing, toggle: nothing, selectRows: nothing, selectAll: nothing, selectNone: nothing, toggleGroup: nothing, menu: nothing, hover: nothing, shows: nothing, scrolled: nothing,
      move: (id, before) => setArrangement((known) => ({ ...known, order: movedColumn(now.current.layout.scrolling.map((column) => column.id), id, before) })),
      resize: (id, width) => setArrangement((known) => {
        const { [id]: _, ...others } = known.widths;
        return { ...known, widths: width === undefined ? others : { ...others, [id]: Math.round(width) } };
      }),
      open: (row) => {
        const request = now.current.requests[row];
        if (request !== undefined) {
          void host.ask('openRequest', { id: request.id, text: JSON.stringify(request, undefined, 2) });
        }
      },
      copy: (text) => { void host.ask('copy', { text }); },
    };
  }, [host]);
  return (
    <Grid label="Requests" layout={layout} lines={lines} version={0} sort={[]} acts={acts} selected={() => false} rowClass={(row) => (requests[row]?.outcome === 'answered' ? '' : 'faulty')} lit={undefined}
      groupLabel={(group) => group} groupHead={() => ''} groupOpen={() => true} scroll={{ top: 0, left: 0 }} />
  );
}

/** The deployment panel: head, tabs, and the tab that is chosen. */
import type { JSX } from 'preact';
import { useCallback } from 'preact/hooks';
import type { DeploymentAction, DeploymentMethods, DeploymentPanelState, DeploymentTab, DeploymentView } from '../../src/protocol/panels/deploymentPanel';
import { useKept } from '../ui/kept';
import { useLive } from '../ui/live';
import { Loading } from '../ui/loading';
import type { PageProps } from '../ui/page';
import { useSettled } from '../ui/settled';
import { TabStrip, type TabEntry } from '../ui/tabStrip';
import { isGone } from '../ui/askFailed';
import { ArmsTab } from './arms/armsTab';
import { useShares, type SharesEdit } from './arms/useShares';
import type { DeploymentHost, Keep } from './deploymentHost';
import { Header } from './header';
import { LiveTab } from './live/liveTab';
import type { LiveSeries } from './live/liveSeries';
import { useFigures } from './live/useFigures';
import { LogsTab } from './logs/logsTab';
import { RequestsTab } from './requests/requestsTab';
import { Gone, Notices } from './states';
import { TryItTab } from './tryIt/tryItTab';

export function DeploymentPage({ host }: PageProps<DeploymentMethods, DeploymentPanelState>): JSX.Element {
  const live = useLive<DeploymentView>(host, useCallback(async (signal) => host.ask('deployment', {}, signal), [host]));
  useSettled(host);
  if (live.problem !== undefined && (live.value === undefined || isGone(live.problem))) {
    return <Gone problem={live.problem} onRetry={live.refresh} />;
  }
  if (live.value === undefined) {
    return <Loading />;
  }
  return <Shell host={host} view={live.value} problem={live.problem?.message} refresh={live.refresh} />;
}

interface ShellProps { readonly host: DeploymentHost; readonly view: DeploymentView; readonly problem: string | undefined; readonly refresh: () => void }

function Shell({ host, view, problem, refresh }: ShellProps): JSX.Element {
  const { deployment, trusted } = view;
  const [state, keep] = useKept(host);
  const series = useFigures(host, deployment.state === 'healthy');
  const edit = useShares(host, deployment.arms);
  const tab = state.tab ?? 'live';
  const act = (action: DeploymentAction): void => { void host.ask('act', { action }).then(refresh, refresh); };
  const tabs: TabEntry<DeploymentTab>[] = [
    { id: 'live', label: 'Live' }, { id: 'try', label: 'Try it' }, { id: 'requests', label: 'Requests' }, { id: 'arms', label: 'Arms', count: deployment.arms.length > 1 ? deployment.arms.length : 0 }, { id: 'logs', label: 'Logs' },
  ];
  return (
    <main class="run deployment">
      <Header host={host} deployment={deployment} trusted={trusted} series={series} edit={edit} act={act} tryIt={() => keep({ tab: 'try' })} />
      <Notices host={host} deployment={deployment} trusted={trusted} unread={problem} onRetry={refresh} act={act} />
      <TabStrip label="Parts of the deployment" tabs={tabs} chosen={tab} onChoose={(chosen) => keep({ tab: chosen })} />
      <div class="tab-panel" id="tab-panel" role="tabpanel" aria-labelledby={`tab-${tab}`}>
        <Tab key={tab} tab={tab} host={host} view={view} state={state} keep={keep} series={series} edit={edit} act={act} />
      </div>
    </main>
  );
}

interface TabProps {
  readonly tab: DeploymentTab;
  readonly host: DeploymentHost;
  readonly view: DeploymentView;
  readonly state: DeploymentPanelState;
  readonly keep: Keep;
  readonly series: LiveSeries | undefined;
  readonly edit: SharesEdit;
  readonly act: (action: DeploymentAction) => void;
}

function Tab({ tab, host, view: { deployment }, state, keep, series, edit, act }: TabProps): JSX.Element {
  switch (tab) {
    case 'live': return <LiveTab host={host} deployment={deployment} series={series} />;
    case 'try': return <TryItTab host={host} deployment={deployment} state={state} keep={keep} />;
    case 'requests': return <RequestsTab host={host} deployment={deployment} series={series} />;
    case 'arms': return <ArmsTab host={host} deployment={deployment} series={series} edit={edit} act={act} />;
    case 'logs': return <LogsTab host={host} act={act} />;
  }
}

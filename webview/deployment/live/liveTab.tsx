/** The Live tab: the last five minutes as curves, an arm each. */
import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import type { Deployment } from '../../../src/protocol/deployments';
import { ChartGroup } from '../../charts/chartGroup';
import { Curves, type MetricCurves } from '../../charts/curves';
import { Empty } from '../../ui/empty';
import { Loading } from '../../ui/loading';
import { Scroller } from '../../ui/scroller';
import type { DeploymentHost } from '../deploymentHost';
import { LIVE_OPTIONS, liveCharts } from './liveCurves';
import type { LiveSeries } from './liveSeries';

export interface LiveTabProps { readonly host: DeploymentHost; readonly deployment: Deployment; readonly series: LiveSeries | undefined }

export function LiveTab({ host, deployment, series }: LiveTabProps): JSX.Element {
  const group = useMemo(() => new ChartGroup(), []);
  const charts = useMemo(() => (series === undefined ? [] : liveCharts(series, deployment.arms.filter(({ role }) => role !== 'previous')).map(({ metric, data }): MetricCurves => ({ metric, direction: 'unknown', loaded: { state: 'ready', value: data } }))), [series, deployment.arms]);
  if (series === undefined) {
    return deployment.state === 'healthy' ? <Loading /> : <Empty icon="pulse" title="Nothing to see while it does not answer">Requests per second, latencies, errors and memory are drawn here as soon as it does.</Empty>;
  }
  return (
    <Scroller host={host} tab="live">
      {series.arms.length === 0 && <p class="hint quiet"><span class="codicon codicon-info" aria-hidden="true" /> No requests yet. Try it sends one; the snippets there show how your own code does.</p>}
      <Curves metrics={charts} options={LIVE_OPTIONS} group={group} onSeen={() => undefined} onPick={() => undefined} empty="" />
    </Scroller>
  );
}

/** The Arms tab: which versions answer, with which share, how they do, and what can be done about it. */
import type { JSX } from 'preact';
import { useCallback } from 'preact/hooks';
import type { Deployment, DeploymentArm } from '../../../src/protocol/deployments';
import type { DeploymentQuality, VersionQuality } from '../../../src/protocol/deploymentTraffic';
import type { DeploymentAction } from '../../../src/protocol/panels/deploymentPanel';
import { formatNumber } from '../../../src/wording/formatNumber';
import { formatMs } from '../../../src/wording/formatTraffic';
import { Button } from '../../ui/controls';
import { useLive } from '../../ui/live';
import { Scroller } from '../../ui/scroller';
import type { DeploymentHost } from '../deploymentHost';
import { keyOf, type ArmSeries, type LiveSeries } from '../live/liveSeries';
import { Confirm } from './confirm';
import { armKey } from './shares';
import { useShares, type SharesEdit } from './useShares';

export interface ArmsTabProps { readonly host: DeploymentHost; readonly deployment: Deployment; readonly series: LiveSeries | undefined; readonly act: (action: DeploymentAction) => void }

export function ArmsTab({ host, deployment, series, act }: ArmsTabProps): JSX.Element {
  const { arms, state } = deployment;
  const edit = useShares(host, arms);
  const quality = useLive<DeploymentQuality>(host, useCallback(async (signal) => host.ask('quality', {}, signal), [host]));
  const challenged = arms.some(({ role }) => role === 'challenger');
  const healthy = state === 'healthy';
  return (
    <Scroller host={host} tab="arms">
      <div class="sheet arms">
        <section aria-labelledby="arms-title">
          <h2 id="arms-title">Arms <span class="count">{arms.length}</span></h2>
          <div class="wide">
            <table>
              <thead><tr>
                <th scope="col">version</th><th scope="col" class="role">role</th><th scope="col" class="share">share</th><th scope="col" class="number" title="In the last five minutes">requests, 5 min</th>
                <th scope="col" class="number" title="Failed or refused, in the last five minutes">errors</th><th scope="col" class="number">p50</th><th scope="col" class="number">p99</th><th scope="col" class="number" title="On the rows whose truth is known">quality</th><th scope="col" class="number">process</th>
              </tr></thead>
              <tbody>{arms.map((arm) => <Row key={keyOf(arm)} host={host} arm={arm} edit={edit} figures={series?.arms.find(({ key }) => key === keyOf(arm))} quality={quality.value?.versions.find(({ model, version, role }) => model === arm.model && version === arm.version && (role ?? arm.role) === arm.role)} />)}</tbody>
            </table>
          </div>
          <Confirm edit={edit} arms={arms} />
          <p class="buttons">
            <Button disabled={!healthy} onClick={() => act('addChallenger')}>Add challenger…</Button>
            <Button disabled={!healthy} title="It gets copies of requests; its answers are compared, never returned" onClick={() => act('addShadow')}>Add shadow…</Button>
            {challenged && <Button disabled={!healthy} onClick={() => act('promote')}>Promote…</Button>}
            {arms.some(({ role }) => String(role) === 'previous') && <Button disabled={!healthy} title="The version before answers again, at once" onClick={() => act('rollback')}>Roll back</Button>}
            <Button title="A file with the columns id (or key) and truth: what was predicted is measured against it" onClick={() => { void host.ask('act', { action: 'sendTruth' }).then(quality.refresh); }}>Send ground truth…</Button>
          </p>
          {arms.length === 1 && <p class="quiet">One version answers everything. A challenger takes a share of the requests beside it; a shadow gets copies, and its answers are compared but never returned.</p>}
        </section>
      </div>
    </Scroller>
  );
}

/** `97.2 % right`, `rmse 0.31` */
function qualityText(quality: VersionQuality | undefined): string {
  return quality?.accuracy !== undefined && quality.accuracy !== null ? `${(quality.accuracy * 100).toFixed(1)} % right` : quality?.rmse !== undefined && quality.rmse !== null ? `rmse ${formatNumber(quality.rmse)}` : '–';
}

interface RowProps { readonly host: DeploymentHost; readonly arm: DeploymentArm; readonly edit: SharesEdit; readonly figures: ArmSeries | undefined; readonly quality: VersionQuality | undefined }

function Row({ host, arm, edit, figures, quality }: RowProps): JSX.Element {
  const { model, version, role, pid } = arm;
  const key = armKey(arm);
  const total = (counts: readonly number[] | undefined): number => counts?.reduce((sum, count) => sum + count, 0) ?? 0;
  const [requests, faults] = [total(figures?.requests), total(figures?.faults)];
  const last = (latencies: readonly (number | null)[] | undefined): string => {
    const latest = latencies?.findLast((latency) => latency !== null);
    return latest === undefined || latest === null ? '–' : formatMs(latest);
  };
  return (
    <tr>
      <th scope="row"><button type="button" class="link" onClick={() => { void host.ask('openVersion', { model, version }); }}>{model} v{version}</button></th>
      <td class="role">{role}</td>
      <td class="share">{role === 'challenger'
        ? <label class="percent"><input type="number" min="0" max="100" step="1" value={edit.shares[key] ?? arm.weight} aria-label={`Share of ${model} v${version}, percent`} onInput={(event) => edit.set(key, event.currentTarget.valueAsNumber)} /> %</label>
        : <span title={role === 'shadow' ? 'Of the requests it gets copies' : ''}>{formatNumber(edit.shares[key] ?? arm.weight)} %{role === 'shadow' ? ' copied' : ''}</span>}</td>
      <td class="number">{requests.toLocaleString('en-US')}</td>
      <td class="number">{requests === 0 ? '–' : `${((faults / requests) * 100).toFixed(2)} %`}</td>
      <td class="number">{last(figures?.p50)}</td>
      <td class="number">{last(figures?.p99)}</td>
      <td class="number" title={quality === undefined || quality.labelled === 0 ? 'No ground truth has been sent for its answers' : `${quality.labelled.toLocaleString('en-US')} of ${quality.rows.toLocaleString('en-US')} rows have their truth`}>{qualityText(quality)}</td>
      <td class="number quiet">{pid ?? '–'}</td>
    </tr>
  );
}

/** One arm in the table of arms. */
import type { JSX } from 'preact';
import type { DeploymentArm } from '../../../src/protocol/deployments';
import type { VersionQuality } from '../../../src/protocol/deploymentTraffic';
import type { DeploymentAction } from '../../../src/protocol/panels/deploymentPanel';
import { formatNumber } from '../../../src/wording/formatNumber';
import { formatMs } from '../../../src/wording/formatTraffic';
import type { DeploymentHost } from '../deploymentHost';
import type { ArmSeries } from '../live/liveSeries';
import { armKey } from './shares';
import type { SharesEdit } from './useShares';

export interface ArmRowProps {
  readonly host: DeploymentHost;
  readonly arm: DeploymentArm;
  readonly edit: SharesEdit;
  /** whether the deployment answers */
  readonly healthy: boolean;
  readonly act: (action: DeploymentAction) => void;
  readonly figures: ArmSeries | undefined;
  readonly quality: VersionQuality | undefined;
}

export function ArmRow({ host, arm, edit, healthy, act, figures, quality }: ArmRowProps): JSX.Element {
  const { model, version, role, requests, failures } = arm;
  const last = (latencies: readonly (number | null)[] | undefined): string => {
    const latest = latencies?.findLast((latency) => latency !== null);
    return latest === undefined || latest === null ? '–' : formatMs(latest);
  };
  return (
    <tr>
      <th scope="row"><button type="button" class="link" onClick={() => { void host.ask('openVersion', { model, version }); }}>{model} v{version}</button></th>
      <td>{role}</td>
      <td><State arm={arm} healthy={healthy} /></td>
      <td><Share arm={arm} edit={edit} /></td>
      <td class="number">{requests.toLocaleString('en-US')}</td>
      <td class="number">{requests === 0 ? '–' : `${((failures / requests) * 100).toFixed(2)} %`}</td>
      <td class="number">{last(figures?.p50)}</td>
      <td class="number">{last(figures?.p99)}</td>
      <td class="number" title={qualityHint(arm, quality)}>{qualityText(arm, quality)}</td>
      <td class="acts">
        {role === 'challenger' && <Act icon="verified" label={`Promote v${version}`} disabled={!healthy} onClick={() => { void host.ask('promote', { model, version }); }} />}
        {role === 'previous' && <Act icon="discard" label={`Roll back to v${version}`} disabled={!healthy} onClick={() => act('rollback')} />}
        {role !== 'champion' && <Act icon="close" label={`Remove v${version}`} disabled={!healthy} onClick={() => { void host.ask('removeArm', { model, version }); }} />}
      </td>
    </tr>
  );
}

function Act({ icon, label, disabled, onClick }: { readonly icon: string; readonly label: string; readonly disabled: boolean; readonly onClick: () => void }): JSX.Element {
  return <button type="button" class="icon-button" aria-label={label} title={label} disabled={disabled} onClick={onClick}><span class={`codicon codicon-${icon}`} aria-hidden="true" /></button>;
}

function State({ arm: { state, problem, pid }, healthy }: Pick<ArmRowProps, 'arm' | 'healthy'>): JSX.Element {
  if (!healthy && state !== 'failed') {
    return <span class="quiet">not running</span>;
  }
  const [icon, look] = state === 'ready' ? ['pass-filled', 'good'] : state === 'failed' ? ['error', 'bad'] : ['loading codicon-modifier-spin', 'quiet'];
  return <span class="outcome" title={problem ?? (pid === null ? '' : `process ${pid}`)}><span class={`codicon codicon-${icon} ${look}`} aria-hidden="true" />{state}</span>;
}

function Share({ arm, edit }: Pick<ArmRowProps, 'arm' | 'edit'>): JSX.Element {
  const { model, version, role } = arm;
  const share = edit.shares[armKey(arm)] ?? arm.weight;
  switch (role) {
    case 'challenger': return <label class="percent"><input type="number" min="0" max="100" step="1" value={share} aria-label={`Share of ${model} v${version}, percent`} onInput={(event) => edit.set(armKey(arm), event.currentTarget.valueAsNumber)} /> %</label>;
    case 'shadow': return <span>{formatNumber(arm.weight)} % copied</span>;
    case 'previous': return <span class="quiet" title="Its model stays loaded, so that going back takes no time">kept warm</span>;
    case 'champion': return <span>{formatNumber(share)} %</span>;
  }
}

/** `97.2 % right`, `rmse 0.31`; of a shadow `98.1 % alike` */
function qualityText({ agreement }: DeploymentArm, quality: VersionQuality | undefined): string {
  if (agreement !== null && agreement.rows > 0) {
    return `${((agreement.same / agreement.rows) * 100).toFixed(1)} % alike`;
  }
  return quality?.accuracy !== undefined && quality.accuracy !== null ? `${(quality.accuracy * 100).toFixed(1)} % right` : quality?.rmse !== undefined && quality.rmse !== null ? `rmse ${formatNumber(quality.rmse)}` : '–';
}

function qualityHint({ agreement }: DeploymentArm, quality: VersionQuality | undefined): string {
  if (agreement !== null && agreement.rows > 0) {
    return `${agreement.same.toLocaleString('en-US')} of ${agreement.rows.toLocaleString('en-US')} rows got the answer that was returned`;
  }
  return quality === undefined || quality.labelled === 0 ? 'No ground truth has been sent for its answers' : `${quality.labelled.toLocaleString('en-US')} of ${quality.rows.toLocaleString('en-US')} rows have their truth`;
}

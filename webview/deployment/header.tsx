/** Name, state and address, what can be done with it, how its requests are shared out, and its figures. */
import type { JSX } from 'preact';
import type { Deployment } from '../../src/protocol/deployments';
import type { DeploymentAction } from '../../src/protocol/panels/deploymentPanel';
import { formatAge, formatExact } from '../../src/wording/formatTime';
import { Button } from '../ui/controls';
import { Menu, type MenuEntry } from '../ui/menu';
import { useNow } from '../ui/now';
import { Figures } from './figures';
import type { LiveSeries } from './live/liveSeries';
import { RolloutLine } from './arms/rollout';
import { Split } from './arms/split';
import type { SharesEdit } from './arms/useShares';
import type { DeploymentHost } from './deploymentHost';
import { stateMark } from './stateWords';

export interface HeaderProps {
  readonly host: DeploymentHost;
  readonly deployment: Deployment;
  readonly trusted: boolean;
  readonly series: LiveSeries | undefined;
  /** shares while they are changed, here or in the Arms tab */
  readonly edit: SharesEdit;
  readonly act: (action: DeploymentAction) => void;
  readonly tryIt: () => void;
}

export function Header({ host, deployment, trusted, series, edit, act, tryIt }: HeaderProps): JSX.Element {
  const { name, url } = deployment;
  const { word, icon, look } = stateMark(deployment);
  return (
    <div class="head">
      <div class="title-line">
        <h1 title={name}><span class="codicon codicon-server-process" aria-hidden="true" /><span class="name">{name}</span></h1>
        <span class="state" role="status"><span class={`codicon codicon-${icon} ${look}`} aria-hidden="true" />{word}</span>
        {url !== null && (
          <span class="address">
            <button type="button" class="link mono" title="Open in the browser" onClick={() => act('openUrl')}>{url}</button>
            <button type="button" class="icon-button" aria-label="Copy URL" title="Copy URL" onClick={() => act('copyUrl')}><span class="codicon codicon-copy" aria-hidden="true" /></button>
          </span>
        )}
        <Actions deployment={deployment} trusted={trusted} act={act} tryIt={tryIt} />
      </div>
      <Origin host={host} deployment={deployment} />
      <div class="measures">
        <Figures series={deployment.state === 'healthy' ? series : undefined} />
        <Split edit={edit} arms={deployment.arms} />
      </div>
      <RolloutLine deployment={deployment} act={act} />
    </div>
  );
}

function Actions({ deployment: { state, url }, trusted, act, tryIt }: Pick<HeaderProps, 'deployment' | 'trusted' | 'act' | 'tryIt'>): JSX.Element {
  const runs = state === 'healthy' || state === 'starting' || state === 'preparing';
  const ends: MenuEntry[] = [
    { label: 'Stop', icon: 'debug-stop', choose: () => act('stop') },
    { label: 'Undeploy…', icon: 'trash', group: true, choose: () => act('remove') },
  ];
  const more: MenuEntry[] = [
    ...(url === null ? [] : [{ label: 'Open in the browser', icon: 'link-external', choose: () => act('openUrl') }]),
    { label: 'Open the log', icon: 'output', choose: () => act('showLog') },
    ...(runs ? [] : [{ label: 'Undeploy…', icon: 'trash', group: true, choose: () => act('remove') }]),
  ];
  return (
    <div class="actions">
      {state === 'healthy' && <Button primary onClick={tryIt}>Try it</Button>}
      {state === 'stopped' && <Button primary disabled={!trusted} title={trusted ? 'On the port that it had' : 'Trust this workspace first: a model runs code'} onClick={() => act('start')}>Start</Button>}
      {state === 'failed' && <Button primary disabled={!trusted} title={trusted ? 'The same version, prepared afresh' : 'Trust this workspace first: a model runs code'} onClick={() => act('deployAgain')}>Deploy again</Button>}
      {runs && <Menu label="Stop" entries={ends}><>Stop<span class="codicon codicon-chevron-down" aria-hidden="true" /></></Menu>}
      <Menu label="More actions" entries={more} class="control square"><span class="codicon codicon-ellipsis" aria-hidden="true" /></Menu>
    </div>
  );
}

function Origin({ host, deployment: { arms, how, created_at: created } }: Pick<HeaderProps, 'host' | 'deployment'>): JSX.Element {
  const now = useNow(30_000);
  const champion = arms.find(({ role }) => role === 'champion');
  return (
    <p class="origin">
      {champion !== undefined && <span><button type="button" class="link" onClick={() => { void host.ask('openVersion', { model: champion.model, version: champion.version }); }}>{champion.model} v{champion.version}</button></span>}
      <span title={formatExact(created)}>deployed {formatAge(created, now)}</span>
      {how !== null && <span class="how" title={how}>{how.replace(/\.$/, '')}</span>}
    </p>
  );
}

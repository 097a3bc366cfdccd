/** What each line of the Deployments view says: data in, texts and icons out; no VS Code. */
import type { LiveFigures } from '../../protocol/deploymentLive';
import type { ArmChange, ArmRole, Deployment, DeploymentArm, DeploymentState } from '../../protocol/deployments';
import { formatMs, formatRate } from '../../wording/formatTraffic';
import { shortenInside } from '../../wording/textWidth';
import type { ItemView } from '../lineItem';

const LONGEST_LABEL = 32;

const ICONS: Readonly<Record<DeploymentState, ItemView['icon']>> = {
  preparing: { id: 'loading~spin' }, starting: { id: 'loading~spin' }, healthy: { id: 'pass-filled', color: 'charts.green' },
  stopped: { id: 'circle-outline' }, failed: { id: 'error', color: 'list.errorForeground' },
};

/** `41 req/s · p99 6 ms` while it is asked, `127.0.0.1:5050` while it could be, else what it does or why it does not */
export function deploymentItem({ name, state, url, stage, problem }: Deployment, figures?: LiveFigures): ItemView {
  const trouble = state === 'failed' || (state === 'starting' && problem !== null);
  const description = state === 'healthy' ? traffic(figures) ?? addressOf(url ?? '') : trouble ? problem ?? state : state === 'preparing' ? stage ?? state : state;
  return {
    label: shortenInside(name, LONGEST_LABEL), description, icon: trouble ? { id: 'error', color: 'list.errorForeground' } : ICONS[state], contextValue: `deployment;${state};`,
    spoken: `Deployment ${name}, ${state === description ? state : `${state}, ${description}`}`, children: 'collapsed',
  };
}

const ARM_ICONS: Readonly<Record<ArmRole, ItemView['icon']>> = { champion: { id: 'verified-filled', color: 'charts.green' }, challenger: { id: 'verified', color: 'charts.blue' }, shadow: { id: 'eye' }, previous: { id: 'history' } };

/** `v7 champion  90 %` under `churn` */
export function armItem({ model, version, role, weight, state, problem }: DeploymentArm): ItemView {
  const share = role === 'previous' ? 'kept warm' : role === 'shadow' ? `${weight} % copied` : `${weight} %`;
  const icon = state === 'failed' ? { id: 'error', color: 'list.errorForeground' } : ARM_ICONS[role];
  const spoken = role === 'previous' ? 'kept warm for the way back' : role === 'shadow' ? `gets copies of ${weight} percent of the requests` : `${weight} percent of the requests`;
  const trouble = state === 'failed' ? problem ?? 'failed' : undefined;
  return { label: `${shortenInside(model, LONGEST_LABEL)} v${version}`, description: `${role}  ${trouble ?? share}`, icon, contextValue: `arm;${role};`, spoken: `${model} version ${version}, ${role}, ${trouble ?? spoken}`, children: 'none' };
}

/** Markdown is the caller's: every line here is plain text. */
export function deploymentFacts({ state, url, arms, how, problem }: Deployment): readonly string[] {
  return [state, ...(url === null ? [] : [url]), ...arms.map((arm) => `${arm.model}/${arm.version} ${arm.role}${arm.pid === null ? '' : `, process ${arm.pid}`}`), ...(how === null ? [] : [how]), ...(problem === null ? [] : [problem])];
}

function traffic(figures: LiveFigures | undefined): string | undefined {
  return figures === undefined || figures.requests === 0 || figures.p99 === null ? undefined : `${formatRate(figures.requests / figures.seconds)} req/s · p99 ${formatMs(figures.p99)}`;
}

function addressOf(url: string): string {
  return url.replace(/^https?:\/\//, '');
}

/** What rules have ended since then, newest first. Steps on the way are no news. @param seen Unix time, ms */
export function decisionsAfter(history: readonly ArmChange[], seen: number): ArmChange[] {
  return history.filter(({ at, by, what }) => by === 'rule' && at > seen && (what === 'rolled_back' || what === 'promoted')).toSorted((a, b) => b.at - a.at);
}

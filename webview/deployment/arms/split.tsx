/** The share of each arm in the head: a slider between two, and a line to confirm what was dragged. */
import type { JSX } from 'preact';
import type { DeploymentArm } from '../../../src/protocol/deployments';
import { formatNumber } from '../../../src/wording/formatNumber';
import { armName } from '../live/liveCurves';
import { Confirm } from './confirm';
import { answeringArms, armKey } from './shares';
import type { SharesEdit } from './useShares';

export function Split({ edit, arms }: { readonly edit: SharesEdit; readonly arms: readonly DeploymentArm[] }): JSX.Element | null {
  const answering = answeringArms(arms);
  const [champion, challenger, ...others] = answering;
  const share = (arm: DeploymentArm): number => edit.shares[armKey(arm)] ?? arm.weight;
  if (champion === undefined || challenger === undefined) {
    return null;
  }
  if (others.length > 0) {
    return <div class="split">{answering.map((arm) => <span key={armKey(arm)}>{armName(arm, arms)} <b>{formatNumber(share(arm))} %</b></span>)}<Confirm edit={edit} arms={arms} /></div>;
  }
  const key = armKey(challenger);
  return (
    <div class="split">
      <span>{armName(champion, arms)} <b>{formatNumber(share(champion))} %</b></span>
      <input type="range" min="0" max="100" step="1" value={share(challenger)} aria-label={`Share of ${armName(challenger, arms)}`} aria-valuetext={`${formatNumber(share(challenger))} percent of the requests`}
        onInput={(event) => edit.set(key, Number(event.currentTarget.value))} />
      <span><b>{formatNumber(share(challenger))} %</b> {armName(challenger, arms)}</span>
      <Confirm edit={edit} arms={arms} />
    </div>
  );
}

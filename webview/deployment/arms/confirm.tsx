/** What changes for clients when shares are changed, and the button that does it. */
import type { JSX } from 'preact';
import type { DeploymentArm } from '../../../src/protocol/deployments';
import { formatNumber } from '../../../src/wording/formatNumber';
import { Button } from '../../ui/controls';
import { armName } from '../live/liveCurves';
import { answeringArms, armKey } from './shares';
import type { SharesEdit } from './useShares';

export function Confirm({ edit, arms }: { readonly edit: SharesEdit; readonly arms: readonly DeploymentArm[] }): JSX.Element {
  const moved = answeringArms(arms).slice(1).filter((arm) => edit.shares[armKey(arm)] !== arm.weight);
  return (
    <span class="confirm" role="status">
      {edit.changed && (
        <>
          <span>{moved.map((arm) => `${armName(arm, arms)} gets ${formatNumber(edit.shares[armKey(arm)] ?? 0)} % instead of ${formatNumber(arm.weight)} %`).join(', ')}.</span>
          <Button primary onClick={edit.apply}>Apply</Button>
          <Button onClick={edit.cancel}>Cancel</Button>
        </>
      )}
      {edit.problem !== '' && <span class="wrong" role="alert">{edit.problem}</span>}
    </span>
  );
}

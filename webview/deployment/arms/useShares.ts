/** Shares while a person changes them: nothing is sent before they say so. */
import { useState } from 'preact/hooks';
import type { DeploymentArm } from '../../../src/protocol/deployments';
import type { DeploymentHost } from '../deploymentHost';
import { answeringArms, armKey, sameShares, sharesOf, withShare, type Shares } from './shares';

export interface SharesEdit {
  readonly shares: Shares;
  readonly changed: boolean;
  readonly problem: string;
  readonly set: (key: string, percent: number) => void;
  readonly apply: () => void;
  readonly cancel: () => void;
}

export function useShares(host: DeploymentHost, arms: readonly DeploymentArm[]): SharesEdit {
  const [edited, setEdited] = useState<Shares>();
  const [problem, setProblem] = useState('');
  const now = sharesOf(arms);
  // Arms that came or went meanwhile make what was edited a share of something else.
  const shares = edited !== undefined && Object.keys(edited).length === Object.keys(now).length && Object.keys(now).every((key) => key in edited) ? edited : now;
  const settle = (): void => { setEdited(undefined); setProblem(''); };
  const apply = async (): Promise<void> => {
    try {
      await host.ask('setWeights', { weights: answeringArms(arms).slice(1).map((arm) => ({ model: arm.model, version: arm.version, weight: shares[armKey(arm)] ?? arm.weight })) });
      settle();
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
    }
  };
  return { shares, changed: !sameShares(shares, now), problem, set: (key, percent) => { setProblem(''); setEdited(withShare(arms, shares, key, percent)); }, apply: () => { void apply(); }, cancel: settle };
}

/** What a candidate that gets copies of all requests has shown. Pure. */
import type { DeploymentArm } from '../../protocol/deployments';
import { RETRAIN_DEFAULTS, type RetrainShadow } from '../../protocol/retraining';
import { durationMs } from '../../wording/duration';
import { failsTooOften, verdictText } from '../serving/rollout/rules';
import { compareQuality } from '../serving/rollout/sequential';

type ShadowArm = Pick<DeploymentArm, 'requests' | 'failures' | 'compared' | 'agreement' | 'state'>;

export interface ShadowLimits {
  readonly maxFailureRate: number;
  readonly errorRate: number;
}

/** stay: it is too early · back: it goes no further · on: it has held */
export interface ShadowVerdict { readonly kind: 'stay' | 'back' | 'on'; readonly text: string }

/** @param since when it began, Unix ms @param now Unix ms */
export function shadowVerdict(shadow: ShadowArm, champion: Pick<DeploymentArm, 'compared'>, plan: RetrainShadow, limits: ShadowLimits, since: number, now: number): ShadowVerdict {
  const { requests, failures, agreement } = shadow;
  if (failures > 0 && failsTooOften(failures, requests, limits.maxFailureRate, limits.errorRate)) {
    return { kind: 'back', text: `As a shadow it failed on ${failures} of ${requests} requests.` };
  }
  const verdict = compareQuality(champion.compared, shadow.compared, limits.errorRate);
  if (verdict.kind === 'worse') {
    return { kind: 'back', text: `As a shadow it predicts worse than the champion: ${verdictText(verdict)}.` };
  }
  const isLong = now - since >= durationMs(plan.hold ?? RETRAIN_DEFAULTS.shadow) && requests >= (plan.min_requests ?? RETRAIN_DEFAULTS.shadow_requests);
  if (!isLong || shadow.state !== 'ready') {
    return { kind: 'stay', text: '' };
  }
  const same = agreement === null || agreement.rows === 0 ? '' : `, and said the same as the champion of ${Math.round((100 * agreement.same) / agreement.rows)} % of the rows`;
  const quality = verdict.kind === 'better' ? ` It predicts better: ${verdictText(verdict)}.` : '';
  return { kind: 'on', text: `As a shadow it answered ${(requests - failures).toLocaleString('en-US')} of ${requests.toLocaleString('en-US')} requests${same}.${quality}` };
}

/** How a rollout stands and what ground truth says of it, in words. */
import type { DeploymentArm, Rollout, Verdict } from '../../../src/protocol/deployments';
import { countOf, formatNumber } from '../../../src/wording/formatNumber';
import { formatDuration } from '../../../src/wording/formatTime';

/** `v9: canary, step 2 of 3 at 25 %, for 3 min 10 s of 5 min, 80 of 100 requests` */
export function rolloutText({ plan, version, state, step, step_since: since, step_requests: requests, why }: Rollout, now: number): string {
  const end = why === null ? '' : `: ${why}`;
  switch (state) {
    case 'running': return `v${version}: canary, step ${step + 1} of ${plan.steps.length} at ${formatNumber(plan.steps[step] ?? 0)} %, for ${formatDuration(now - since)} of ${formatDuration(plan.hold_seconds * 1000)}, ${requests.toLocaleString('en-US')} of ${countOf(plan.min_requests, 'request')}`;
    case 'waiting': return `v${version}: canary at its last step${why === null ? ', waits for you' : end}`;
    case 'promoted': return `v${version} was promoted${end}`;
    case 'rolled_back': return `v${version} was taken back${end}`;
  }
}

/** `v9 better (at 5 % error, 1,240 labelled; +0.8 % ± 0.7)` */
export function verdictText({ kind, difference, half_width: half, labelled, error_rate: rate }: Verdict, version: string, shares: boolean): string {
  const about = `at ${formatNumber(rate * 100)} % error, ${labelled.toLocaleString('en-US')} labelled`;
  const size = difference === null || half === null ? '' : shares ? `; ${signed(difference * 100)} % ± ${formatNumber(Number((half * 100).toPrecision(2)))}` : `; ${signed(difference)} ± ${formatNumber(Number(half.toPrecision(2)))} in squared error`;
  switch (kind) {
    case 'too_few': return labelled === 0 ? 'verdict: no ground truth yet' : `verdict: too few yet (${labelled.toLocaleString('en-US')} labelled, 100 of each are needed)`;
    case 'open': return `verdict: no difference seen (${about}${size})`;
    case 'better': return `verdict: v${version} better (${about}${size})`;
    case 'worse': return `verdict: v${version} worse (${about}${size})`;
  }
}

/** Whether scores are shares of right answers: squared errors count below 0. */
export function countsShares(arms: readonly Pick<DeploymentArm, 'quality'>[]): boolean {
  return arms.every(({ quality }) => quality === null || quality.mean >= 0);
}

function signed(value: number): string {
  const rounded = Number(value.toPrecision(2));
  return `${rounded > 0 ? '+' : ''}${formatNumber(rounded)}`;
}

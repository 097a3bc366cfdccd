/** How the requests are shared out: percents that always sum up to 100, since the champion takes what is left. */
import type { DeploymentArm } from '../../../src/protocol/deployments';

export type Shares = Readonly<Record<string, number>>;

export function armKey({ model, version }: Pick<DeploymentArm, 'model' | 'version'>): string {
  return `${model}/${version}`;
}

/** Arms whose answers are returned, the champion first. */
export function answeringArms(arms: readonly DeploymentArm[]): readonly DeploymentArm[] {
  const rank = ({ role }: DeploymentArm): number => (role === 'champion' ? 0 : 1);
  return arms.filter(({ role }) => role === 'champion' || role === 'challenger').toSorted((a, b) => rank(a) - rank(b));
}

/** @returns shares as they are, by `MODEL/VERSION` */
export function sharesOf(arms: readonly DeploymentArm[]): Shares {
  return Object.fromEntries(answeringArms(arms).map((arm) => [armKey(arm), arm.weight]));
}

/** One challenger gets another share, at most what the other challengers leave; the champion has the rest. */
export function withShare(arms: readonly DeploymentArm[], shares: Shares, key: string, percent: number): Shares {
  const [champion, ...challengers] = answeringArms(arms).map(armKey);
  const others = challengers.filter((other) => other !== key).reduce((sum, other) => sum + (shares[other] ?? 0), 0);
  const share = Math.round(Math.max(0, Math.min(100 - others, Number.isFinite(percent) ? percent : 0)) * 100) / 100;
  return champion === undefined || key === champion ? shares : { ...shares, [key]: share, [champion]: Math.round((100 - others - share) * 100) / 100 };
}

export function sameShares(a: Shares, b: Shares): boolean {
  return Object.keys({ ...a, ...b }).every((key) => a[key] === b[key]);
}

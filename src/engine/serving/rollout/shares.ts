/** Who answers which share of the requests, and what promoting and rolling back make of it. Engine and front change it by the same rules. */
import type { ArmRole } from '../../../protocol/deployments';

export interface Share {
  readonly model: string;
  readonly version: string;
  readonly role: ArmRole;
  readonly weight: number;
}

/** "MODEL/VERSION": an arm within its deployment. */
export function keyOf({ model, version }: { readonly model: string; readonly version: string }): string {
  return `${model}/${version}`;
}

/** @returns the shares with these weights of challengers and shadows; the champion gets what challengers leave. @throws RangeError when that is less than nothing */
export function weighted<S extends Share>(shares: readonly S[], weights: ReadonlyMap<string, number>): S[] {
  const given = shares.map((share) => (share.role === 'challenger' || share.role === 'shadow' ? { ...share, weight: weights.get(keyOf(share)) ?? share.weight } : { ...share, weight: 0 }));
  const taken = given.reduce((sum, { role, weight }) => sum + (role === 'challenger' ? weight : 0), 0);
  if (taken > 100 + 1e-9) {
    throw new RangeError(`the challengers would take ${taken} % of the requests`);
  }
  return given.map((share) => (share.role === 'champion' ? { ...share, weight: Math.max(0, 100 - taken) } : share));
}

/** The challenger becomes the champion; the champion stays warm as the previous one, and what was that goes. */
export function promoted<S extends Share>(shares: readonly S[], key: string): S[] {
  const next = shares.filter((share) => share.role !== 'previous' || keyOf(share) === key).map((share) => (
    keyOf(share) === key ? { ...share, role: 'champion' as const } : share.role === 'champion' ? { ...share, role: 'previous' as const } : share.role === 'challenger' ? { ...share, weight: 0 } : share));
  return weighted(next, new Map());
}

/**
 * The champion answers alone again. Where it did already, the champion before it takes over, if there is one.
 * @returns undefined when there is nothing to go back to
 */
export function rolledBack<S extends Share>(shares: readonly S[]): S[] | undefined {
  if (shares.some(({ role, weight }) => role === 'challenger' && weight > 0)) {
    return weighted(shares.map((share) => (share.role === 'challenger' ? { ...share, weight: 0 } : share)), new Map());
  }
  if (!shares.some(({ role }) => role === 'previous')) {
    return undefined;
  }
  return weighted(shares.map((share) => (share.role === 'previous' ? { ...share, role: 'champion' as const } : share.role === 'champion' ? { ...share, role: 'previous' as const } : share)), new Map());
}
